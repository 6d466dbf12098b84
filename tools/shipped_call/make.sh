#!/usr/bin/env bash
# Makes the shipped call anew: the voices go into an environment of their own, beside this file.
set -euo pipefail
cd "$(dirname "$0")"
if [ ! -x .voices/bin/python ]; then
    echo "Installing the voices (about 300 MB, once)…"
    "${PYTHON:-python3}" -m venv .voices
fi
.voices/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
echo "Speaking the script (about a minute and a half)…"
.voices/bin/python make.py "$@"
