# The three things a newcomer does: make reports, make test, make lab. Who changes code: make check, after each change.
PYTHON ?= python3
WAVES ?= voorbeeld voorbeeld2
BIN := .venv/bin
COVERED := 80
TESTS := $(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

.PHONY: reports lint unit check test run browser faults fuzz coverage lab reference lock sbom audit clean

reports: .venv/installed
	for wave in $(WAVES); do $(BIN)/monitor example $$wave && $(BIN)/monitor run $$wave || exit; done

lint: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/oxlint --deny-warnings monitor_lib/assets
	$(BIN)/mypy

unit run browser faults: .venv/installed
	$(TESTS) tests/$@

check: lint unit

test: lint
	$(TESTS)

# At night: the readers of strangers' files with so many times more bytes changed, drawn anew each time.
FUZZ ?= 2000
fuzz: .venv/installed
	MONITOR_FUZZ=$(FUZZ) MONITOR_FUZZ_SEED=$$(date +%s) $(TESTS) tests/faults/test_fuzz.py

# Of the tests of single parts, branches included; what runs in processes of its own is not seen here.
coverage: .venv/installed
	$(TESTS) tests/unit --cov --cov-fail-under=$(COVERED)

lab: .venv/installed
	$(BIN)/jupyter lab notebooks

reference: .venv/installed
	$(BIN)/python docs/make_reference.py

.venv/installed: pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; name it with: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "This Python has no venv module. On Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# Only for who changes a dependency in pyproject.toml; needs uv (https://docs.astral.sh/uv/).
lock:
	uv pip compile pyproject.toml --extra test --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --upgrade --quiet --output-file requirements.lock

# For a release of the software: what it is made of, the same bytes for the same lock; and what of it is known to be unsafe.
# Each tool lies in an environment of its own, which uv makes; neither is in the lock.
sbom:
	mkdir -p dist
	uv tool run --from cyclonedx-bom==7.5.0 cyclonedx-py requirements requirements.lock --pyproject pyproject.toml \
	  --output-reproducible --output-file dist/sbom.cdx.json

audit:
	uv tool run pip-audit==2.10.1 --requirement requirements.lock --require-hashes --disable-pip

clean:
	rm -rf .venv outputs data/clean
