# Every target brings what it needs and may be called first on a bare machine: Debian with make and python3-venv,
# and Node 20 with npm for the extension.
# `make help` lists them.

PYTHON ?= python3
JOBS   ?= 2
BIN    := .venv/bin
# Compiled test modules are kept, out of the tree: compiling them anew takes longer than many a test.
PYTEST := env -u PYTHONDONTWRITEBYTECODE PYTHONPYCACHEPREFIX=$(CURDIR)/.venv/pycache $(BIN)/python -m pytest -q -n $(JOBS) --dist loadfile --no-loadscope-reorder
PIP    := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input install
UV     := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --strip-extras --no-header --no-annotate

# A stamp says "done for these files"; it lies inside .venv, so that removing .venv starts afresh.
RUN := .venv/.run-ready
DEV := .venv/.dev-ready
TRAIN := .venv/.train-ready
EXT := extension/node_modules/.ready

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run test quick check format extension extension-check extension-test extension-types wheelhouse sizing bench model model-measure model-small lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(RUN) ## the environment in .venv, with the kalm command in it
	@echo "Ready: $(BIN)/kalm --help"

run: $(RUN) ## set up, then serve Kalm (settings: kalm serve --help)
	@exec $(BIN)/kalm serve

# Grammar comes last and alone: its tests hold a real LanguageTool to its time budget.
test: check $(TRAIN) extension-test ## set up, then everything that must be green before a change lands, browsers included
	@tools/ensure-postgres
	@tools/ensure-nginx
	@tools/ensure-redis
	@tools/ensure-oidc-provider
	@tools/ensure-languagetool
	@$(PYTEST) --ignore=tests/grammar
	@$(BIN)/python -m pytest -q -n 0 tests/grammar

quick: $(TRAIN) $(EXT) ## the inner loop: all tests but the slow ones and those in a browser
	@cd extension && node test.mjs unit
	@$(PYTEST) -m "not slow and not browser"

check: $(DEV) ## format, lint, types, who may import what
	@$(BIN)/ruff format --quiet --check . || { echo "Run 'make format'."; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@PYTHONPATH=server $(BIN)/lint-imports --no-logo >.venv/imports.log 2>&1 || { cat .venv/imports.log; exit 1; }

format: $(DEV) ## lay out the code as check wants it
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --fix-only .

extension: $(EXT) ## the browser extension, in extension/dist: a folder and a zip for each browser
	@cd extension && node build.mjs --zip

extension-check: $(EXT) $(DEV) ## the extension's types, its manifest, and whether the API's types are as generated
	@cd extension && npx --no-install tsc
	@PYTHONPATH=server $(BIN)/python -m tools.openapi >extension/build/openapi.json
	@cd extension && npm run --silent types -- --output build/openapi.ts >/dev/null 2>&1 && cmp -s build/openapi.ts src/api/openapi.ts \
	  || { echo "The API changed: run 'make extension-types'." >&2; exit 1; }
	@cd extension && node build.mjs && npx --no-install web-ext lint --source-dir dist/firefox --warnings-as-errors >build/lint.log || { cat build/lint.log; exit 1; }

extension-test: extension-check $(RUN) ## all tests of the extension, in Chromium and Firefox against a real server
	@tools/ensure-browsers
	@tools/ensure-languagetool
	@cd extension && node build.mjs --test && node test.mjs unit && node test.mjs e2e

extension-types: $(EXT) $(DEV) ## renew the extension's types of the API
	@PYTHONPATH=server $(BIN)/python -m tools.openapi >extension/build/openapi.json
	@cd extension && npm run --silent types -- --output src/api/openapi.ts

wheelhouse: $(RUN) ## Kalm and all it needs as wheels, in dist/wheelhouse: to install where no network is
	@tools/wheelhouse

sizing: $(DEV) ## what a worker takes and gives here, for the table in docs/sizing.md
	@$(BIN)/python -m bench.sizing

bench: $(DEV) ## speed, as ratios against a named reference in the same run
	@$(BIN)/python -m bench

model: $(TRAIN) ## train the reader anew (a little under two hours on two cores; goes on where it stopped); OUTSIDE=folder adds other people's data
	@PYTHONPATH=.:server $(BIN)/python -m training model $(if $(OUTSIDE),--outside $(OUTSIDE))

model-measure: $(TRAIN) ## after a change of rules: the reader's thresholds and its examples of rules anew, with the same weights (some minutes)
	@PYTHONPATH=.:server $(BIN)/python -m training measure

model-small: $(TRAIN) ## the same on a slice, to see that training, export and quantising hold together
	@$(PYTEST) tests/training

lock: $(DEV) ## renew the lock files in requirements/ (hashes, no registry address)
	@$(UV) --upgrade --extra reader --extra grammar --extra postgres pyproject.toml -o requirements/run.lock
	@$(UV) --upgrade -c requirements/run.lock --extra reader --extra grammar --extra postgres --extra dask --extra redis --extra dev pyproject.toml -o requirements/dev.lock
	@$(UV) --upgrade -c requirements/dev.lock --extra reader --extra train pyproject.toml -o requirements/train.lock
	@$(UV) --upgrade -c requirements/dev.lock requirements/build.in -o requirements/build.lock

$(TRAIN): requirements/train.lock $(DEV)
	@$(PIP) --require-hashes -r requirements/train.lock
	@touch $@

$(EXT): extension/package-lock.json
	@command -v npm >/dev/null 2>&1 || { echo "The extension needs Node 20 or later with npm (Debian: apt-get install nodejs npm)." >&2; exit 1; }
	@node -e 'process.exit(+(process.versions.node.split(".")[0] < 20))' || { echo "The extension needs Node 20 or later." >&2; exit 1; }
	@echo "Setting up extension/node_modules ..." >&2
	@cd extension && npm ci --silent --no-fund --no-audit && mkdir -p build
	@touch $@

clean: ## remove the environment and what tools left behind
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist extension/node_modules extension/dist extension/build

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Kalm needs Python 3.11 or later; name one: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -m venv .venv >/dev/null \
	  || { rm -rf .venv; echo "No virtual environment: install python3-venv (Debian: apt-get install python3-venv)." >&2; exit 1; }

# --no-build-isolation: building our own package also uses locked versions only.
$(RUN): requirements/run.lock requirements/build.lock pyproject.toml | $(BIN)/python
	@echo "Setting up .venv ..." >&2
	@$(PIP) --require-hashes -r requirements/run.lock -r requirements/build.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements/dev.lock $(RUN)
	@$(PIP) --require-hashes -r requirements/dev.lock
	@touch $@
