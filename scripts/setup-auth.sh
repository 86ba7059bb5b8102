#!/usr/bin/env bash
# Prepares sign-in for Docker: the keys that docker-compose mounts as secrets.
set -euo pipefail
exec "$(dirname "${BASH_SOURCE[0]}")/generate-secrets.sh"
