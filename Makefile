# Everything that a person or a CI does with this repository. `make run` and `make test` set up what they need.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run web web-check test check lint types imports wheel bench bench-analysis bench-outcomes lock openapi clean

run: $(VENV)/run.stamp  ## serve with embedded defaults and demo data; prints the address
	$(BIN)/amcenter run

web: $(VENV)/run.stamp  ## build the pages, if anything in web/ has changed
	$(BIN)/python hatch_build.py

web-check: web  ## types, lint and tests of the pages' own code
	$(BIN)/python scripts/npm.py run types
	$(BIN)/python scripts/npm.py run lint
	$(BIN)/python scripts/npm.py test

test: $(VENV)/dev.stamp web  ## every test, on SQLite and (where it is installed) PostgreSQL
	$(BIN)/pytest $(ARGS)

check: test lint types imports wheel web-check  ## everything that CI runs

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev.stamp
	$(BIN)/mypy

imports: $(VENV)/dev.stamp
	$(BIN)/lint-imports

wheel: $(VENV)/dev.stamp  ## build the wheel and use it from outside the repository
	bash scripts/wheel_smoke_test.sh

bench: $(VENV)/dev.stamp  ## the benchmarks; tables in docs/benchmarks.md
	$(BIN)/python -m benchmarks.quick

bench-analysis: $(VENV)/dev.stamp  ## intake against other programs; table in docs/benchmarks.md
	$(BIN)/python -m benchmarks.analysis $(ARGS)

bench-outcomes: $(VENV)/dev.stamp  ## every file there is, sent to a real server; table in docs/intake.md
	$(BIN)/python -m benchmarks.intake_outcomes $(ARGS)

lock:  ## renew both lock files from pyproject.toml (needs uv)
	uv export --quiet --no-emit-project --no-dev --group build --no-header --no-annotate -o requirements.lock
	uv export --quiet --no-emit-project --group build --no-header --no-annotate -o requirements-dev.lock

$(VENV)/run.stamp: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/run.stamp
	$(PIP) install --require-hashes -r requirements-dev.lock
	touch $@

clean:
	rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
