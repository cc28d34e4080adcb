"""Reading a function's source as a text that stands alone."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Callable
from functools import lru_cache
from types import FunctionType
from typing import Any, TypeAlias

from robotrace.errors import TraceError

FunctionDef: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


def written(function: Callable[..., Any]) -> FunctionType:
    """A function that was written with `def`, as such.

    Raises:
        TraceError: it is something else.
    """
    if not isinstance(function, FunctionType) or function.__name__ == "<lambda>":
        raise TraceError(f"bundle(trainable=True) needs a function written with def, found {function!r}")
    return function


def source_text(function: Callable[..., Any]) -> str:
    """The source of a function: its `def` and body, at the left margin, without decorators.

    Docstring lines move with the function; the lines of other strings stay, since moving them would change the string.

    Raises:
        TraceError: it is no plain function, or its source is not at hand.
    """
    function = written(function)
    if hasattr(function, "__wrapped__"):
        raise TraceError(
            f"{function.__qualname__} has a decorator beneath bundle(trainable=True), which its source alone "
            "would lose; put the bundle directly above the def"
        )
    filename = function.__code__.co_filename  # `inspect` would look through all modules for the one that it is of
    linecache.checkcache(filename)
    lines = linecache.getlines(filename, function.__globals__)
    if not lines:
        raise TraceError(
            f"The source of {function.__qualname__} is not at hand, so it cannot be a parameter; define it in a file"
        )
    definition = _definition("".join(lines), function)
    if definition is None:
        raise TraceError(
            f"The source of {function.__qualname__} has changed on disk since it was imported; import it again"
        )
    first, last = definition.lineno, definition.end_lineno or definition.lineno
    indent = lines[first - 1][: definition.col_offset]
    kept = _inside_strings(definition)
    return "\n".join(
        line.rstrip("\n") if number in kept else line.rstrip("\n").removeprefix(indent)
        for number, line in enumerate(lines[first - 1 : last], start=first)
    )


def _definition(text: str, function: FunctionType) -> FunctionDef | None:
    """Where a file defines a function; None where it does so no more."""
    try:
        tree = _parsed(text)
    except SyntaxError:
        return None
    for item in ast.walk(tree):
        if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef)) and item.name == function.__name__:
            starts = {item.lineno, *(decorator.lineno for decorator in item.decorator_list)}
            if function.__code__.co_firstlineno in starts:
                return item
    return None


@lru_cache(maxsize=2)
def _parsed(text: str) -> ast.Module:
    """A file, for each of the functions in it."""
    try:
        return ast.parse(text)
    except (RecursionError, MemoryError) as error:  # Python compiles what is too deep for a tree of objects
        raise TraceError(
            "A file is nested too deep for its functions to be read: write it in shorter expressions"
        ) from error


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
    given = definition.args
    arguments = ast.arguments(
        posonlyargs=_bare(given.posonlyargs),
        args=_bare(given.args),
        vararg=given.vararg and ast.arg(given.vararg.arg),
        kwonlyargs=_bare(given.kwonlyargs),
        kw_defaults=given.kw_defaults,
        kwarg=given.kwarg and ast.arg(given.kwarg.arg),
        defaults=given.defaults,
    )
    prefix = "async def" if isinstance(definition, ast.AsyncFunctionDef) else "def"
    return f"{prefix} {definition.name}({ast.unparse(arguments)})"


def _bare(arguments: list[ast.arg]) -> list[ast.arg]:
    """The same without annotations."""
    return [ast.arg(item.arg) for item in arguments]
