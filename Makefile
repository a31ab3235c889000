# `make` lists the targets.
PYTHON ?= python3
PORT ?= 8000
DATABASE ?= $(REBILL_DATABASE)
BIN := .venv/bin
# Demo data goes into the default file when that is new; into a database that was named only where DEMO=1 asks for it
DEFAULT := sqlite:///rebill.db
DEMO_FLAG = $(if $(or $(DEMO),$(if $(or $(DATABASE),$(wildcard rebill.db)),,new)),--demo)

.DEFAULT_GOAL := help
ifneq ($(and $(filter command environment,$(origin PYTHON)),$(wildcard .venv/bin/python),$(filter 0,$(MAKELEVEL))),)
ifneq ($(shell $(PYTHON) --version 2>&1),$(shell .venv/bin/python --version 2>&1))
$(info .venv keeps $(shell .venv/bin/python --version); remove it to have $(PYTHON))
endif
endif
.PHONY: again help setup serve test check format schema clients

help: ## List the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

setup: .setup/python .setup/graphiql ## Install what serving needs into .venv; build GraphiQL where Node is there

# Its stamp counts only while there is a .venv.
.setup/python: pyproject.toml constraints.txt hatch_build.py install.sh $(if $(wildcard .venv/bin/rebill),,again)
	@echo "Installing what serving needs into .venv; the next time this is skipped"
	@GOAL="$(MAKECMDGOALS)" ./install.sh $(PYTHON)
	@touch $@

.setup/tests: .setup/python
	@echo "Installing what the tests need into .venv"
	@./install.sh $(PYTHON) '[dev]'
	@touch $@

# Without its stamp it is tried again the next time: Node may have been installed meanwhile.
.setup/graphiql: $(addprefix rebill/graphiql/,package.json package-lock.json main.jsx build.mjs build.sh page.css)
	@mkdir -p .setup
	@if rebill/graphiql/build.sh; then touch $@; fi

# The server answers while GraphiQL is still being built beside it; only the page of GraphiQL waits for that.
serve: .setup/python ## Serve on http://127.0.0.1:8000/graphql with demo data (PORT=, DATABASE=, DEMO=1)
	@nice $(MAKE) --no-print-directory .setup/graphiql & \
	exec $(BIN)/rebill serve --port $(PORT) --database $(or $(DATABASE),$(DEFAULT)) $(DEMO_FLAG)

test: setup .setup/tests ## Run the whole test suite, on SQLite and PostgreSQL
	$(BIN)/pytest -n 3  # one more than two cores, since many tests wait for something

clients: .setup/clients ## Install the npm clients that a test tries; without them it is skipped

.setup/clients: tests/transport/clients/package.json tests/transport/clients/package-lock.json
	@mkdir -p .setup
	npm ci --silent --no-audit --no-fund --prefix tests/transport/clients
	@touch $@

check: setup .setup/tests ## Lint, types, layers and tests with coverage: what CI runs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest -n 2 --cov --cov-report=term

format: setup .setup/tests ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

schema: setup ## Write schema.graphql anew
	$(BIN)/rebill schema > schema.graphql
