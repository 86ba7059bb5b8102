.DEFAULT_GOAL := help
SHELL := /bin/bash
PORT ?=
export PYTHON PORT
ifeq ($(PORT),)
unexport PORT
endif
BIN := backend/.venv/bin

.PHONY: help run dev setup test test-long test-prod lint format build api-types screenshots clean \
	dev-container dev-user-management dev-settings dev-data-grid dev-analytics dev-registry \
	up down restart rebuild logs ps stats health shell-backend shell-container prune \
	prod-build prod-pull prod-up prod-down prod-rolling prod-admin

help: ## Show this list
	@grep -hE '^[a-z%-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{sub("%", "SERVICE", $$1); printf "  \033[36m%-20s\033[0m %s\n", $$1, $$2}'

run: ## Serve the product with demo users at http://localhost:8000
	@python=$$(scripts/python) && scripts/node && exec "$$python" scripts/run.py

setup: ## Install everything that development needs
	@python=$$(scripts/python) && scripts/node && "$$python" scripts/setup.py --dev

test: ## Check everything: lint, types, units, storage engines, browser
	@scripts/node && scripts/test.sh

test-long: setup ## The runs that take too long for every commit
	@cd backend && .venv/bin/pytest -m long -rP

test-prod: setup ## Check the production stack in Docker, which must be built: sign-in, restarts, failures, restore
	@cd backend && .venv/bin/pytest -m docker -rP

lint: setup ## Lint and check types only
	@cd backend && .venv/bin/ruff check . ../scripts && .venv/bin/ruff format --check . ../scripts && .venv/bin/mypy
	@cd frontend && npm run --silent lint && npm run --silent typecheck

format: setup ## Format all code
	@cd backend && .venv/bin/ruff check --fix . ../scripts && .venv/bin/ruff format . ../scripts
	@cd frontend && npm run --silent format

build: setup ## Build the front ends whose sources have changed (images: prod-build, rebuild)
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

clean: ## Remove what was built or installed here; data and secrets stay (Docker's: prune)
	rm -rf .make backend/.venv backend/*.egg-info frontend/node_modules frontend/*/*/node_modules frontend/apps/*/dist

# With Docker. Targets that name no stack act on the one that runs; production where both do.
COMPOSE := scripts/compose

up: ## Start the development stack in Docker: everything with reload, host at http://localhost:3000
	@$(COMPOSE) dev up --detach --build

down: ## End the development stack; its data stays
	@$(COMPOSE) dev down --remove-orphans

restart: ## Restart what runs in Docker
	@$(COMPOSE) running restart

rebuild: ## Build the development stack's images anew, without caches
	@$(COMPOSE) dev build --no-cache

logs: ## Follow the logs of what runs in Docker
	@$(COMPOSE) running logs --follow --tail 100

ps: ## List the containers
	@$(COMPOSE) running ps --all

stats: ## Show what the containers use
	@docker stats --no-stream $$($(COMPOSE) running ps --quiet)

health: ## Say whether everything in Docker is healthy
	@scripts/health.sh

up-%: ## Start one service of the development stack, with what it needs
	@$(COMPOSE) dev up --detach --build --wait $*

down-%: ## End one service of what runs in Docker
	@$(COMPOSE) running stop $*

restart-%: ## Restart one service of what runs in Docker
	@$(COMPOSE) running restart $*

logs-%: ## Follow the logs of one service
	@$(COMPOSE) running logs --follow --tail 100 $*

shell-backend: ## Open a shell in a backend
	@$(COMPOSE) running exec backend bash

shell-container: ## Open a shell in the host's front end of the development stack
	@$(COMPOSE) dev exec container bash

prune: ## Remove the stacks' stopped containers, networks and build cache; data stays
	@$(COMPOSE) dev down --remove-orphans
	@$(COMPOSE) prod rm --force
	@docker image prune --force --filter label=org.opencontainers.image.title=intarsia
	@docker builder prune --force

prod-build: ## Build the production images
	@COMPOSE_PARALLEL_LIMIT=$${COMPOSE_PARALLEL_LIMIT:-2} $(COMPOSE) prod build

prod-pull: ## Take published images instead: REGISTRY, GITHUB_USER, TAG
	@$(COMPOSE) prod pull

prod-up: ## Start production at http://localhost, or PUBLIC_URL, and release its front ends
	@scripts/prod-up.sh

prod-down: ## End production; its data stays
	@$(COMPOSE) prod down --remove-orphans

prod-rolling: ## Replace production's backends one after the other: an upgrade or restart that nobody notices
	@scripts/rolling.sh

prod-admin: ## Add an administrator to production: EMAIL=you@example.com
	@test -n "$(EMAIL)" || { echo 'Say who: make prod-admin EMAIL=you@example.com' >&2; exit 1; }
	@$(COMPOSE) prod exec backend intarsia users create-admin "$(EMAIL)"
