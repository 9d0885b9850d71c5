#!/bin/sh
# Lint, types, tests: what every change must pass.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/ruff check .
.venv/bin/ruff format --check .
.venv/bin/mypy
# Processes that tests start find our modules compiled, whatever the environment says.
unset PYTHONDONTWRITEBYTECODE
# One process a core, each with the tests of whole files, which share fixtures that take long, in the order of conftest.
OMP_NUM_THREADS=1 .venv/bin/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
