#!/usr/bin/env bash
# `make health`: what every container of the running stack says, then what the backend says of its resources.
set -euo pipefail
compose=$(dirname "${BASH_SOURCE[0]}")/compose
bad=0
found=$("$compose" running ps --all --format '{{.Service}}|{{.State}}|{{.Health}}|{{.ExitCode}}' | sort)
if [ -z "$found" ]; then
  echo "No stack runs: start one with make up or make prod-up." >&2
  exit 1
fi
while IFS='|' read -r service state health code; do
  case $state/$health/$code in
    running/healthy/* | running//*) mark=ok ;;
    exited//0) mark=ok state=done ;;
    *) mark=BAD bad=1 ;;
  esac
  printf '%-4s %-26s %s\n' "$mark" "$service" "$state${health:+, $health}"
done <<<"$found"
"$compose" running exec -T backend python -c '
import http.client, os
connection = http.client.HTTPConnection("127.0.0.1", int(os.environ["PORT"]), timeout=5)
connection.request("GET", "/ready")
answer = connection.getresponse()
print(answer.status, answer.read().decode())
raise SystemExit(answer.status != 200)' || bad=1
exit $bad
