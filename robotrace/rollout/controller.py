"""Making a controller's text callable.

For now this runs the text in this process. Code that a language model wrote is kept out of here by `RolloutProblem`.
"""

from __future__ import annotations

import hashlib
import linecache
import traceback
import types
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from robotrace.errors import ProgramError
from robotrace.opto import ENTRY
from robotrace.trace import Module, Parameter

TRAINABLE = "<robotrace "
"""How the file names begin under which tracebacks know the texts of trainable functions."""

Policy = Callable[[Any], Any]
"""Takes an observation (dict of named arrays, or a node of one) and returns an action."""


@dataclass(frozen=True, slots=True)
class Controller:
    """A loaded controller.

    Attributes:
        act: the function that is called with an observation.
        parameters: the trainable ones its text defines.
        filename: under which tracebacks know its text.
    """

    act: Policy
    parameters: tuple[Parameter, ...]
    filename: str


def load(text: str) -> Controller:
    """Execute a controller's text in a module of its own.

    Args:
        text: the whole program; it defines `controller`, which is called with an observation.

    Raises:
        ProgramError: it is not Python, raises while it is loaded, or defines no such function; names the line.
    """
    filename = f"<controller {hashlib.sha256(text.encode()).hexdigest()[:12]}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    module = types.ModuleType("controller")
    try:
        exec(compile(text, filename, "exec"), module.__dict__)
    except (Exception, SystemExit) as error:
        raise ProgramError(f"The program cannot be loaded: {where(error, filename)}") from error
    act = module.__dict__.get(ENTRY)
    if not callable(act):
        raise ProgramError(f"The program defines no function {ENTRY!r}.")
    return Controller(act, tuple(_parameters(module.__dict__)), filename)


def where(error: BaseException, filename: str) -> str:
    """The error in one line, with the controller's line that it came from."""
    words = traceback.format_exception_only(error)[-1].strip()
    if isinstance(error, SyntaxError) and error.filename == filename:
        return f"line {error.lineno}: {words}: {(error.text or '').strip()}"
    frame = _innermost(error, filename)
    if frame is None:
        return words
    function = "" if frame.filename == filename else f" of {frame.name}"
    return f"line {frame.lineno}{function}: {words}: {(frame.line or '').strip()}"


def line_of(error: BaseException, filename: str) -> int | None:
    """The controller's innermost line in an error's traceback: of a trainable function's own text, else of the program."""
    frame = _innermost(error, filename)
    return None if frame is None else frame.lineno


def _innermost(error: BaseException, filename: str) -> traceback.FrameSummary | None:
    frames = reversed(traceback.extract_tb(error.__traceback__))
    return next((f for f in frames if f.filename == filename or f.filename.startswith(TRAINABLE)), None)


def _parameters(namespace: dict[str, Any]) -> list[Parameter]:
    found: dict[int, Parameter] = {}
    for value in namespace.values():
        own = [value] if isinstance(value, Parameter) else _held(value)
        found |= {id(parameter): parameter for parameter in own}
    return list(found.values())


def _held(value: Any) -> list[Parameter]:
    parameters = getattr(value, "parameters", None)
    holder = isinstance(value, Module) or (hasattr(value, "parameter") and hasattr(value, "__wrapped__"))
    return list(parameters()) if holder and callable(parameters) else []
