# make setup | demo | test | check | bench | train
PYTHON ?= python3
UV_VERSION := 0.13.9
BIN := .venv/bin
# two processes, each test file in one of them, files in their order: the long ones come first
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder
STAMP := .venv/.dateline-setup
DEMO := data/demo
DATELINE := $(BIN)/dateline --home $(DEMO)

.PHONY: setup demo test check bench train
.DEFAULT_GOAL := setup

setup: $(STAMP)

# --inexact: uv itself lives in the environment it fills
$(STAMP): pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
		|| { echo "Python 3.11, 3.12 or 3.13 is needed; choose one with: make setup PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"
	$(BIN)/uv sync --frozen --inexact --quiet
	@touch $@

demo: setup
	@$(DATELINE) run seeds/articles
	@echo; echo "What was planned, put off and done, in order of the reports:"
	@$(DATELINE) query --file docs/queries/visits.sql
	@echo "Force, coercion and sanctions, dismissals and sentences among them: who, against whom, in which words:"
	@$(DATELINE) query --file docs/queries/conflict.sql
	@echo "What could not be read, and why:"
	@$(DATELINE) query --file docs/queries/rejects.sql
	@echo "Try:  $(DATELINE) explain EVENT_ID   |   $(DATELINE) info   |   $(DATELINE) query \"SHOW ALL TABLES\""

test: setup
	$(PYTEST)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(PYTEST)
	$(BIN)/python -m pytest -m slow

bench: setup
	$(BIN)/python -m benchmarks

train: setup
	$(BIN)/uv sync --frozen --inexact --quiet --group training
	$(BIN)/python -m training
