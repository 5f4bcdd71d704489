# Two commands are enough: `make run` writes the maps of the Jura, `make test` runs what CI runs.
# The newest Python from 3.11 to 3.13 that really answers: a version manager's shim may exist and fail.
PYTHON := $(shell for python in python3.13 python3.12 python3.11 python3 python; do \
	$$python -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	&& { command -v $$python; break; }; done)
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all:
INSTALL_SELF := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .

# Where JupyterLab of this .venv looks for its defaults; the user's own settings stay as they are.
VIEWERS := .venv/etc/jupyter/labconfig/default_setting_overrides.json

SCRIPTS := jura_coverage/publish/map/scripts tests/js scripts/bundle.js
BUNDLE := $(BIN)/deno run --quiet --allow-all scripts/bundle.js

.PHONY: run extras test bundle bench notebooks site screenshots lock clean

run: .venv/run.stamp
	$(BIN)/jura-coverage run

# What PDF, GeoParquet and notebooks need besides.
extras: .venv/site.stamp

test: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/deno lint --quiet
	$(BIN)/deno fmt --quiet --check
	$(BIN)/deno check --quiet $(SCRIPTS)
	$(BUNDLE) --check
	$(BIN)/deno test --quiet --no-check --allow-read tests/js
	$(BIN)/pytest

# The page's scripts as the one script that a page holds; a run needs nothing of this.
bundle: .venv/test.stamp
	$(BUNDLE)

bench: .venv/bench.stamp
	$(BIN)/python benchmarks/end_to_end.py
	$(BIN)/python benchmarks/page.py
	$(BIN)/python benchmarks/takeaway.py
	$(BIN)/python benchmarks/decision.py

# Opens JupyterLab, where a double click on a .py file opens it as a notebook.
notebooks: .venv/site.stamp
	$(BIN)/jupyter lab --notebook-dir=notebooks

# Maps, tables, sheets, notebooks and documentation in one folder, ready to publish.
site: .venv/site.stamp
	$(BIN)/python -m scripts.build_site site

screenshots: .venv/test.stamp
	$(BIN)/python -m scripts.screenshots screenshots

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 ou 3.13 est nécessaire (avec le module venv) ; aucun ne répond."; exit 1; }
	$(PYTHON) -m venv .venv

.venv/run.stamp: requirements.lock pyproject.toml | .venv/bin/python
	$(INSTALL) --require-hashes --requirement requirements.lock
	$(INSTALL_SELF)
	touch $@

.venv/bench.stamp: requirements-bench.lock .venv/test.stamp
	$(INSTALL) --require-hashes --requirement requirements-bench.lock
	touch $@

.venv/site.stamp: requirements-site.lock .venv/run.stamp
	$(INSTALL) --require-hashes --requirement requirements-site.lock
	$(BIN)/jupytext-config --settings-file $(VIEWERS) set-default-viewer python
	touch $@

.venv/test.stamp: requirements-test.lock .venv/run.stamp
	$(INSTALL) --require-hashes --requirement requirements-test.lock
	touch $@

# Versions and hashes only: no index address is written.
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml
lock:
	$(COMPILE) --group build --output-file requirements.lock
	$(COMPILE) --group build --group test --extra parquet --extra pdf --constraint requirements.lock --output-file requirements-test.lock
	$(COMPILE) --group build --group docs --all-extras --constraint requirements-test.lock --output-file requirements-site.lock
	$(COMPILE) --group bench --constraint requirements-test.lock --output-file requirements-bench.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache
