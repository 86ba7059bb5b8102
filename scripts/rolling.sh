#!/usr/bin/env bash
# Replaces the production stack's backends one after the other, by containers of the images and settings of now. Nobody notices:
# each ends what it does, new connections go to the others, and the next one waits until its successor is ready.
# The schema is brought up to date first. Without `--no-deps`: it would change what Compose remembers of a container, and make it anew later.
set -euo pipefail
compose=$(dirname "${BASH_SOURCE[0]}")/compose
old=$("$compose" prod ps --quiet backend)
[ "$(wc -w <<<"$old")" -gt 1 ] || { echo "There must be two backends at least: set BACKENDS and make prod-up." >&2; exit 1; }
for container in $old; do
  docker stop --time 20 "$container" >/dev/null
  docker rm "$container" >/dev/null
  "$compose" prod up --detach --no-recreate --wait backend
done
