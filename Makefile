# Everything a new clone needs: `make test`, `make crawl`, `make demo`. Only Python 3.11, git and make are assumed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# Else each worker and each command of the tests would compile all modules again: ten seconds of CPU time a worker.
unexport PYTHONDONTWRITEBYTECODE
MODULE ?= archive/store/address_states.py
TESTS ?= tests/archive/store/test_address_states.py

.DEFAULT_GOAL := crawl
.PHONY: audit bench coverage mutation crawl demo docs install requirements wheel test test-hard simulate-year fuzz lint screenshots clean help

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/make \1|\2/p' Makefile | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

install: $(STAMP) ## make .venv, with all that development needs

crawl: $(STAMP) ## crawl the built-in catalogue into spacebeat.db
	$(BIN)/spacebeat crawl --archive spacebeat.db || test $$? -eq 3  # some sources failed; the summary names them

demo: $(STAMP) ## crawl a small newsroom on this machine into demo.db
	rm -rf demo.db demo.db-* demo.db.lock demo.warc
	$(BIN)/spacebeat demo --archive demo.db

test: $(STAMP) lint ## install, lint, check types, run all tests
	$(BIN)/python -m pytest -n 3 --dist worksteal  # on two cores: the third waits for servers and clocks

test-hard: $(STAMP) ## kill and disturb all commands at random moments (half an hour)
	$(BIN)/python -m tests.faults --minutes 30

coverage: $(STAMP) ## run all tests, and say which branches none of them takes
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[coverage]'
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not untraced" --cov --cov-report=term --cov-report=html:build/coverage-html

mutation: $(STAMP) ## change MODULE bit by bit, in a copy, and show what none of TESTS notices (seconds a change)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[mutation]'
	rm -rf build/mutation && mkdir -p build/mutation && git archive HEAD | tar --extract --directory build/mutation
	sed 's#MODULE#$(MODULE)#; s#PYTHON#$(CURDIR)/$(BIN)/python#; s#TESTS#$(TESTS)#' tests/mutation.toml \
		> build/mutation/mutation.toml
	$(BIN)/python -m compileall -q build/mutation/archive build/mutation/crawler
	cd build/mutation && export PATH=$(CURDIR)/$(BIN):$$PATH PYTHONPATH=. PYTHONDONTWRITEBYTECODE=1 && \
		cosmic-ray baseline mutation.toml && cosmic-ray init mutation.toml mutants.sqlite && \
		cr-filter-operators mutants.sqlite mutation.toml && cosmic-ray exec mutation.toml mutants.sqlite && \
		cr-report --surviving-only --show-diff mutants.sqlite

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

requirements: ## write requirements.txt, the hashes of what an installation needs
	$(PYTHON) -m venv build/tools
	build/tools/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	sed -n '/^#/p' requirements.txt > build/requirements.txt
	build/tools/bin/uv pip compile pyproject.toml --constraint constraints.txt --generate-hashes --universal \
		--python-version 3.11 --no-emit-index-url --no-annotate --no-header --quiet >> build/requirements.txt
	mv build/requirements.txt requirements.txt

audit: ## known vulnerabilities of what an installation needs, and its bill of materials (CycloneDX)
	$(PYTHON) -m venv build/tools
	build/tools/bin/python -m pip install --quiet --disable-pip-version-check pip-audit==2.10.1 cyclonedx-bom==7.5.0
	$(PYTHON) -m venv --clear build/installed
	build/installed/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		--requirement requirements.txt
	build/tools/bin/cyclonedx-py environment build/installed --pyproject pyproject.toml --output-reproducible \
		--output-file build/spacebeat.cdx.json
ifdef ADVISORIES
	build/tools/bin/python -m tests.advisories $(ADVISORIES)
else
	build/tools/bin/pip-audit --strict --require-hashes --disable-pip --requirement requirements.txt
endif

wheel: ## build the wheel of this commit twice, and check that both are the same to the byte
	rm -rf build/wheel
	for copy in one two; do \
		mkdir -p build/wheel/$$copy && git archive HEAD | tar --extract --directory build/wheel/$$copy && \
		SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(PYTHON) -m pip wheel --quiet --disable-pip-version-check \
			--no-deps --wheel-dir build/wheel/$$copy/dist build/wheel/$$copy || exit 1; \
	done
	cmp build/wheel/one/dist/*.whl build/wheel/two/dist/*.whl
	mkdir -p dist && cp build/wheel/one/dist/*.whl dist/

clean: ## remove the environment and build files
	rm -rf $(VENV) build *.egg-info
