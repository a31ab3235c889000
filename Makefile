# `make` lists the targets.
PYTHON ?= python3
PORT ?= 8000
DATABASE ?= sqlite:///rebill.db
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup serve test check format schema clients

help: ## List the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

setup: .setup/python .setup/graphiql ## Install into .venv; build GraphiQL where Node is there

.setup/python: pyproject.toml constraints.txt hatch_build.py
	@mkdir -p .setup
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

.setup/graphiql: rebill/graphiql/package.json rebill/graphiql/package-lock.json rebill/graphiql/main.jsx rebill/graphiql/build.mjs
	@mkdir -p .setup
	@if command -v npm >/dev/null 2>&1; then \
	  cd rebill/graphiql && npm ci --silent --no-audit --no-fund && node build.mjs; \
	else \
	  echo "Node is not installed: GraphiQL will be loaded from a CDN."; \
	fi
	@touch $@

serve: setup ## Serve on http://127.0.0.1:8000/graphql with demo data (PORT=, DATABASE=)
	$(BIN)/rebill serve --port $(PORT) --database $(DATABASE) --demo

test: setup ## Run the whole test suite, on SQLite and PostgreSQL
	$(BIN)/pytest -n 2

clients: .setup/clients ## Install the npm clients that a test tries; without them it is skipped

.setup/clients: tests/transport/clients/package.json tests/transport/clients/package-lock.json
	@mkdir -p .setup
	npm ci --silent --no-audit --no-fund --prefix tests/transport/clients
	@touch $@

check: setup ## Lint, types, layers and tests with coverage: what CI runs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --cov --cov-report=term

format: setup ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

schema: setup ## Write schema.graphql anew
	$(BIN)/rebill schema > schema.graphql
