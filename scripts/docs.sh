#!/bin/sh
# The documentation: writes the reference pages from the code, and builds the site into build/site. Warnings are errors.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python scripts/reference.py
NO_MKDOCS_2_WARNING=1 .venv/bin/python -m mkdocs build --strict --quiet "$@"
echo "build/site/index.html"
