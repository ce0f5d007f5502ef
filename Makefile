# Each target sets up what it needs; nothing but Python 3.11+, git, make and the package index is assumed.
#   make demo           the sample register in the app (make demo APP=no: a tour without a screen)
#   make test           all tests
#   make check          style, types, layers, generated pages, and the built wheel
#   make bench          measurements, as ratios to floors in the same run (SIZES="1000 10000 100000")
#   make docs           write the generated pages anew
#   make screens        take every screen as it is drawn now for right (tests/tui/screens); read the difference
#   make soak           the long loops: kills, random edits, fuzz (MINUTES=10)
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
APP ?= yes
SIZES ?= 1000 10000 100000
MINUTES ?= 10
DEMO := demo
export UV_PROJECT_ENVIRONMENT := $(VENV)
# Where an environment forbids bytecode, every program that a test starts would compile all of Textual anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test check bench docs screens soak clean

demo: $(VENV)/.ready
	@$(BIN)/dutybook demo $(DEMO) $(if $(filter no,$(APP)),--no-app)

test: $(VENV)/.ready
	$(BIN)/pytest -q -n auto --dist worksteal -m "not soak" --maxfail=20

check: $(VENV)/.ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m docs.generate --check
	sh .ci/wheel $(BIN) $(PYTHON)

bench: $(VENV)/.ready
	$(BIN)/python -m bench $(SIZES)

docs: $(VENV)/.ready
	$(BIN)/python -m docs.generate

screens: $(VENV)/.ready
	DUTYBOOK_ACCEPT_SCREENS=1 $(BIN)/pytest -q -n 2 tests/tui/test_snapshots.py

soak: $(VENV)/.ready
	DUTYBOOK_SOAK_MINUTES=$(MINUTES) $(BIN)/pytest -q -m soak -s

clean:
	rm -rf $(VENV) dist $(DEMO) $(DEMO).git

# uv comes from the package index into the environment itself, so that the lock holds on every machine.
$(VENV)/.ready: pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "dutybook needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 ...")'
	@echo "Setting up $(VENV) (once) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"
	@$(BIN)/uv sync --quiet --frozen --inexact --python $(BIN)/python
	@touch $@
