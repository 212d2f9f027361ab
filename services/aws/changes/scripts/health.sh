#!/bin/sh
# The team of a machine keeps this file on it; without one there is nothing to ask, and that is said.
set -u
file=/etc/sre-agent/health
if [ ! -e "$file" ]; then
  echo "There is no $file."
  exit 0
fi
if [ ! -x "$file" ] || [ "$(stat -c %u "$file")" != 0 ] || [ -n "$(find "$file" -perm /022)" ]; then
  echo "$file must belong to root, be executable, and be writable by nobody else." >&2
  exit 2
fi
"$file"
code=$?
# The agent takes 194 for a wish to restart the machine, and would run this again afterwards.
[ "$code" -eq 194 ] && code=1
exit "$code"
