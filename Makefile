# `make` lists what there is. Nothing here needs Node, root or a network service of its own.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PROJECT := $(INSTALL) --no-deps --no-build-isolation --editable .

.DEFAULT_GOAL := help
.PHONY: help run test test-quick check fix bench ask docs train eval clean

help: ## List these chores
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/run.stamp ## Set up what running needs, then start the bot (or its local playground)
	@$(BIN)/unitwise serve

test: $(VENV)/test.stamp ## Set up what testing needs, then run the whole suite
	@$(BIN)/python -m pytest -n auto --dist worksteal

test-quick: $(VENV)/test.stamp ## The part of the suite for all day, under a minute
	@$(BIN)/python -m pytest -n auto --dist worksteal -m "not slow"

check: $(VENV)/test.stamp ## What CI checks beside tests; changes nothing
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python scripts/build_docs.py --check

fix: $(VENV)/test.stamp ## Repair what can be repaired: format, imports, generated docs
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .
	@$(BIN)/python scripts/build_docs.py

docs: $(VENV)/test.stamp ## Write the generated pages anew
	@$(BIN)/python scripts/build_docs.py

bench: $(VENV)/test.stamp ## Timings, as ratios against a baseline of the same run
	@$(BIN)/python -m tests.bench

train: $(VENV)/train.stamp ## Train the search on all phrasings, after an entry changed
	@$(BIN)/python scripts/train_ranker.py

eval: $(VENV)/test.stamp ## Measure the whole bot on messages it never saw, against committed floors
	@$(BIN)/python scripts/eval_bot.py --failures

ask: $(VENV)/run.stamp ## Answer one message: make ask Q="/units 97112 25 97110 10"
	@$(BIN)/unitwise ask "$(Q)"

clean: ## Remove the environment and caches
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Unitwise needs Python 3.11 or newer; name one with: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Setting up $(VENV), once …"
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(PROJECT)
	@touch $@

$(VENV)/test.stamp: requirements-test.lock pyproject.toml | $(BIN)/python
	@echo "Setting up $(VENV) for tests, once …"
	@$(INSTALL) --require-hashes -r requirements-test.lock
	@$(PROJECT)
	@touch $@ $(VENV)/run.stamp

$(VENV)/train.stamp: requirements-train.lock pyproject.toml $(VENV)/run.stamp
	@$(INSTALL) --require-hashes -r requirements-train.lock
	@touch $@
