# One command each; CI runs the same ones. Needs Python 3.11 or newer, nothing else.
SHELL := /bin/bash
PYTHON ?= python3
DATA ?= var
PORT ?= 8000
DEMO ?= 1
BIN := .venv/bin
BUUAN := $(BIN)/buuan --data $(DATA)
SETUP := setup $(if $(filter 1,$(DEMO)),--demo) $(if $(filter small,$(DEMO)),--small)

# Without compiled sources each of the many processes of the tests starts four seconds later.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check style sound bench browser java warm openapi clean requirements

run: .venv/.run src/buuan/base/web/static/built/.stamp
	$(BUUAN) $(SETUP)
	$(if $(filter 1 small,$(DEMO)),,$(BUUAN) first-administrator)
	$(BUUAN) serve --port $(PORT) --with-worker

test: .venv/.dev src/buuan/base/web/static/built/.stamp browser java warm check .cache/gathered
	$(BIN)/python -m pytest -n 2

check: style sound

style: .venv/.dev
	$(BIN)/ruff check src tests conftest.py
	$(BIN)/ruff format --check --quiet src tests conftest.py
	$(BIN)/mypy

sound: .venv/.run src/buuan/base/web/static/built/.stamp
	$(BIN)/buuan --data $$(mktemp -d)/check check

bench: .venv/.dev
	$(BIN)/buuan bench all --out docs/benchmarks

# The published description of the API; a test holds it against the code.
openapi: .venv/.dev
	$(BIN)/buuan --data $$(mktemp -d)/openapi openapi > docs/openapi.json

browser:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || \
	  { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; }

# Spark's local mode, for the test that a cluster gives the embedded engine's very hits.
java: | browser
	@command -v java >/dev/null || \
	  { apt-get update -qq && apt-get install -y -qq --no-install-recommends default-jre-headless >/dev/null; }

# Compiles the engine and the reading of manifests once, beside the checks where make may do two things at once: else each worker of the tests did it for itself.
warm: .venv/.run
	@$(BIN)/python -c 'from buuan.engine.run import warm; warm()'
	@$(BIN)/python -c 'from buuan.registers.items.warming import warm_up; warm_up()'

# Reads every test and migrates their database once, beside the checks: else each worker read them anew, and both waited for it.
.cache/gathered: .venv/.dev src/buuan/base/web/static/built/.stamp $(shell find conftest.py src tests -name '*.py') | warm
	@mkdir -p .cache
	@$(BIN)/python -m pytest -n 0 --collect-only -qq >$@.part || { cat $@.part; exit 1; }
	@mv $@.part $@

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Bưu An needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q --require-hashes -r requirements/uv.txt

.venv/.run: requirements/run.txt | .venv/bin/python
	$(BIN)/uv pip install -q --require-hashes -r requirements/run.txt || $(BIN)/pip install -q --require-hashes -r requirements/run.txt
	$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	touch $@

.venv/.dev: requirements/dev.txt .venv/.run
	$(BIN)/uv pip install -q --require-hashes -r requirements/dev.txt || $(BIN)/pip install -q --require-hashes -r requirements/dev.txt
	touch $@

src/buuan/base/web/static/built/.stamp: package-lock.json $(shell find frontend -type f 2>/dev/null) | .venv/.run
	$(BIN)/python -m buuan.base.web.build
	touch $@

requirements: .venv/bin/python
	$(BIN)/uv pip compile -q pyproject.toml --extra build --generate-hashes --no-emit-index-url --no-header -o requirements/run.txt
	$(BIN)/uv pip compile -q pyproject.toml --extra build --extra dev --generate-hashes --no-emit-index-url --no-header -o requirements/dev.txt

clean:
	rm -rf .venv .cache node_modules src/buuan/base/web/static/built .pytest_cache .mypy_cache .ruff_cache
