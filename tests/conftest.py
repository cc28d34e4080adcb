from __future__ import annotations

from collections.abc import Iterator

import pytest
from fake_openai import FakeOpenAI


@pytest.fixture
def openai_server() -> Iterator[FakeOpenAI]:
    """A scripted OpenAI-compatible server on loopback; point a client at its `url`."""
    server = FakeOpenAI()
    yield server
    server.close()
