#!/usr/bin/env bash
# `make test`: lint, types, unit, storage engines, browser. The first failure ends it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
step() { printf '\n== %s\n' "$1"; }

step 'Set-up'
"$(scripts/python)" scripts/setup.py --dev
bin=$PWD/backend/.venv/bin

step 'Backend: lint and types'
(cd backend && "$bin/ruff" check . ../scripts && "$bin/ruff" format --check . ../scripts && "$bin/mypy")

step 'Front end: lint, types, unit tests'
(cd frontend && npm run --silent lint && npm run --silent typecheck && npm test --silent)

step 'API types match the API'
"$bin/intarsia" openapi | diff -q - frontend/openapi.json ||
  { echo 'frontend/openapi.json is out of date: run `make api-types`.'; exit 1; }
(cd frontend && npm run --silent check:api)

step 'Front ends: build'
"$bin/python" scripts/frontends.py

step 'Front ends: what a first visit downloads'
(cd frontend && npm run --silent check:size)

step 'Backend and browser tests'
cd backend
exec "$bin/pytest" --numprocesses auto --maxprocesses 4 --dist loadfile --durations 40 --durations-min 5 "$@"
