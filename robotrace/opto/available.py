"""What the code of a parameter may use besides: the user's own functions, objects and attributes, one line each.

A model that writes a function's body has to know what it can call there. Listed are what a method finds on its object, and those
names of the program that the user's own text of the function mentions, in its docstring or in its body.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sized
from dataclasses import replace
from typing import Any

from robotrace.opto.records import Variable
from robotrace.text import one_line

MOST = 16
"""Lines about one parameter."""
_DOC, _KEY = 160, 40  # characters of a docstring, of a key
_KEYS = 6  # of a mapping
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


def described(value: Any) -> str:
    """What a name stands for: its type, its size, the keys of a mapping; of data no more than that, of a number its value."""
    kind = type(value).__name__
    if isinstance(value, bool | int | float | None):
        return f"{kind}, {value}" if value is not None else "None"
    if isinstance(value, Mapping):
        keys = [one_line(repr(key), _KEY) for key in list(value)[:_KEYS]]
        more = ", ..." if len(value) > len(keys) else ""
        return f"{kind} with the keys {', '.join(keys)}{more}" if keys else f"{kind}, empty"
    if isinstance(value, Sized) and not isinstance(value, str | bytes):
        return f"{kind} of {len(value)}"
    return kind


def _lines(tree: ast.Module, variable: Variable) -> Iterator[str]:
    names = mentioned(str(variable.value))
    *classes, own = variable.name.split(".")
    body = tree.body
    for name in classes:
        found = next((it for it in body if isinstance(it, ast.ClassDef) and it.name == name), None)
        if found is None:
            return
        body = found.body
        yield from _of_object(body, own, names, dict(_set_one_by_one(tree)))
    for statement in tree.body:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef() if statement.name in names - {own}:
                yield with_doc(f"{statement.name}({_arguments(statement)})", ast.get_docstring(statement))
            case ast.ClassDef() if statement.name in names - {*classes}:
                yield with_doc(f"class {statement.name}", ast.get_docstring(statement))
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)) if name in names:
                yield f"{name}: {_expression(statement.value)}"


def _of_object(body: list[ast.stmt], own: str, names: frozenset[str], later: Mapping[str, ast.expr]) -> Iterator[str]:
    """The attributes that `__init__` or the program sets, and the other methods."""
    init = next((it for it in body if isinstance(it, _Function) and it.name == "__init__"), None)
    attributes = {**dict(_set_in(init) if init is not None else ()), **later}
    for name, value in attributes.items():
        if not name.startswith("_") or name in names:
            yield f"self.{name}: {_expression(value)}"
    for function in body:
        if not isinstance(function, _Function) or function.name in (own, "forward"):  # forward calls this one
            continue
        if not function.name.startswith("_") or (function.name in names and not function.name.startswith("__")):
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


def _set_one_by_one(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """The state that a program gives the object that it is entered by: `controller.gain = 2.0`."""
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(), attr=name)], value=value):
                yield name, value


def _expression(value: ast.expr | None) -> str:
    """What an expression is, without the texts in it."""
    if value is None:
        return "any"
    try:
        return described(ast.literal_eval(value))
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        pass
    if isinstance(value, ast.Call):
        given = {it.arg: it.value for it in value.keywords}
        name = given.get("name")
        if "trainable" in given and isinstance(name, ast.Constant):
            return f"the variable {name.value!s}"
        return f"{one_line(ast.unparse(value.func), _KEY)}(...)"
    if isinstance(value, ast.Name | ast.Attribute):
        return one_line(ast.unparse(value), _DOC)
    return "any"


def _arguments(function: _Function, skip: int = 0) -> str:
    arguments = ast.unparse(function.args)
    if not skip:
        return arguments
    is_static = any(isinstance(mark, ast.Name) and mark.id == "staticmethod" for mark in function.decorator_list)
    return arguments if is_static else arguments.partition(",")[2].strip()
