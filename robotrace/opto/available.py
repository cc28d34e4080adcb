"""What the code of a parameter may use besides: the user's own functions, objects and attributes, one line each.

A model that writes a function's body has to know what it can call there. Listed are what a method finds on its object, and those
names of the program that the user's own text of the function mentions, in its docstring or in its body.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace

from robotrace.opto.records import Variable
from robotrace.text import one_line

MOST = 16
"""Lines about one parameter."""
_DOC = 160  # characters of a docstring
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def mentioned(source: str) -> frozenset[str]:
    """All names in a text, those in its docstring and comments too."""
    return frozenset(re.findall(r"[^\W\d]\w*", source))


def with_doc(signature: str, doc: str | None) -> str:
    """A signature, and what its docstring says first."""
    first = (doc or "").strip().partition("\n\n")[0]
    return f"{signature}: {one_line(first, _DOC)}" if first else signature


def listed(lines: Iterator[str]) -> tuple[str, ...]:
    """The lines, each once; of too many, the first."""
    unique = list(dict.fromkeys(lines))
    return tuple(unique if len(unique) <= MOST else [*unique[:MOST], f"... {len(unique) - MOST} more"])


def in_program(tree: ast.Module, variable: Variable) -> Variable:
    """A code parameter with what the rest of its file offers it; others as they are.

    Args:
        tree: The file, which its user trusts.
        variable: One of its trainable parts, by the name that the file gives it.
    """
    if variable.kind != "code":
        return variable
    return replace(variable, available=listed(_lines(tree, variable)))


def _lines(tree: ast.Module, variable: Variable) -> Iterator[str]:
    names = mentioned(str(variable.value))
    *classes, own = variable.name.split(".")
    body = tree.body
    for name in classes:
        found = next((it for it in body if isinstance(it, ast.ClassDef) and it.name == name), None)
        if found is None:
            return
        body = found.body
        yield from _of_object(body, own, names)
    for statement in tree.body:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef() if statement.name in names - {own}:
                yield with_doc(f"{statement.name}({_arguments(statement)})", ast.get_docstring(statement))
            case ast.ClassDef() if statement.name in names - {*classes}:
                yield with_doc(f"class {statement.name}", ast.get_docstring(statement))
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)) if name in names:
                yield f"{name} = {one_line(ast.unparse(statement.value), _DOC)}" if statement.value else name


def _of_object(body: list[ast.stmt], own: str, names: frozenset[str]) -> Iterator[str]:
    """The attributes that `__init__` sets, and the other methods."""
    for function in body:
        if not isinstance(function, _Function) or function.name in (own, "forward"):  # forward calls this one
            continue
        if function.name == "__init__":
            for name, value in _set_in(function):
                if not name.startswith("_") or name in names:
                    yield f"self.{name} = {one_line(ast.unparse(value), _DOC)}" if value else f"self.{name}"
        elif not function.name.startswith("_") or function.name in names:
            yield with_doc(f"self.{function.name}({_arguments(function, skip=1)})", ast.get_docstring(function))


def _set_in(init: _Function) -> Iterator[tuple[str, ast.expr | None]]:
    """The attributes of self that are set, each with the expression of its value where it has one of its own."""
    for statement in ast.walk(init):
        if not isinstance(statement, ast.Assign | ast.AnnAssign):
            continue
        for target in statement.targets if isinstance(statement, ast.Assign) else [statement.target]:
            several = target.elts if isinstance(target, ast.Tuple | ast.List) else ()
            for part in several or (target,):
                if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == "self":
                    yield part.attr, None if several else statement.value


def _arguments(function: _Function, skip: int = 0) -> str:
    arguments = ast.unparse(function.args)
    if not skip:
        return arguments
    is_static = any(isinstance(mark, ast.Name) and mark.id == "staticmethod" for mark in function.decorator_list)
    return arguments if is_static else arguments.partition(",")[2].strip()
