# Needs Python 3.11 or later and make; everything else is installed into $(VENV).
# Another interpreter: make PYTHON=python3.12 demo

PYTHON ?= python3
VENV ?= .venv
# Test processes; TEST_JOBS=0 runs all in one, which debuggers need.
TEST_JOBS ?= 2

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
USE := $(VENV)/.installed
DEV := $(VENV)/.installed-dev
CODE := sim experiments tests

.DEFAULT_GOAL := help
.PHONY: help demo test test-slow check format docs notebooks bench bench-compare clean
.DELETE_ON_ERROR:

help: ## List these targets.
	@echo "peacegrid: what make can do (the first call installs into $(VENV), which takes a minute or two)"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(USE) ## Compare four strategies on scenarios/baseline.yaml; tables and figures go to demo/.
	$(BIN)/peacegrid compare scenarios/baseline.yaml --strategies none,light_footprint,robust_force,integrated --replicates 12 --out demo

test: $(DEV) ## Run the tests.
	$(BIN)/python -m pytest -q -n $(TEST_JOBS) --dist loadfile -m "not slow"

test-slow: $(DEV) ## Run the long tests too: wheels, every parameter, digests on other Pythons.
	$(BIN)/python -m pytest -q -n $(TEST_JOBS) --dist loadfile -m slow

check: $(DEV) ## Check format, style, types and layers, then run the tests: what a change must pass.
	$(BIN)/ruff format --check -q $(CODE)
	$(BIN)/ruff check -q $(CODE) notebooks
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory test

format: $(DEV) ## Format the code and mend what ruff can mend by itself.
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)

docs: $(DEV) ## Write the parts of README.md and sim/ODD.md that are made from the code.
	$(BIN)/python -m sim.documentation

notebooks: $(DEV) ## Run the notebooks whose text has changed, and write them with their outputs.
	$(BIN)/python notebooks/build.py

bench: $(DEV) ## Measure speed beside plain Mesa, what a run costs beside its steps, and growth (minutes).
	$(BIN)/python tests/bench/bench.py
	$(BIN)/python tests/bench/overheads.py
	$(BIN)/python tests/bench/growth.py

bench-compare: $(DEV) ## Say whether the code has become slower than recorded, by ratios.
	$(BIN)/python tests/bench/compare.py

clean: ## Remove what make, the tests and the tools have made, the environment and demo/ too.
	rm -rf $(VENV) demo build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment is made once, and brought up to date when pyproject.toml changes.

$(BIN)/python:
	@command -v "$(PYTHON)" >/dev/null || { \
	  echo "make: no '$(PYTHON)' here. Install Python 3.11 or later, or name one: make PYTHON=/path/to/python3.12 ..." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "make: peacegrid needs Python 3.11 or later, but '$(PYTHON)' is $$("$(PYTHON)" --version 2>&1). Name another: make PYTHON=python3.12 ..." >&2; exit 1; }
	@echo "Making an environment in $(VENV) with $$("$(PYTHON)" --version 2>&1) ..."
	@"$(PYTHON)" -m venv "$(VENV)" || { rm -rf "$(VENV)"; \
	  echo "make: '$(PYTHON) -m venv' failed. On Debian and Ubuntu: sudo apt install python3-venv" >&2; exit 1; }

$(USE): pyproject.toml | $(BIN)/python
	@echo "Installing peacegrid and its libraries into $(VENV) (once; a minute or two) ..."
	@$(PIP) install -e .
	@touch $@

$(DEV): pyproject.toml | $(BIN)/python
	@echo "Installing peacegrid, its libraries and the test tools into $(VENV) (once; a minute or two) ..."
	@$(PIP) install -e '.[dev]'
	@touch $@ $(USE)
