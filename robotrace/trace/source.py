"""Reading a function's source as a text that stands alone."""

from __future__ import annotations

import ast
import copy
import inspect
from collections.abc import Callable
from typing import Any, TypeAlias

from robotrace.errors import TraceError

FunctionDef: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


def source_text(function: Callable[..., Any]) -> str:
    """The source of a function: its `def` and body, at the left margin, without decorators.

    Docstring lines move with the function; the lines of other strings stay, since moving them would change the string.

    Raises:
        TraceError: it is no plain function, or its source is not at hand.
    """
    if not inspect.isfunction(function) or function.__name__ == "<lambda>":
        raise TraceError(f"bundle(trainable=True) needs a function written with def, found {function!r}")
    if hasattr(function, "__wrapped__"):
        raise TraceError(
            f"{function.__qualname__} has a decorator beneath bundle(trainable=True), which its source alone "
            "would lose; put the bundle directly above the def"
        )
    try:
        lines = inspect.getsource(function).splitlines()
    except (OSError, TypeError) as error:
        raise TraceError(
            f"The source of {function.__qualname__} is not at hand, so it cannot be a parameter; define it in a file"
        ) from error
    offset = 1 if lines[0][:1].isspace() else 0  # an indented function parses beneath an `if`
    definition = _definition("\n".join(["if True:"] * offset + lines), function.__name__)
    if definition is None:
        raise TraceError(
            f"The source of {function.__qualname__} has changed on disk since it was imported; import it again"
        )
    first, last = definition.lineno - offset, (definition.end_lineno or definition.lineno) - offset
    indent = lines[first - 1][: definition.col_offset]
    kept = {number - offset for number in _inside_strings(definition)}
    return "\n".join(
        line if number in kept else line.removeprefix(indent)
        for number, line in enumerate(lines[first - 1 : last], start=first)
    )


def _definition(text: str, name: str) -> FunctionDef | None:
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return None
    functions = (item for item in ast.walk(tree) if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef)))
    return next((item for item in functions if item.name == name), None)


def _inside_strings(definition: FunctionDef) -> set[int]:
    """Lines that begin inside a string, the docstring excepted."""
    docstring = definition.body[0] if ast.get_docstring(definition, clean=False) is not None else None
    strings = (
        item
        for statement in definition.body
        if statement is not docstring
        for item in ast.walk(statement)
        if isinstance(item, (ast.Constant, ast.JoinedStr))
    )
    return {number for item in strings for number in range(item.lineno + 1, (item.end_lineno or item.lineno) + 1)}


def header(definition: FunctionDef) -> str:
    """The `def` line of a function, without its annotations, decorators and body: its name, arguments and defaults."""
    arguments = copy.deepcopy(definition.args)
    for item in ast.walk(arguments):
        if isinstance(item, ast.arg):
            item.annotation = None
    prefix = "async def" if isinstance(definition, ast.AsyncFunctionDef) else "def"
    return f"{prefix} {definition.name}({ast.unparse(arguments)})"
