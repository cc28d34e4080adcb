"""In the policy's process: running its text, and saying what went wrong in it."""

from __future__ import annotations

import hashlib
import inspect
import linecache
import traceback
import types
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from typing import Any, NamedTuple

import numpy as np

from robotrace.errors import ActionError, ExecutionError, ProgramError
from robotrace.sandbox.frames import LOG_END, MESSAGE, TRACEBACK
from robotrace.text import cut
from robotrace.trace import Module, Parameter
from robotrace.trace.bundles import Bundle
from robotrace.trace.constraint import Constraint, is_row
from robotrace.trace.recipe import Recipe, following, once
from robotrace.trace.state import one_text

TRAINABLE = "<robotrace "
"""How the file names begin under which tracebacks know the texts of trainable functions."""
FRAMES = 6
"""How many frames at each end of a long traceback are shown."""


class Loaded(NamedTuple):
    """A text that was run."""

    function: Callable[..., Any]
    parameters: list[Parameter]
    with_memory: bool

    @property
    def functions(self) -> list[str]:
        """Names of the trainable functions."""
        return [it.name for it in self.parameters if it.kind == "code"]


def filename(text: str) -> str:
    """The name under which tracebacks know a program."""
    return f"<controller {hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:12]}>"


def load(text: str, entry: str, outside: Mapping[str, Any] | None = None, *, recipe: Recipe | None = None) -> Loaded:
    """Run a program.

    Args:
        text: The source text of the whole program.
        entry: The name of the function that is called.
        outside: Values by name that the text uses and does not make.
        recipe: What was made of the text before: used, and added to. None in a process that has to be safe from it.

    Raises:
        ProgramError: The program does not define the function.
        BaseException: Whatever the program raises.
    """
    name = filename(text)
    linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
    module = types.ModuleType("controller")
    module.__dict__.update(outside or {})
    with nullcontext() if recipe is None else following(recipe):
        with one_text():
            exec(once(name, lambda: compile(text, name, "exec", dont_inherit=True)), module.__dict__)
        function = module.__dict__.get(entry)
        if not callable(function):
            raise ProgramError(f"The program defines no function {entry!r}.")
        for value in module.__dict__.values():
            if isinstance(value, Bundle):
                value.prepare()
    made = {name: value for name, value in module.__dict__.items() if value is not (outside or {}).get(name, module)}
    return Loaded(function, _parameters(made), _takes_memory(function))


def described(parameter: Parameter) -> dict[str, Any]:
    """A parameter as plain data."""
    rule = parameter.rule
    bounds, choices = (rule.bounds, rule.choices) if isinstance(rule, Constraint) else ((None, None), None)
    if parameter.kind != "number" and not is_row(parameter.data):
        bounds = (None, None)  # those of an array
    return {
        "name": parameter.name,
        "kind": parameter.kind,
        "value": parameter.data,
        "constraint": parameter.constraint,
        "description": parameter.description,
        "bounds": [it.item() if isinstance(it, np.generic) else it for it in bounds],
        "choices": None if choices is None else list(choices),
    }


def explain(error: BaseException, name: str) -> dict[str, Any]:
    """What a program raised, as plain data of bounded length; frames outside its own texts are left out."""
    node = error.node if isinstance(error, ExecutionError) else None
    cause = error.__cause__ or error if node is not None else error
    frames = _frames(cause, name) or _frames(error, name)
    line = _line(cause, frames, name) if frames or _is_its_syntax(cause, name) else getattr(node, "line", None)
    words = _words(cause)
    shown = [_shown(*frame) for frame in frames[:FRAMES]]
    if len(frames) > FRAMES:
        rest = frames[FRAMES:][-FRAMES:]
        shown += [f"  ... {len(frames) - FRAMES - len(rest)} more"] + [_shown(*frame) for frame in rest]
    message = str(error) if node is not None or isinstance(error, ActionError) else where(error, name)
    return {
        "message": message[:MESSAGE],
        "line": line,
        "traceback": "\n".join(["Traceback (most recent call last):", *shown, words])[:TRACEBACK],
    }


def where(error: BaseException, name: str) -> str:
    """An error in one line, with the program's line that it came from.

    Args:
        error: The exception as it was caught.
        name: The file name under which tracebacks know the program.
    """
    words, frames = _words(error), _frames(error, name)
    line = _line(error, frames, name)
    if line is None:
        return words
    if _is_its_syntax(error, name):
        return f"line {line}: {words}: {cut(linecache.getline(name, line).strip())}"
    function = "" if frames[-1][0] == name else f" of {frames[-1][2]}"
    return f"line {line}{function}: {words}: {cut(linecache.getline(*frames[-1][:2]).strip())}"


def line_of(error: BaseException, name: str) -> int | None:
    """The program's innermost line in an error's traceback: of a trainable function's own text, else of the program."""
    return _line(error, _frames(error, name), name)


def log_end(text: str) -> str:
    """What of a log goes with an error."""
    return text[-LOG_END:]


def _frames(error: BaseException, name: str) -> list[tuple[str, int, str]]:
    return [
        (frame.f_code.co_filename, line, frame.f_code.co_name)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if _own(frame.f_code.co_filename, name)
    ]


def _line(error: BaseException, frames: list[tuple[str, int, str]], name: str) -> int | None:
    if _is_its_syntax(error, name):
        assert isinstance(error, SyntaxError)
        return error.lineno
    return frames[-1][1] if frames else None


def _is_its_syntax(error: BaseException, name: str) -> bool:
    return isinstance(error, SyntaxError) and error.filename == name


def _own(filename: str, name: str) -> bool:
    return filename == name or filename.startswith(TRAINABLE)


def _shown(filename: str, line: int, function: str) -> str:
    return f'  File "{filename}", line {line}, in {function}\n    {linecache.getline(filename, line).strip()[:200]}'


def _words(error: BaseException) -> str:
    kind = type(error).__name__
    try:
        words = str(error)[:MESSAGE]
    except Exception:  # noqa: BLE001 - an exception of the policy's own may raise in its turn
        return f"{kind} (its words cannot be had)"
    if isinstance(error, SyntaxError):
        words = str(error.msg)[:MESSAGE]
    return f"{kind}: {words}" if words else kind


def _takes_memory(function: Callable[..., Any]) -> bool:
    return "memory" in inspect.signature(function).parameters


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
