#!/bin/sh
# Prints a Python of version 3.11 or newer: the one that $PYTHON names, or the first that is found.
set -u

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

for python in ${PYTHON:-python3 python3.13 python3.12 python3.11 python}; do
    if new_enough "$python"; then
        command -v "$python"
        exit 0
    fi
done

found=$("${PYTHON:-python3}" --version 2>&1 | head -n 1)
{
    echo "Steadyline needs Python 3.11 or newer; here is: ${found:-none}."
    echo "Install one (Debian and Ubuntu: apt-get install python3 python3-venv; macOS: brew install python),"
    echo "or say where it is: make setup PYTHON=/path/to/python3.12"
} >&2
exit 1
