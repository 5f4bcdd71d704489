# `make help` says what there is; each target's line after ## is that help.

# The newest Python that really answers; `make PYTHON=… VENV=…` takes another.
PYTHON := $(shell sh scripts/pythons.sh | head -n 1)
VENV := .venv
BIN := $(VENV)/bin

# A lock names all that is needed, so nothing is resolved again; Python compiles what is imported,
# and keeps it whatever the environment says: else each process would compile all of it anew.
unexport PYTHONDONTWRITEBYTECODE
# Two workers fill two cores: no product is spread over threads besides, as in the command.
export OPENBLAS_NUM_THREADS := 1
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps
INSTALL := $(PIP) --only-binary :all: --require-hashes --requirement
INSTALL_SELF := $(PIP) --no-build-isolation --editable .

# Where JupyterLab of this .venv looks for its defaults; the user's own settings stay as they are.
VIEWERS := $(VENV)/etc/jupyter/labconfig/default_setting_overrides.json

SCRIPTS := jura_coverage/publish/map/scripts jura_coverage/publish/national/scripts tests/js scripts/bundle.js
BUNDLE := $(BIN)/deno run --quiet --allow-all scripts/bundle.js
# Two workers, each with whole files: what a file shares is made once. None (WORKERS=0) takes
# longer, but less of the machine: tests are imported and collected once, not three times.
WORKERS := 2
PYTEST := $(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile

# What the fast tests and the wheel are tried with: requirements-lowest.lock, in CI's older Python.
VERSIONS := fast

.PHONY: help run extras quick fix test fast wheel lint types hooks bundle fuzz bench notebooks site offline screenshots lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/run.stamp ## write the maps of the Jura to maps/
	$(BIN)/jura-coverage run

extras: $(VENV)/site.stamp ## install what PDF, GeoParquet and notebooks need besides

quick: lint types fast ## lint, types and the fast tests, in a minute

fix: $(VENV)/test.stamp ## correct and format what ruff and deno can
	$(BIN)/ruff check --quiet --fix .
	$(BIN)/ruff format --quiet .
	$(BIN)/deno lint --quiet --fix
	$(BIN)/deno fmt --quiet

test: lint types ## all that CI runs: lint, types, every test, coverage
	$(PYTEST) --cov

fast: $(VENV)/fast.stamp ## the tests without a browser, notebooks, PDF, and what else takes long
	$(PYTEST) -m "not slow"

wheel: $(VENV)/fast.stamp ## install the wheel where nothing else is, and run its commands from elsewhere
	$(BIN)/python -m scripts.wheel requirements-$(VERSIONS).lock

lint: $(VENV)/test.stamp ## ruff, and deno for the JavaScript, with its tests
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --quiet --check .
	$(BIN)/deno lint --quiet
	$(BIN)/deno fmt --quiet --check
	$(BIN)/deno check --quiet $(SCRIPTS)
	$(BUNDLE) --check
	$(BIN)/deno test --quiet --no-check --allow-read tests/js

# A run needs nothing of this: what it writes is committed.
bundle: $(VENV)/test.stamp ## the page's scripts as the one script that a page holds
	$(BUNDLE)

types: $(VENV)/test.stamp ## mypy, strict
	$(BIN)/mypy

hooks: $(VENV)/test.stamp ## let git check each commit (lint and types), with prek
	$(BIN)/prek install

# A part of it: make fuzz FIRST=20000 END=30000.
FIRST := 0
END := 100000
fuzz: $(VENV)/fast.stamp ## read 100,000 mutated files of every format (FIRST and END: a part)
	$(BIN)/python -m scripts.fuzz $(FIRST) $(END)

bench: $(VENV)/bench.stamp ## the benchmarks, against what others use
	$(BIN)/python benchmarks/end_to_end.py
	$(BIN)/python benchmarks/page.py
	$(BIN)/python benchmarks/minutes.py
	$(BIN)/python benchmarks/takeaway.py
	$(BIN)/python benchmarks/decision.py

notebooks: $(VENV)/site.stamp ## open the notebooks in JupyterLab
	$(BIN)/jupyter lab --notebook-dir=notebooks

site: $(VENV)/site.stamp ## maps, tables, sheets, notebooks and documentation in site/, ready to publish (SKIN: whose)
	$(BIN)/python -m scripts.build_site $(if $(SKIN),--skin "$(SKIN)") site

offline: $(VENV)/run.stamp ## wheels for Windows, macOS and Linux without internet, in offline/
	$(BIN)/python -m scripts.offline offline

screenshots: $(VENV)/test.stamp ## pictures of the map, on desktop and phone
	$(BIN)/python -m scripts.screenshots screenshots

# Versions and hashes only: no index address is written.
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml
lock: ## write the requirements*.lock anew (needs uv)
	$(COMPILE) --group build --output-file requirements.lock
	$(COMPILE) --group build --group test --extra parquet --extra pdf --extra roads --extra france --extra buildings --constraint requirements.lock --output-file requirements-test.lock
	$(COMPILE) --group build --group fast --constraint requirements-test.lock --output-file requirements-fast.lock
	$(COMPILE) --group build --group fast --resolution lowest-direct --output-file requirements-lowest.lock
	$(COMPILE) --group build --group docs --all-extras --constraint requirements-test.lock --output-file requirements-site.lock
	$(COMPILE) --group bench --constraint requirements-test.lock --output-file requirements-bench.lock

clean: ## remove the environments and what tools keep
	rm -rf .venv .venv-oldest .mypy_cache .ruff_cache .pytest_cache .coverage

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12, 3.13 ou 3.14 est nécessaire (avec le module venv) ; aucun ne répond."; exit 1; }
	"$(PYTHON)" -m venv $(VENV)

# Each of these locks is whole, so one install is enough.
$(VENV)/run.stamp: requirements.lock pyproject.toml | $(BIN)/python
	$(INSTALL) requirements.lock
	$(INSTALL_SELF)
	touch $@

$(VENV)/fast.stamp: requirements-$(VERSIONS).lock pyproject.toml | $(BIN)/python
	$(INSTALL) requirements-$(VERSIONS).lock
	$(INSTALL_SELF)
	touch $@

$(VENV)/test.stamp: requirements-test.lock pyproject.toml | $(BIN)/python
	$(INSTALL) requirements-test.lock
	$(INSTALL_SELF)
	$(BIN)/python -m pip check
	touch $(VENV)/run.stamp $(VENV)/fast.stamp $@

$(VENV)/site.stamp: requirements-site.lock pyproject.toml | $(BIN)/python
	$(INSTALL) requirements-site.lock
	$(INSTALL_SELF)
	$(BIN)/jupytext-config --settings-file $(VIEWERS) set-default-viewer python
	touch $(VENV)/run.stamp $@

$(VENV)/bench.stamp: requirements-bench.lock | $(VENV)/test.stamp
	$(INSTALL) requirements-bench.lock
	touch $@
