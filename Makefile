# Two commands open the README: `make demo` and `make test`. Neither needs root; both set everything up first.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
READY := .venv/ready
CASE := demo-out/case
WORKERS ?= 2

.PHONY: help setup lock demo check format test test-all gate bench docs clean

help:  ## list the commands
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

setup: $(READY)  ## make .venv with every dependency, checked against requirements.lock

# The hash of both files is compared, not their times: a fresh clone has no order of times.
$(READY): requirements.lock pyproject.toml
	@if [ -f $@ ] && [ "$$(cat $@)" = "$$(cat $^ | sha256sum)" ] && [ -x $(BIN)/takhrij ]; then touch $@; exit 0; fi; \
	"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info[:2] < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; install it or call: make setup PYTHON=/path/to/python3.11" >&2; exit 2; }; \
	[ -x $(BIN)/pip ] || "$(PYTHON)" -m venv .venv; \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock; \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .; \
	cat $^ | sha256sum > $@; \
	echo "Ready: $(BIN)/takhrij"

lock: $(READY)  ## resolve pyproject.toml anew into requirements.lock (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links --quiet -o requirements.lock

demo: setup  ## read the bundled example pages into a new case and write its dossier
	@rm -rf $(CASE) demo-out/dossier.html
	@mkdir -p demo-out
	$(BIN)/takhrij add examples/pages --case $(CASE)
	$(BIN)/takhrij dossier --case $(CASE) -o demo-out/dossier.html
	$(BIN)/takhrij events --case $(CASE) --format table
	@echo "Dossier: $(CURDIR)/demo-out/dossier.html"

check: setup  ## style, types and the import contract
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup  ## rewrite the code in the project's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format takhrij tests bench

test: check  ## everything quick: check, tests, quality gate (at most 5 minutes on 2 cores)
	$(BIN)/pytest -n $(WORKERS) --dist worksteal -m "not slow"
	$(MAKE) gate

test-all: setup  ## every test, the slow ones too (at most 40 minutes)
	$(BIN)/pytest -n $(WORKERS) --dist worksteal

gate: setup  ## measured quality against bench/quality/floors.json
	$(BIN)/python -m bench.quality.gate

bench: setup  ## tables of quality, and speed
	$(BIN)/python -m bench.quality.gate --table
	$(BIN)/python -m bench.quality.folds
	$(BIN)/python -m bench.quality.pages
	$(BIN)/python -m bench.speed.extract
	$(BIN)/python -m bench.speed.pages

docs: setup  ## the documentation as a site in build/docs; a warning is an error
	$(BIN)/sphinx-build -W --keep-going -q -b html docs build/docs
	@echo "Documentation: $(CURDIR)/build/docs/index.html"

clean:  ## remove what the commands made, but not the environment
	rm -rf demo-out build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
