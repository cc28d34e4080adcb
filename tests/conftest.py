from __future__ import annotations

import functools
import sys
from collections.abc import Iterator
from pathlib import Path

import ink
import pytest
import typer.testing
from fake_openai import FakeOpenAI


@pytest.fixture
def openai_server() -> Iterator[FakeOpenAI]:
    """A scripted OpenAI-compatible server on loopback; point a client at its `url`."""
    server = FakeOpenAI()
    yield server
    server.close()


@pytest.fixture
def student_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeOpenAI]:
    """A server on loopback in place of the student of this machine."""
    from stand_in_student import standing_in

    with standing_in(monkeypatch) as server:
        yield server


@pytest.fixture(scope="session", autouse=True)
def _one_command_line() -> Iterator[None]:
    """What typer makes of the command line's signatures, each time that a test calls it, is made once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typer.testing, "_get_command", functools.cache(typer.main.get_command), raising=False)
        yield


@pytest.fixture
def without_ink() -> Iterator[pytest.MonkeyPatch]:
    """Plots without their ink; `undo` it where the picture is what is tested."""
    with pytest.MonkeyPatch.context() as patch:
        ink.leave_out(patch)
        yield patch


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
