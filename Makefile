# Everything a new clone needs: `make test`, `make crawl`, `make demo`. Only Python 3.11, git and make are assumed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := crawl
.PHONY: bench coverage mutation crawl demo docs test test-hard simulate-year fuzz lint screenshots clean help

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/make \1|\2/p' Makefile | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

crawl: $(STAMP) ## crawl the built-in catalogue into spacebeat.db
	$(BIN)/spacebeat crawl --archive spacebeat.db || test $$? -eq 3  # some sources failed; the summary names them

demo: $(STAMP) ## crawl a small newsroom on this machine into demo.db
	rm -rf demo.db demo.db-* demo.db.lock demo.warc
	$(BIN)/spacebeat demo --archive demo.db

test: $(STAMP) lint ## install, lint, check types, run all tests
	$(BIN)/python -m pytest -n 2

test-hard: $(STAMP) ## kill and disturb all commands at random moments (half an hour)
	$(BIN)/python -m tests.faults --minutes 30

coverage: $(STAMP) ## run all tests, and say which branches none of them takes
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[coverage]'
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term --cov-report=html:build/coverage-html

mutation: $(STAMP) ## change the code line by line, and say which changes no test notices (hours)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[mutation]'
	$(BIN)/mutmut run
	$(BIN)/mutmut results

simulate-year: $(STAMP) ## crawl a small web through a year of faults (an hour)
	$(BIN)/python -m tests.simulation

fuzz: $(STAMP) ## look for inputs that crash a reader, a minute each
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[fuzz]'
	$(BIN)/python -m tests.fuzz

lint: $(STAMP) ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $(STAMP)

docs: $(STAMP) ## build the documentation into build/docs (Sphinx)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[docs]'
	$(BIN)/python docs/generate.py
	$(BIN)/python -m sphinx --fail-on-warning --keep-going -q -d build/doctrees docs build/docs
	@echo "open build/docs/index.html"

bench: $(STAMP) ## measure beside other programs, into docs/reference/performance.md (half an hour)
	$(BIN)/python -m benchmarks

screenshots: $(STAMP) ## take pictures of all pages of the web interface (needs Chromium)
	$(BIN)/python docs/screenshots.py

clean: ## remove the environment and build files
	rm -rf $(VENV) build *.egg-info
