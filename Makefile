# What people do here; `make help` lists it.
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench serve elasticsearch elasticsearch-down lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-20s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# uv comes hash-checked from the same lock and installs the rest in seconds.
$(VENV)/installed: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "therapyindex needs Python 3.11 or newer: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)
	sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > $(VENV)/uv.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $(VENV)/uv.lock
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --require-hashes --compile-bytecode -r requirements.lock
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(VENV)/installed ## the whole road on the sample directory, ending in a search with its evidence
	@$(BIN)/therapyindex demo

# Three processes on two processors: what tests wait for, crawlers' pauses and Elasticsearch, leaves one idle.
test: lint ## every check: style, types, imports, then all tests (with CI=true: nothing is left out)
	@$(BIN)/python -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder

lint: $(VENV)/installed ## ruff, mypy and the rules of who may import whom
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(VENV)/installed ## the figures of docs/benchmarks.md, as ratios measured in the same run; some of it with PARTS="crawl answers"
	@$(BIN)/python -m benchmarks $(PARTS)

serve: $(VENV)/installed ## the API and the web page on http://127.0.0.1:8000
	@$(BIN)/therapyindex serve

elasticsearch: $(VENV)/installed ## a real Elasticsearch for the tests, reused until `make elasticsearch-down`
	@$(BIN)/python -m tests.servers.elasticsearch up

elasticsearch-down: $(VENV)/installed ## stops it
	@$(BIN)/python -m tests.servers.elasticsearch down

lock: $(VENV)/installed ## renews requirements.lock from pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --all-extras --python-version 3.11 pyproject.toml -o requirements.lock

clean: ## removes the environment and all caches of the tools
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
