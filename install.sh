#!/bin/sh
# Installs Rebill into .venv: ./install.sh PYTHON [EXTRA]. What make setup, serve and test call.
#
# The pip that the Python has installs into .venv where it can (22.3 and newer), for a pip of its own takes .venv five
# seconds. Nothing is compiled beforehand: Python does that with what it loads, and most of this is never loaded.
set -eu
python=$1
extra=${2:-}

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  found=$("$python" --version 2>/dev/null || echo missing)
  for other in python3.15 python3.14 python3.13 python3.12 python3.11 /path/to/python3.11; do
    if "$other" -c '' 2>/dev/null; then break; fi
  done
  echo "Python 3.11 or newer is needed; $python is $found. Try: make ${GOAL:-setup} PYTHON=$other" >&2
  exit 1
fi

mkdir -p .setup
if "$python" -c 'import pip, sys; sys.exit(tuple(map(int, pip.__version__.split(".")[:2])) < (22, 3))' 2>/dev/null; then
  [ -x .venv/bin/python ] || "$python" -m venv --without-pip .venv
  pip="$python -m pip --python .venv/bin/python"
else
  [ -x .venv/bin/pip ] || "$python" -m venv .venv
  pip=".venv/bin/python -m pip"
fi
$pip install --disable-pip-version-check --no-compile -c constraints.txt -e ".$extra"
