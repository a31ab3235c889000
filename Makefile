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
# Bytecode is kept, whatever the environment says: else each process of the tests would compile everything anew.
export PYTHONDONTWRITEBYTECODE :=
# What `make quick` proves: rules, planners, laws on pure data, schema, reading, and the life of either side.
QUICK := tests/rules $(wildcard tests/planners) tests/contract tests/reading tests/measuring/test_costs.py \
  $(addprefix tests/test_,layers.py corrections.py return_lifecycle.py project_lifecycle.py suite.py)
# Not measured for coverage, which would take as long again: what takes seconds, the second engine's half, the fuzz
UNMEASURED := slow or postgresql or fuzz
.PHONY: again help setup serve test test-long quick lint check format pages migration clients \
  bench bench-writes bench-scale bench-tryton

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: .setup/python .setup/rules .setup/graphiql ## Install what serving needs, and what checks documents; build GraphiQL

# Its stamp counts only while there is a .venv.
.setup/python: pyproject.toml constraints.txt hatch_build.py install.sh $(if $(wildcard .venv/bin/rebill),,again)
	@echo "Installing what serving needs into .venv; the next time this is skipped"
	@GOAL="$(MAKECMDGOALS)" ./install.sh $(PYTHON)
	@touch $@

# What checks electronic documents weighs as much as all the rest, so that serving for the first time does not wait for it.
.setup/rules: .setup/python
	@echo "Installing what checks electronic documents into .venv"
	@./install.sh $(PYTHON) '[rules]'
	@touch $@

.setup/tests: .setup/python
	@echo "Installing what the tests need into .venv"
	@./install.sh $(PYTHON) '[dev]'
	@touch $@

# Without its stamp it is tried again the next time: Node may have been installed meanwhile.
.setup/graphiql: $(addprefix rebill/graphiql/,package.json package-lock.json main.jsx signing.js build.mjs build.sh page.css)
	@mkdir -p .setup
	@if rebill/graphiql/build.sh; then touch $@; fi

# The server answers while GraphiQL is still being built beside it; only the page of GraphiQL waits for that.
serve: .setup/python ## Serve on http://127.0.0.1:8000/graphql with demo data (PORT=, DATABASE=, DEMO=1)
	@nice $(MAKE) --no-print-directory .setup/graphiql & \
	exec $(BIN)/rebill serve --port $(PORT) --database $(or $(DATABASE),$(DEFAULT)) $(DEMO_FLAG)

test: setup .setup/tests ## Run the test suite, on SQLite and PostgreSQL (COVERAGE=1 measures, too)
	$(BIN)/pytest -n 3 $(if $(COVERAGE),--cov --cov-report=term -k "not ($(UNMEASURED))")
	$(if $(COVERAGE),$(BIN)/pytest -n 3 -k "$(UNMEASURED)")

test-long: setup .setup/tests ## Run all of it on both engines, with more examples, more kills and larger books
	REBILL_TESTS=long $(BIN)/pytest -n 3

quick: setup .setup/tests ## Prove the core in half a minute, on SQLite
	REBILL_TESTS=quick $(BIN)/pytest -q -n 2 $(QUICK)

clients: .setup/clients ## Install the npm clients that a test tries; without them it is skipped

.setup/clients: tests/transport/clients/package.json tests/transport/clients/package-lock.json
	@mkdir -p .setup
	npm ci --silent --no-audit --no-fund --prefix tests/transport/clients
	@touch $@

bench: .setup/peers ## Measure reads beside peers; the machine must be quiet (ARGS=--smoke tries it)
	$(BIN)/python -m benchmarks.reads $(ARGS)

bench-writes: .setup/tests ## Measure postings, corrections and runs beside raw statements
	$(BIN)/python -m benchmarks.writes $(ARGS)

bench-scale: .setup/tests ## Measure how times grow from 10,000 to 1,000,000 actuals
	$(BIN)/python -m benchmarks.scale $(ARGS)

bench-tryton: .setup/tests .setup/tryton ## Measure credit notes beside Tryton
	$(BIN)/python -m benchmarks.tryton $(ARGS)

.setup/peers: .setup/tests benchmarks/peers/javascript/package.json benchmarks/peers/javascript/package-lock.json
	npm ci --silent --no-audit --no-fund --prefix benchmarks/peers/javascript
	@touch $@

.setup/tryton: benchmarks/peers/tryton/requirements.txt
	@mkdir -p .setup .benchmarks
	$(PYTHON) -m venv .benchmarks/tryton
	.benchmarks/tryton/bin/python -m pip install --disable-pip-version-check -q -r $<
	@touch $@

lint: setup .setup/tests ## Format, lint, types, layers and rooms, as before each commit
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

check: ## Lint, types, tests with a floor of coverage, other Pythons: what CI runs
	.ci/run

format: setup .setup/tests ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

pages: setup .setup/tests ## Write anew what is drawn from the code: schema.graphql, pages and tables of docs
	$(BIN)/python -m tests.pages

migration: setup .setup/tests ## Write the migration to the tables as they are now (NAME=invoice_note)
	$(BIN)/python -m rebill.models.revising $(NAME)
	$(BIN)/ruff format --quiet migrations
