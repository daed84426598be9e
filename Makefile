# Everything here works on a fresh machine with Python >= 3.11 and make. `make help` lists it.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
RUN_STAMP := $(VENV)/.runs
UV := $(shell command -v uv 2>/dev/null)
ROOMS := bot handlers errands scheduling watchers tasks delivery jobs storage cluster language messages domain telemetry

ifeq ($(UV),)
  MAKE_VENV = $(PYTHON) -m venv $(VENV) || { \
    echo "This Python cannot make environments. On Debian: apt-get install python3 python3-venv make ca-certificates" >&2; exit 1; }
  INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check
else
  MAKE_VENV = $(UV) venv --quiet --python $(PYTHON) $(VENV)
  INSTALL = $(UV) pip install --quiet --python $(BIN)/python
endif

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 14

$(RUN_STAMP): requirements/runtime.txt pyproject.toml
	@test -x $(BIN)/python || { $(MAKE_VENV); }
	@$(INSTALL) --require-hashes -r requirements/runtime.txt
	@$(INSTALL) --no-deps -e .
	@touch $@

$(STAMP): requirements/dev.txt $(RUN_STAMP)
	@$(INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@

setup: $(STAMP) ## the environment with everything for development

demo: $(RUN_STAMP) ## practice mode: the whole bot without a token and without a cluster, in the browser
	@$(BIN)/nightjar demo $(ARGS)

run: $(RUN_STAMP) ## the bot for real, with .env
	@$(BIN)/nightjar serve

check: $(STAMP) ## format, lint, types, import contracts
	@$(BIN)/ruff format --check --quiet . || { echo "Run 'make format'." >&2; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python docs/generate.py --check

format: $(STAMP) ## put the code and the generated parts of the docs in shape
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/python docs/generate.py

test: $(STAMP) ## all tests but the nightly ones
	@$(BIN)/pytest -n auto --dist worksteal $(ARGS)

nightly: $(STAMP) ## the long versions of the tests
	@$(BIN)/pytest -n auto -m "not cluster"

cluster: $(STAMP) ## the tests on the cluster that KUBECONFIG names, with NIGHTJAR_TEST_IMAGE and NIGHTJAR_TEST_WEB_IMAGE
	@$(BIN)/pytest -m cluster -rs -v

bench: $(STAMP) ## speed figures
	@for run in parsing.py answering.py "answering.py --hung" "scheduler.py --short" "watching.py --short" "crash.py --kills 20"; do \
	  echo "== $$run"; $(BIN)/python benchmarks/$$run || exit 1; done

screenshot: $(STAMP) ## the picture of the README, with Debian's chromium
	@$(BIN)/python docs/screenshot.py

transcript: $(STAMP) ## play docs/demo.txt for the README
	@$(BIN)/nightjar demo --script docs/demo.txt > docs/transcript.txt
	@$(BIN)/python docs/generate.py

lock: $(STAMP) ## bring requirements/ up to date
	@$(BIN)/python -m uv pip compile --quiet --universal --no-emit-index-url --generate-hashes --upgrade pyproject.toml -o requirements/runtime.txt
	@$(BIN)/python -m uv pip compile --quiet --universal --no-emit-index-url --generate-hashes --upgrade pyproject.toml --group dev -o requirements/dev.txt

image: ## the container image
	@command -v docker >/dev/null && docker build -t nightjar . || buildah bud --format docker -t nightjar .

clean: ## remove the environment and all caches
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build *.egg-info

.PHONY: help setup demo run check format test nightly cluster bench screenshot transcript lock image clean
