#!/bin/sh
# The Pythons from 3.11 to 3.14 that really answer, newest first, one path a line.
#
# A version manager's shim may be there and refuse. So each one is asked, and after it those that
# pyenv keeps. Free-threaded builds are left out: few of the libraries have wheels for them.
set -u
kept="${PYENV_ROOT:-$HOME/.pyenv}/versions"
ask='import sys, sysconfig, venv, ensurepip
if sys.version_info[:2] != (3, int(sys.argv[1])) or sysconfig.get_config_var("Py_GIL_DISABLED"):
    sys.exit(1)
print(sys.executable)'

for minor in 14 13 12 11; do
  {
    echo "python3.$minor"
    ls -d "$kept/3.$minor".*/bin/"python3.$minor" 2>/dev/null | sort -rV
    printf 'python3\npython\n'
  } | while IFS= read -r python; do
    "$python" -c "$ask" "$minor" </dev/null 2>/dev/null && break
  done
done
exit 0
