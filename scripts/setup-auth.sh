#!/usr/bin/env bash
# Prepares sign-in for Docker: the keys, and the passwords and URLs of the stack's own engines in secrets/stack/.
# They are apart because `make run` would take secrets/database_url.txt for its own. Never overwrites a file.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
"$here/generate-secrets.sh"

folder=$here/../secrets/stack
container_gid=10001 # the group in the images: root needs no group of the host
umask 027
mkdir -p "$folder"

write() { # name: standard input becomes a secret, unless it is there
  local file=$folder/$1.txt
  if [ -e "$file" ]; then
    cat >/dev/null # or who writes to us is killed
    echo "kept    secrets/stack/$1.txt"
    return
  fi
  cat >"$file"
  echo "created secrets/stack/$1.txt"
}

new_key() { head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'; }

new_key | write postgres_password
new_key | write redis_password
new_key | write metrics_token
echo "postgresql+asyncpg://intarsia:$(cat "$folder/postgres_password.txt")@postgres:5432/intarsia" | write database_url
echo "redis://:$(cat "$folder/redis_password.txt")@redis:6379/0" | write redis_url

if [ "$(id -u)" = 0 ]; then
  chgrp "$container_gid" "$here"/../secrets/*.txt "$folder"/*.txt
fi
