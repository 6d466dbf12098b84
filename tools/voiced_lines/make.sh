#!/usr/bin/env bash
# Says labelled lines to the recogniser: the voice comes from the environment that tools/shipped_call/make.sh sets up.
set -euo pipefail
cd "$(dirname "$0")"
voices=../shipped_call/.voices
if [ ! -x $voices/bin/python ]; then
    echo "Installing the voices (about 300 MB, once)…"
    "${PYTHON:-python3}" -m venv $voices
fi
$voices/bin/python -m pip install --quiet --disable-pip-version-check -r ../shipped_call/requirements.txt msgspec
echo "Saying lines (about two a second on each core)…"
$voices/bin/python make.py "$@"
