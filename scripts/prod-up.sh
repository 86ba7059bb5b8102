#!/usr/bin/env bash
# `make prod-up`: secrets that are missing, then everything in order of health, then the release.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ -n "${SECRETS_DIR:-}" ] || scripts/setup-auth.sh | { grep created || true; }
scripts/compose prod up --detach --remove-orphans
release=$(scripts/compose prod ps --all --quiet release)
if [ "$(docker wait "$release")" != 0 ]; then
  echo "The front ends were not released:" >&2
  docker logs "$release" >&2
  exit 1
fi
scripts/health.sh
cat <<END

The platform is at ${PUBLIC_URL:-http://localhost${HTTP_PORT:+:$HTTP_PORT}}
Its first administrator: make prod-admin EMAIL=you@example.com
END
