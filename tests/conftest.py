from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_openai import FakeOpenAI


@pytest.fixture
def openai_server() -> Iterator[FakeOpenAI]:
    """A scripted OpenAI-compatible server on loopback; point a client at its `url`."""
    server = FakeOpenAI()
    yield server
    server.close()


@pytest.fixture(autouse=True)
def _own_modules(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Forget what a test imported from its own folder: the next one may call a module the same."""
    path, before = list(sys.path), set(sys.modules)
    yield
    sys.path[:] = path
    base = tmp_path_factory.getbasetemp()
    for name in set(sys.modules) - before:
        source = getattr(sys.modules[name], "__file__", None)
        if source and Path(source).is_relative_to(base):
            del sys.modules[name]
