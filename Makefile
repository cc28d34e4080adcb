PYTHON ?= python

.PHONY: check test quick wheel docs bench published reports

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

PAGES = robotrace $(addprefix robotrace.,guides tasks testing episodes data trace opto optimizers training llm results adapters show.plot \
	envs.shifted)

docs:  ## pages of the guides and of all public names, in build/docs; a warning is an error
	rm -rf build/docs
	$(PYTHON) -W error -W "ignore:Error parsing type annotation" -m pdoc -d google --no-include-undocumented --no-show-source \
		-o build/docs $(PAGES)

bench:  ## every benchmark, and one table: ours, the other side, their ratio, the target
	$(PYTHON) tests/benchmarks/all.py

SUITE ?= MT50

published:  ## make the runs of results/published/MT50, or go on with them, and write its tables, plots, policies; then on stock Meta-World
	$(PYTHON) tests/studies/published.py $(SUITE)
	$(PYTHON) tests/studies/stock.py results/published/$(basename $(notdir $(SUITE)))

RUNS ?= results/published/facts

reports:  ## the pages of published runs, in build/reports: RUNS=results/published for all of them
	$(PYTHON) tests/studies/reports.py $(RUNS)
