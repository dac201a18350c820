# Everything a developer or a reader runs. Needs python >= 3.11 with venv, make and git; no compiler.
# Every target does its own set-up: the environment is .venv/, made once and again when the lock changes.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# The first of these that is 3.11 or newer and can make an environment; PYTHON=… chooses another.
PYTHON ?= $(shell for python in python3.11 python3 python3.12 python3.13; do \
	"$$python" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo "$$python"; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEMO := demo
# Two processes, a file of tests in one of them: each starts the servers that its files ask for.
PYTEST ?= --numprocesses 2 --dist loadfile
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
# Wheels alone, but for Spark, which there is as source only: the setuptools of the lock copies its files.
BINARY := --only-binary :all: --no-binary pyspark

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' Makefile | sort | awk -F':.*## ' '{ printf "  make %-12s %s\n", $$1, $$2 }'

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "no python >= 3.11 with venv found (Debian: apt-get install python3-venv)" >&2; exit 1; }
	@echo "making $(VENV) with $(PYTHON); this takes a minute or two" >&2
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --quiet --only-binary :all: --require-hashes -r <(sed -n '/^setuptools==/,/[^\]$$/p' requirements.lock)
	@$(PIP) install --quiet $(BINARY) --no-build-isolation --require-hashes -r requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.PHONY: install
install: $(READY) ## make .venv with all that development needs

.PHONY: demo
demo: $(READY) ## load data/, print the ledger of Russia and the US, write their dossier
	@mkdir -p $(DEMO)
	@$(BIN)/kg load data/ --store $(DEMO)/store
	@$(BIN)/kg query commitments/ledger --a RUS --b USA --store $(DEMO)/store
	@$(BIN)/kg view relation RUS USA -o $(DEMO)/rus-usa.html --store $(DEMO)/store >/dev/null
	@echo "The dossier of the two: file://$(CURDIR)/$(DEMO)/rus-usa.html"

.PHONY: test
test: $(READY) browser java virtuoso ## run the tests
	@$(BIN)/python -m pytest $(PYTEST)

.PHONY: lint
lint: $(READY) ## formatting, rules, types, floors, generated vocabulary; changes nothing
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m kg.vocab.generate --check

.PHONY: check
check: lint test ## all that must hold before a change goes in

.PHONY: format
format: $(READY) ## format the code and mend what the rules can mend
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

.PHONY: vocab
vocab: $(READY) ## write kg/vocab/ anew from ontology/
	@$(BIN)/python -m kg.vocab.generate

.PHONY: bench
bench: $(READY) ## measure loads and queries, as ratios within one run
	@$(BIN)/python -m benchmarks $(BENCH)

.PHONY: bench-events
bench-events: $(READY) ## measure coded events: into the table, to quads, into the store, asked
	@$(BIN)/python -m benchmarks events $(BENCH)

.PHONY: bench-cluster
bench-cluster: $(READY) java ## measure Spark with two workers against a single process
	@$(BIN)/python -m benchmarks cluster $(BENCH)

.PHONY: browser
browser: ## the Chromium that the tests of pages open; Debian's, if there is none yet
	@tools/install-browser

.PHONY: java
java: ## the Java 17 or newer that Spark needs; Debian's, if there is none yet
	@tools/install-java

.PHONY: virtuoso
virtuoso: ## the Virtuoso 7 that the tests start; Debian's, if there is none yet
	@tools/install-virtuoso

# The resolver stands in an environment of its own: only this target needs it.
.PHONY: lock
lock: ## resolve requirements.lock anew
	@test -x .cache/lock/bin/uv || { $(PYTHON) -m venv .cache/lock && .cache/lock/bin/pip install --quiet uv; }
	@.cache/lock/bin/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		--upgrade $(BINARY) --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links --quiet --output-file requirements.lock

.PHONY: clean
clean: ## remove what was made, the environment too
	@rm -rf $(VENV) $(DEMO) .cache build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
