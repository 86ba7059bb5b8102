.DEFAULT_GOAL := help
SHELL := /bin/bash
PORT ?=
export PYTHON PORT
ifeq ($(PORT),)
unexport PORT
endif
BIN := backend/.venv/bin

.PHONY: help run dev setup test test-long lint format build api-types dev-container dev-user-management dev-settings dev-data-grid dev-analytics dev-registry screenshots clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  \033[36m%-16s\033[0m %s\n", $$1, $$2}'

run: ## Serve the product with demo users at http://localhost:8000
	@python=$$(scripts/python) && scripts/node && exec "$$python" scripts/run.py

setup: ## Install everything that development needs
	@python=$$(scripts/python) && scripts/node && "$$python" scripts/setup.py --dev

test: ## Check everything: lint, types, units, storage engines, browser
	@scripts/node && scripts/test.sh

test-long: setup ## The runs that take too long for every commit
	@cd backend && .venv/bin/pytest -m long -rP

lint: setup ## Lint and check types only
	@cd backend && .venv/bin/ruff check . ../scripts && .venv/bin/ruff format --check . ../scripts && .venv/bin/mypy
	@cd frontend && npm run --silent lint && npm run --silent typecheck

format: setup ## Format all code
	@cd backend && .venv/bin/ruff check --fix . ../scripts && .venv/bin/ruff format . ../scripts
	@cd frontend && npm run --silent format

build: setup ## Build the front ends whose sources have changed
	@$(BIN)/python scripts/frontends.py

api-types: setup ## Regenerate the front end's API types from the backend
	@$(BIN)/intarsia openapi > frontend/openapi.json && cd frontend && npm run --silent generate:api

dev: ## Run the backend and every front end with reload, in one terminal
	@python=$$(scripts/python) && scripts/node && exec "$$python" scripts/dev.py

dev-container: setup ## Run the host alone with hot reload on port 3000
	@cd frontend && npm run dev -w apps/container

dev-user-management: setup ## Run user management alone with hot reload on port 3001
	@cd frontend && npm run dev -w apps/user-management

dev-settings: setup ## Run the settings alone with hot reload on port 3004
	@cd frontend && npm run dev -w apps/settings

dev-data-grid: setup ## Run the data grid alone with hot reload on port 3002
	@cd frontend && npm run dev -w apps/data-grid

dev-analytics: setup ## Run analytics alone with hot reload on port 3003
	@cd frontend && npm run dev -w apps/analytics

dev-registry: setup ## Run the registry alone with hot reload on port 3005
	@cd frontend && npm run dev -w apps/registry

screenshots: setup ## Write pictures of all pages, roles, schemes and widths to screenshots/
	@cd backend && .venv/bin/python -m tests.e2e.screenshots

clean: ## Remove what was built or installed; data and secrets stay
	rm -rf .make backend/.venv backend/*.egg-info frontend/node_modules frontend/*/*/node_modules frontend/apps/*/dist
