"""What a program that is trained on rows leaves in this process: what its candidates may ask of it, and what its file lacks."""

from __future__ import annotations

import sys
import types
from collections.abc import Mapping
from typing import Any

from robotrace.errors import SandboxUnavailable, ServiceError
from robotrace.opto import Program
from robotrace.sandbox.rules import Rules
from robotrace.sandbox.surroundings import Surroundings

_FUTURE = "from __future__ import annotations\n"


def home_of(program: Program, context: str) -> Surroundings | None:
    """What a program's candidates may ask of this process: what its own text, or the user's words about it, mention.

    Args:
        program: As its user gave it.
        context: What its user says that it is to do.
    """
    if not program.outside:
        return None
    return Surroundings(
        program.outside,
        Rules(f"{program.text}\n{context}", is_whole=True),
        passing=(SandboxUnavailable, ServiceError),
    )


def furnished(text: str, outside: Mapping[str, Any]) -> str:
    """A program's file with a line for each thing that it does not make: its import, or a place to put it in."""
    if not outside:
        return text
    lines = [_import(name, value) or _place(name, value) for name, value in outside.items()]
    head = _FUTURE if text.startswith(_FUTURE) else ""
    return "\n".join([*([head] if head else []), *lines, "", text.removeprefix(head).lstrip("\n")])


def _import(name: str, value: Any) -> str:
    if isinstance(value, types.ModuleType):
        path = value.__name__
        return f"import {path}" if path == name else f"import {path} as {name}"
    module, own = getattr(value, "__module__", None), getattr(value, "__qualname__", "")
    if isinstance(module, str) and own.isidentifier() and getattr(sys.modules.get(module), own, None) is value:
        return f"from {module} import {own}" + ("" if own == name else f" as {name}")
    return ""


def _place(name: str, value: Any) -> str:
    return f"{name} = None  # of class {type(value).__name__}, stayed outside in training: put yours here"
