"""In the policy's process: running its text, and saying what went wrong in it."""

from __future__ import annotations

import hashlib
import inspect
import linecache
import traceback
import types
from collections.abc import Callable
from typing import Any, NamedTuple

from robotrace.errors import ActionError, ExecutionError, ProgramError
from robotrace.sandbox.frames import LOG_END, MESSAGE, TRACEBACK
from robotrace.trace import Module, Parameter
from robotrace.trace.bundle import Bundle

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


def load(text: str, entry: str) -> Loaded:
    """Run a program.

    Raises:
        ProgramError: it defines no such function.
        BaseException: what it raises.
    """
    name = filename(text)
    linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
    module = types.ModuleType("controller")
    exec(compile(text, name, "exec", dont_inherit=True), module.__dict__)
    function = module.__dict__.get(entry)
    if not callable(function):
        raise ProgramError(f"The program defines no function {entry!r}.")
    for value in module.__dict__.values():
        if isinstance(value, Bundle):
            value.prepare()
    return Loaded(function, _parameters(module.__dict__), _takes_memory(function))


def described(parameter: Parameter) -> dict[str, Any]:
    """A parameter as plain data."""
    return {
        "name": parameter.name,
        "kind": parameter.kind,
        "value": parameter.data,
        "constraint": parameter.constraint,
        "description": parameter.description,
    }


def explain(error: BaseException, name: str) -> dict[str, Any]:
    """What a program raised, as plain data of bounded length; frames outside its own texts are left out."""
    node = error.node if isinstance(error, ExecutionError) else None
    cause = error.__cause__ or error if node is not None else error
    frames = _frames(cause, name) or _frames(error, name)
    line = frames[-1][1] if frames else getattr(node, "line", None)
    if isinstance(cause, SyntaxError) and cause.filename == name:
        line = cause.lineno
    words = _words(cause)
    shown = [_shown(*frame) for frame in frames[:FRAMES]]
    if len(frames) > FRAMES:
        rest = frames[FRAMES:][-FRAMES:]
        shown += [f"  ... {len(frames) - FRAMES - len(rest)} more"] + [_shown(*frame) for frame in rest]
    if node is not None or isinstance(error, ActionError):
        message = str(error)
    elif line is None or not frames:
        message = words if line is None else f"line {line}: {words}: {linecache.getline(name, line).strip()}"
    else:
        where = "" if frames[-1][0] == name else f" of {frames[-1][2]}"
        message = f"line {line}{where}: {words}: {linecache.getline(*frames[-1][:2]).strip()}"
    return {
        "message": message[:MESSAGE],
        "line": line,
        "traceback": "\n".join(["Traceback (most recent call last):", *shown, words])[:TRACEBACK],
    }


def log_end(text: str) -> str:
    """What of a log goes with an error."""
    return text[-LOG_END:]


def _frames(error: BaseException, name: str) -> list[tuple[str, int, str]]:
    return [
        (frame.f_code.co_filename, line, frame.f_code.co_name)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if _own(frame.f_code.co_filename, name)
    ]


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
