#!/usr/bin/env bash
# Creates the 256-bit keys in secrets/ that are missing; never overwrites one.
set -euo pipefail
folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/secrets
mkdir -p "$folder"
umask 027
for name in jwt_secret_key jwt_refresh_secret_key session_secret deploy_token; do
  file=$folder/$name.txt
  if [ -e "$file" ]; then
    echo "kept    secrets/$name.txt"
  else
    head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n' >"$file"
    echo >>"$file"
    echo "created secrets/$name.txt"
  fi
done
