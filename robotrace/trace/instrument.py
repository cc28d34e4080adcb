"""Changes to the syntax tree of a parameter's code: returned lines, defaults, private names."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import Any

from robotrace.trace.source import FunctionDef

SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


def own(statements: Iterable[ast.stmt]) -> Iterator[ast.AST]:
    """All that runs as part of these statements: not what stands in functions or classes defined by them."""
    pending: list[ast.AST] = list(statements)
    while pending:
        item = pending.pop()
        yield item
        if not isinstance(item, SCOPES):
            pending.extend(ast.iter_child_nodes(item))


def is_generator(function: FunctionDef) -> bool:
    """Whether a call returns a generator, which has no returned line of its own."""
    return any(isinstance(item, (ast.Yield, ast.YieldFrom)) for item in own(function.body))


def instrument(function: FunctionDef, name: str) -> None:
    """Call a function `name`, and have it return (line, value) where it returns value; a generator is only renamed.

    Falling off the end returns (None, None).
    """
    function.name = name
    if not is_generator(function):
        function.body = [_Returns().visit(statement) for statement in function.body]
        function.body.append(_return_pair(None, None, function.body[-1]))


def take_defaults(function: FunctionDef) -> list[str]:
    """Put a name in place of each default value; the names, positional arguments first."""
    names: list[str] = []

    def named(default: ast.expr) -> ast.expr:
        names.append(f"__default_{len(names)}__")
        return ast.copy_location(ast.Name(names[-1], ast.Load()), default)

    arguments = function.args
    arguments.defaults = [named(default) for default in arguments.defaults]
    arguments.kw_defaults = [named(default) if default is not None else None for default in arguments.kw_defaults]
    return names


def mangle(function: FunctionDef, owner: str) -> None:
    """Give private names (`self.__x`) the form that they have within their class."""
    prefix = "_" + owner.lstrip("_")
    if prefix == "_":
        return
    for item in ast.walk(function):
        for field in ("id", "attr", "arg"):
            name = getattr(item, field, None)
            if isinstance(name, str) and name.startswith("__") and not name.endswith("__"):
                setattr(item, field, prefix + name)


class _Returns(ast.NodeTransformer):
    """Turns `return x` into `return (line, x)`, in one function only."""

    def visit(self, node: ast.AST) -> Any:
        if isinstance(node, SCOPES):
            return node
        if isinstance(node, ast.Return):
            return _return_pair(node.lineno, node.value, node)
        return self.generic_visit(node)


def _return_pair(line: int | None, value: ast.expr | None, where: ast.stmt) -> ast.Return:
    pair = ast.Tuple([ast.Constant(line), value or ast.Constant(None)], ast.Load())
    made = ast.copy_location(ast.Return(ast.copy_location(pair, where)), where)
    return ast.fix_missing_locations(made)
