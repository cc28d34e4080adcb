"""The examples in `programs/`, each loaded afresh, and both sides of a conversation with a scripted language model."""

from __future__ import annotations

import importlib.util
import textwrap
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

import robotrace as rt
from robotrace.llm import ScriptedChat
from robotrace.opto import Proposal

PROGRAMS = Path(__file__).with_name("programs")


@pytest.fixture
def program() -> Callable[[str], ModuleType]:
    """Loads an example by its name; what a test trains in it, no other test sees."""

    def load(name: str) -> ModuleType:
        spec = importlib.util.spec_from_file_location(name, PROGRAMS / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load


@pytest.fixture
def reply() -> Callable[..., str]:
    """Writes what a language model would: a reason, and a block for each variable."""

    def write(reason: str, **values: str) -> str:
        blocks = (f"### variable: {name}\n```\n{textwrap.dedent(text).strip()}\n```" for name, text in values.items())
        return "\n".join([reason, "", *blocks])

    return write


@pytest.fixture
def prompts() -> Callable[..., list[str]]:
    """The texts that a scripted model was asked with, one a call."""

    def texts(chat) -> list[str]:
        return ["\n".join(message.text for message in asked) for asked in chat.asked]

    return texts


@pytest.fixture
def step(reply) -> Callable[..., Proposal]:
    """Makes one step of an optimizer to whom a model proposes these values."""

    def make(parameters, **values: str) -> Proposal:
        return rt.OptoPrime(parameters, chat=ScriptedChat([reply("Because.", **values)])).step()

    return make
