# Two commands do all set-up: `make demo` and `make test`. Both may be repeated.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := check
.PHONY: demo test check lint golden bench lock setup tools clean

setup: .venv/installed

# Debian ships python3 without the modules that make an environment.
.venv/installed: requirements.lock pyproject.toml briefings/__init__.py
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { apt-get update -qq && apt-get install -y -qq python3-venv; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

# The tests drive Debian's Chromium, and try the files of deploy/ on the programs that
# read them; nothing else needs these.
TOOLS := chromium logrotate systemd-analyze
PACKAGES := chromium libatomic1 logrotate systemd
tools:
	@( PATH="$$PATH:/usr/sbin"; for tool in $(TOOLS); do command -v $$tool >/dev/null || exit 1; done; \
	  ldconfig -p | grep -q libatomic.so.1 ) \
	  || { apt-get update -qq && apt-get install -y -qq --no-install-recommends $(PACKAGES); }

demo: setup
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh fixtures/demo.sh

test: setup tools check

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: lint
	$(BIN)/python -m pytest -q -n 2 --dist loadfile

golden: setup
	$(BIN)/python -m pytest -q tests/test_fixtures.py --update-golden

bench: setup
	$(BIN)/python -m benchmarks

# Hashes, and no download address: any index that serves these files will do.
lock: setup
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-header --annotation-style line --group dev pyproject.toml -o requirements.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis demo.db* demo.jsonl demo
