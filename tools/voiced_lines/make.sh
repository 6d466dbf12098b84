#!/usr/bin/env bash
# Says labelled lines to the recogniser: the voice goes beside this file, all else is the project's (make setup).
set -euo pipefail
cd "$(dirname "$0")"
python=../../.venv/bin/python
if [ ! -d .voices ]; then
    echo "Installing the voice (about 200 MB, once)…"
    $python -m pip install --quiet --disable-pip-version-check --target .voices -r requirements.txt
fi
echo "Saying lines (one or two a second)…"
PYTHONPATH=.voices $python make.py "$@"
