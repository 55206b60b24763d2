# `make` alone explains itself. Everything is set up on the way: a fresh machine needs Python 3.11+, git and make.

.DEFAULT_GOAL := help
SHELL := /bin/bash

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TRANSLATED := hub $(patsubst %/room.toml,%,$(wildcard plugins/*/room.toml examples/*/*/room.toml))

WORKERS ?= auto
T ?=

.PHONY: help
help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# ---------------------------------------------------------------------------------------------- to use it

.PHONY: setup
setup: $(READY)  ## make .venv with everything the project needs (done once)

$(READY): requirements/dev.txt pyproject.toml
	@tools/make-venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.PHONY: demo
demo: setup  ## fill a demo village, serve it and print the address and the accounts
	$(BIN)/hub demo

.PHONY: serve
serve: setup  ## serve the hub of HUB_HOME
	$(BIN)/hub serve

# --------------------------------------------------------------------------------------------- to check it

.PHONY: test
test: setup chromium  ## every test, on SQLite and on PostgreSQL, in a real browser too (T="-k loan" for some)
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(T)

.PHONY: test-fast
test-fast: setup  ## the tests without a browser, on SQLite alone
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --backend sqlite -m "not browser" $(T)

.PHONY: lint
lint: setup  ## style, types and who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.PHONY: hooks
hooks: setup  ## write the references for authors in docs/ (hooks.md, room-api.md, conformance.md) from the code
	$(BIN)/python tools/hook_reference.py
	$(BIN)/python tools/room_reference.py
	$(BIN)/python tools/conformance_reference.py

.PHONY: screenshots
screenshots: setup chromium  ## take the pictures of docs/images/ anew, from the demo village
	$(BIN)/python -m tools.screenshots

.PHONY: chromium
chromium:  ## install Debian's Chromium for the browser tests where it is missing
	@tools/ensure-chromium

.PHONY: bench
bench: setup  ## how fast it is, against stock Flask-Admin and a floor (QUICK=1, BENCH_ROWS="…", WRITE=1)
	$(BIN)/python -m bench $(if $(QUICK),--quick) $(if $(BENCH_ROWS),--rows $(BENCH_ROWS)) $(if $(WRITE),--write) $(B)

# -------------------------------------------------------------------------------------------- to change it

.PHONY: format
format: setup  ## put the code in shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: translations
translations: $(READY)  ## collect the Chinese messages of the hub and of each room into their English catalogues
	@for part in $(TRANSLATED); do tools/collect-messages $(BIN)/pybabel $$part; done

.PHONY: lock
lock: $(READY)  ## pin the dependencies in requirements/ (UPGRADE=1: the newest of each)
	@tools/lock-requirements $(if $(UPGRADE),--upgrade)

.PHONY: clean
clean:  ## remove .venv and everything else that was made
	rm -rf $(VENV) .cache build dist test-results .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find hub plugins examples tests migrations -name __pycache__ -type d -prune -exec rm -rf {} +
