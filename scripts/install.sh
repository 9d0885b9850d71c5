#!/bin/sh
# Install packages into .venv: with uv where it works, otherwise with pip. pip's own settings hold for both.
set -eu
python=.venv/bin/python
if $python -m uv --version >/dev/null 2>&1; then
    setting() { $python -m pip config get "global.$1" 2>/dev/null || true; }
    links=${PIP_FIND_LINKS:-$(setting find-links)}
    existing=
    for link in $links; do
        # uv stops at a folder that does not exist, where pip only warns.
        case $link in *://*) ;; *) [ -e "$link" ] || continue ;; esac
        existing=${existing:+$existing,}$link
    done
    [ -z "$existing" ] || export UV_FIND_LINKS="$existing"
    index=${PIP_INDEX_URL:-$(setting index-url)}
    [ -z "$index" ] || export UV_DEFAULT_INDEX="$index"
    certificates=${PIP_CERT:-$(setting cert)}
    [ -z "$certificates" ] || export SSL_CERT_FILE="$certificates"
    $python -m uv pip install --quiet --python $python "$@" && exit 0
    echo "uv could not install $*: trying pip" >&2
fi
exec $python -m pip install --quiet "$@"
