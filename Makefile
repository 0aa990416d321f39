# Each target makes .venv by itself and installs again only when what it installs from has changed.
# A first run needs Python 3.11 or newer, make and git. PYTHON=python3.12 chooses another interpreter.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
DATASET := out/russia-pakistan
VERSION := 1.0.0
GOLD ?= gold
ARCHIVES ?= archives
SILVER ?= silver.jsonl.gz

.PHONY: help dataset test check docs silver train bench picture lock clean

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(VENV)/.installed: pyproject.toml constraints.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "error: pagestrata needs Python 3.11 or newer; set PYTHON=")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install -c constraints.txt -r requirements-dev.txt
	@touch $@

# pip 23, which comes with Python 3.11, stops at an internal error on what this set asks of lxml
$(VENV)/.trained: $(VENV)/.installed requirements-train.txt
	$(PIP) install --upgrade "pip>=24"
	$(PIP) install -c constraints.txt -r requirements-train.txt
	@touch $@

dataset: $(VENV)/.installed  ## build out/russia-pakistan from seeds/ and show what load_dataset returns
	rm -rf $(DATASET)
	$(BIN)/pagestrata build seeds/ --out $(DATASET) --version $(VERSION) --card dataset_card.md
	$(BIN)/pagestrata check $(DATASET)
	$(BIN)/python scripts/show_dataset.py $(DATASET)

test: $(VENV)/.installed  ## run the tests
	$(BIN)/python -m pytest

check: $(VENV)/.installed  ## lint, format, types, and drift of schemas and docs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pagestrata schema --check schema
	$(BIN)/python scripts/docs.py --check

docs: $(VENV)/.installed  ## write docs/cli.md, docs/schema.md and schema/ anew
	$(BIN)/pagestrata schema --write schema
	$(BIN)/python scripts/docs.py

silver: $(VENV)/.trained  ## label the pages of the archives in ARCHIVES (a directory), as SILVER
	$(BIN)/python bench/silver.py $(ARCHIVES) --gold $(GOLD) --out $(SILVER)

train: $(VENV)/.trained  ## train the tagger on the pages in GOLD (a directory) and SILVER
	$(BIN)/python bench/train.py $(GOLD) --silver $(SILVER)

bench: $(VENV)/.trained  ## measure accuracy and speed on the pages in GOLD (a directory)
	$(BIN)/python bench/crossvalidate.py $(GOLD) --silver $(SILVER) --work build/folds
	$(BIN)/python bench/speed.py $(GOLD)

picture: $(VENV)/.installed  ## draw docs/strata.svg
	$(BIN)/python scripts/picture.py docs/strata.svg

lock:  ## renew constraints.txt from what an empty environment resolves to
	rm -rf .venv-lock
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip --quiet install --upgrade "pip>=24"
	.venv-lock/bin/python -m pip --quiet install -r requirements-train.txt hatchling editables
	head -n 1 constraints.txt > .venv-lock/constraints.txt
	.venv-lock/bin/python -m pip freeze --exclude-editable >> .venv-lock/constraints.txt
	mv .venv-lock/constraints.txt constraints.txt
	rm -rf .venv-lock

clean:  ## remove what the other targets made
	rm -rf $(VENV) out build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
