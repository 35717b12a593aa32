# The commands of this checkout; `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup run test check format bench triage clean app nlu browser

UV_VERSION := 0.13.9
UV := .tools/bin/uv
# The interpreter both environments stand on; any python3.11 that starts will do.
PYTHON ?= $(shell tools/find-python)
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1

help: ## List the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

run: app nlu ## Set up what is missing and start the whole product (Ctrl-C stops it)
	@.venv/bin/kake up

setup: app nlu ## Both environments, the model, the database
	@.venv/bin/kake setup

test: app-dev nlu browser ## Every test there is
	@.venv/bin/kake setup
	@.venv/bin/pytest

check: app-dev nlu ## Lint, types, layers, content
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-cache
	@.venv/bin/kake setup --content-only

format: app-dev ## Put the code into shape
	@.venv/bin/ruff check --fix-only -q . ; .venv/bin/ruff format -q .

bench: app-dev nlu ## Repeat every figure the docs claim
	@.venv/bin/kake setup
	@.venv/bin/python -m tests.bench

triage: app-dev nlu ## Fit anew how answers are told from questions and orders (content/triage.yml)
	@.venv/bin/kake setup
	@.venv/bin/python -m tools.fit_triage

clean: ## Remove both environments and what was made (not var/, where the data is)
	@rm -rf .venv nlu/.venv .tools .pytest_cache .mypy_cache .ruff_cache

$(UV):
	@echo "setting up uv" >&2
	@"$(PYTHON)" -m venv .tools 2>/dev/null || "$(PYTHON)" -m venv --without-pip .tools
	@.tools/bin/python -m pip --version >/dev/null 2>&1 \
	  && .tools/bin/python -m pip install -q --disable-pip-version-check uv==$(UV_VERSION) \
	  || "$(PYTHON)" -m pip --python .tools/bin/python install -q --disable-pip-version-check uv==$(UV_VERSION)

.PHONY: app app-dev
app: .venv/.made
app-dev: .venv/.made-dev
nlu: nlu/.venv/.made

.venv/.made: uv.lock pyproject.toml | $(UV)
	@echo "setting up the application's environment" >&2
	@$(UV) sync -q --frozen --inexact --no-dev --compile-bytecode -p "$(PYTHON)"
	@touch $@

.venv/.made-dev: uv.lock pyproject.toml | $(UV)
	@echo "setting up the application's environment with what the tests need" >&2
	@$(UV) sync -q --frozen --compile-bytecode -p "$(PYTHON)"
	@touch $@ .venv/.made

nlu/.venv/.made: nlu/uv.lock nlu/pyproject.toml | $(UV)
	@echo "setting up the dialogue server's environment (about half a minute)" >&2
	@$(UV) --directory nlu sync -q --frozen --compile-bytecode -p "$(PYTHON)"
	@touch $@

browser:
	@tools/find-chromium >/dev/null
