#!/bin/sh
# Undoes exactly the transaction that is named, or nothing: "last" would be whatever somebody did in between.
set -eu
transaction='{{ TransactionId }}'
if command -v dnf >/dev/null 2>&1; then
  exec dnf -y history undo "$transaction"
elif command -v yum >/dev/null 2>&1; then
  exec yum -y history undo "$transaction"
fi
echo "This system keeps no transactions that could be undone." >&2
exit 1
