# On a bare machine (Python >= 3.11 and make): `make timeline`, `make test`.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help timeline test test-engines test-browser coverage check format bench wheel clean

help:           ## list the commands
	@grep -hE '^[a-z-]+:.*##' Makefile | sed 's/:.*##/ /'

.venv/app: pyproject.toml README.md
	@echo 'setting up .venv ...' >&2
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/dev: .venv/app
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev
	@touch $@

timeline: .venv/app  ## load the shipped data and print the reconstructed timeline
	@$(BIN)/dateline load --example
	@$(BIN)/dateline timeline

test: .venv/dev      ## run the tests
	$(BIN)/python -m pytest -n auto

test-engines: .venv/dev  ## install Virtuoso if it is missing, and run all that a backend must do on it
	@sh tests/install-virtuoso.sh
	DATELINE_TEST_VIRTUOSO=1 $(BIN)/python -m pytest -n 2 tests/test_backends.py -k virtuoso

.venv/browser: .venv/dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group browser
	@npm install --silent --no-audit --no-fund --prefix $@ axe-core@4
	@touch $@

test-browser: .venv/browser  ## open pages in Chromium (needs chromium and npm), with the network blocked
	DATELINE_BROWSER=required $(BIN)/python -m pytest tests/test_browser.py

coverage: .venv/dev  ## run the tests and see which lines and branches they run (takes longer)
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n auto -m 'not apart'
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report
	$(BIN)/python -m pytest -n auto -m apart

check: .venv/dev     ## everything that CI runs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) coverage
	$(MAKE) wheel

wheel: .venv/dev     ## build the wheel and test it in a clean place, without src/
	$(BIN)/python tests/wheel.py

format: .venv/dev    ## fix what can be fixed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.venv/bench: .venv/dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group bench
	@touch $@

bench: .venv/bench   ## measure, as ratios to others in the same run
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/peers.py
	$(BIN)/python benchmarks/growth.py
	$(BIN)/python benchmarks/questions.py
	$(BIN)/python benchmarks/windows.py
	$(BIN)/python benchmarks/bulk.py
	$(BIN)/python benchmarks/exports.py

clean:               ## remove what these commands made
	rm -rf .venv dist dateline.kb .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache
