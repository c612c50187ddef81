# Two commands: `make drill` (the monthly drill of the shipped food brand) and `make test` (everything a change must pass).
# Both set the project up first, in .venv, and again only when pyproject.toml or constraints.txt has changed.
#
# What they install is pinned in constraints.txt, so that they do the same next year. `make pins` brings the pins up to
# date; `make newest` runs the tests on the newest versions that pyproject.toml allows, without any pin.

SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# The first interpreter that is new enough; `make PYTHON=...` names another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
  "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)
CONFIG ?= configs/food.yaml
MONTH ?= 2026-11
REPLICATIONS ?= 4
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
SEED ?= 7
OUT ?= out
ORDERS ?= 1000000

VENV := .venv
BIN := $(VENV)/bin
PIP = PYTHONUNBUFFERED=1 $(BIN)/python -m pip --disable-pip-version-check --no-input
# By way of the environment, the pins hold for what builds the package too (older pip: the first name, newer: both).
PINNED = PIP_CONSTRAINT=$(CURDIR)/constraints.txt PIP_BUILD_CONSTRAINT=$(CURDIR)/constraints.txt
INSTALL = $(PINNED) $(PIP) install
# pip's many lines, reduced to those that show progress
BRIEFLY = grep --line-buffered -E '^(Collecting|Installing|Successfully|ERROR)' | cut -c 1-100

.PHONY: help setup drill test lint types floors tests newest pins bench clean distclean

help: ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 20
	@echo "  Settings: CONFIG=$(CONFIG) MONTH=$(MONTH) REPLICATIONS=$(REPLICATIONS) JOBS=$(JOBS) SEED=$(SEED) OUT=$(OUT)"

drill: $(VENV)/core.stamp ## play all scenarios on the food brand and write the management report
	@$(BIN)/surge drill $(CONFIG) --month $(MONTH) -n $(REPLICATIONS) -j $(JOBS) --seed $(SEED) -o $(OUT)

test: lint types floors tests ## style, types, floors and tests: what a change must pass

setup: $(VENV)/dev.stamp ## install everything needed to work on the code

lint: $(VENV)/dev.stamp
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/dev.stamp
	@$(BIN)/mypy

floors: $(VENV)/dev.stamp
	@$(BIN)/lint-imports --no-logo

# The same Hypothesis examples each time: a red run stays red. A file's tests share their fixtures, so they stay together.
tests: $(VENV)/dev.stamp
	@HYPOTHESIS_PROFILE=ci $(BIN)/pytest -n $(JOBS) --dist loadfile

newest: ## run the tests on the newest versions of all libraries, in an environment of their own
	@$(MAKE) --no-print-directory VENV=.venv-newest PINNED= test

pins: ## write the newest versions of all libraries that work together into constraints.txt
	@rm -rf .venv-pins
	@$(MAKE) --no-print-directory VENV=.venv-pins PINNED= setup
	@.venv-pins/bin/python -m pip --disable-pip-version-check --no-input install -q editables  # what hatchling builds with
	@{ sed -n '/^#/p' constraints.txt; .venv-pins/bin/python -m pip --disable-pip-version-check freeze --exclude-editable; } > constraints.new
	@mv constraints.new constraints.txt
	@rm -rf .venv-pins
	@git --no-pager diff --stat constraints.txt

bench: $(VENV)/core.stamp ## measure speed and memory (ORDERS=...)
	@$(BIN)/python -m bench w2 --orders $(ORDERS)
	@$(BIN)/python -m bench chain --orders $(ORDERS)

clean: ## remove results and caches
	rm -rf out dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -path './.venv*' -prune -o -name __pycache__ -type d -exec rm -rf {} +

distclean: clean ## remove the environment too
	rm -rf $(VENV) .venv-newest .venv-pins

$(VENV)/core.stamp: pyproject.toml constraints.txt $(BIN)/python
	@echo "Installing Surge and its libraries (once; about 125 MB to fetch) ..."
	@$(INSTALL) -e . | $(BRIEFLY)
	@touch $@

$(VENV)/dev.stamp: pyproject.toml constraints.txt $(BIN)/python
	@echo "Installing Surge with its test tools (once) ..."
	@$(INSTALL) -e '.[dev]' | $(BRIEFLY)
	@touch $(VENV)/core.stamp $@

# Debian splits venv from python3: without ensurepip, the system's own pip can fill a bare environment.
$(BIN)/python:
	@[ -n "$(PYTHON)" ] || { echo "Surge needs Python 3.11 or newer and found none. On Debian: apt install python3 python3-venv" >&2; exit 1; }
	@echo "Creating $(VENV) with $$("$(PYTHON)" --version) ..."
	@if "$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null; then \
	  "$(PYTHON)" -m venv --clear $(VENV); \
	elif "$(PYTHON)" -c 'import venv; from pip import __version__ as v; assert int(v.split(".")[0]) >= 23' 2>/dev/null; then \
	  "$(PYTHON)" -m venv --clear --without-pip $(VENV) && \
	  "$(PYTHON)" -m pip --python $(BIN)/python install --disable-pip-version-check --no-input -q pip; \
	else \
	  echo "$(PYTHON) cannot make a virtual environment: 'ensurepip' is missing, and pip too." >&2; \
	  echo "On Debian: apt install python3-venv      (then run make again)" >&2; exit 1; \
	fi
