#!/usr/bin/env bash
# Copies the production stack's database and bundles to one file, while it is in use: backup.sh FILE.tar.gz
# The secrets are not in it: copy secrets/ apart.
set -euo pipefail
[ $# = 1 ] || { echo "usage: scripts/backup.sh FILE.tar.gz" >&2; exit 2; }
file=$(realpath -m "$1")
[ ! -e "$file" ] || { echo "$file exists already: name another file." >&2; exit 2; }
cd "$(dirname "${BASH_SOURCE[0]}")/.."
umask 077 # it holds password hashes
trap 'rm -f "$file.part"' EXIT
# Made in the volume, because /tmp is memory, and handed out by standard output: the host's folders are not the container's to write.
# shellcheck disable=SC2016 # for the container's shell
scripts/compose prod run --rm --no-deps --no-TTY --quiet-pull --entrypoint sh backend -euc '
  folder=$(mktemp -d -p /data .backup-XXXXXX)
  trap "rm -rf $folder" EXIT
  intarsia backup "$folder/backup" >&2
  tar -C "$folder" -czf - backup' >"$file.part"
mv "$file.part" "$file"
echo "$file: $(du -h "$file" | cut -f 1)"
