"""Scripts of tests/studies and tests/benchmarks as modules."""

import importlib.util
import sys


def imported(path, monkeypatch, name=None):
    """A script's module, under its own name until the test is over."""
    name = name or path.stem
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, module)
    spec.loader.exec_module(module)
    return module
