PYTHON ?= python

.PHONY: check test quick wheel bench

check:  ## format, lint, types
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy

test:  ## the whole test suite, offline
	$(PYTHON) -m pytest -n auto

quick:  ## the tests that are not marked slow
	$(PYTHON) -m pytest -n auto -q -m "not slow"

wheel:  ## build the wheel, install it in a clean environment and try it
	rm -rf build dist
	$(PYTHON) -m build --wheel
	$(PYTHON) tests/wheel_smoke.py dist/*.whl

bench:  ## every benchmark, both sides of each ratio
	for script in tests/benchmarks/*.py; do $(PYTHON) $$script || exit 1; done
