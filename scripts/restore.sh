#!/usr/bin/env bash
# Fills an empty production stack from a backup, and starts it: restore.sh FILE.tar.gz
# Empty it first, if it is to be lost: scripts/compose prod down --volumes
set -euo pipefail
[ $# = 1 ] && [ -r "$1" ] || { echo "usage: scripts/restore.sh FILE.tar.gz" >&2; exit 2; }
file=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ -n "${SECRETS_DIR:-}" ] || scripts/setup-auth.sh | { grep created || true; }
scripts/compose prod up --detach --wait postgres redis
# shellcheck disable=SC2016 # for the container's shell
scripts/compose prod run --rm --no-deps --no-TTY --entrypoint sh backend -euc '
  folder=$(mktemp -d -p /data .restore-XXXXXX)
  trap "rm -rf $folder" EXIT
  tar -C "$folder" -xzf -
  intarsia restore "$folder/backup"' <"$file"
scripts/prod-up.sh
