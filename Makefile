# Everything a new clone needs: `make test`, `make crawl`, `make demo`. Only Python 3.11, git and make are assumed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: crawl demo test lint clean

crawl: $(STAMP)
	$(BIN)/spacebeat crawl --archive spacebeat.db || test $$? -eq 3  # some sources failed; the summary names them

demo: $(STAMP)
	rm -rf demo.db demo.db-* demo.db.lock demo.warc
	$(BIN)/spacebeat demo --archive demo.db

test: $(STAMP) lint
	$(BIN)/python -m pytest -n 2

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $(STAMP)

clean:
	rm -rf $(VENV) build *.egg-info
