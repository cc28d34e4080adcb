"""What the function takes that a program is entered by, read from the user's own file."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from robotrace.errors import ProgramError
from robotrace.opto.program import ENTRY, Program
from robotrace.opto.readable import readable

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class Arguments:
    """The names of a function's parameters, in order.

    Attributes:
        required: Those without a default value.
        optional: Those with one.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.required, *self.optional)

    def __str__(self) -> str:
        return ", ".join([*self.required, *(f"{name}=..." for name in self.optional)])


def arguments_of(program: Program) -> Arguments:
    """What the entry of a program is called with: a function's parameters, or an object's of `__call__` or `forward`.

    Raises:
        ProgramError: The entry is neither, or takes its arguments without names.
    """
    with readable("the program"):
        tree = ast.parse(program.text)
    function, is_method = _function(tree, ENTRY)
    given = function.args
    if given.vararg or given.kwarg or given.posonlyargs:
        raise ProgramError(
            f"{function.name}, line {function.lineno}: a row's inputs are given by name, so name each argument, without "
            "*args, **kwargs and /."
        )
    positional = [one.arg for one in given.args][is_method:]
    count = len(positional) - len(given.defaults)
    keyword = [(one.arg, default) for one, default in zip(given.kwonlyargs, given.kw_defaults, strict=True)]
    return Arguments(
        (*positional[:count], *(name for name, default in keyword if default is None)),
        (*positional[count:], *(name for name, default in keyword if default is not None)),
    )


def _function(tree: ast.Module, name: str) -> tuple[ast.FunctionDef | ast.AsyncFunctionDef, bool]:
    """The definition behind a top-level name, and whether it is a method."""
    for statement in reversed(tree.body):
        if isinstance(statement, _FUNCTIONS) and statement.name == name:
            return statement, False
        if isinstance(statement, ast.Assign) and any(
            isinstance(it, ast.Name) and it.id == name for it in statement.targets
        ):
            if isinstance(statement.value, ast.Name):
                return _function(tree, statement.value.id)
            if isinstance(statement.value, ast.Attribute) and isinstance(statement.value.value, ast.Name):
                return _method(tree, statement.value.value.id, statement.value.attr), True
            return _method_of(tree, name, statement.value, "__call__", "forward"), True
    raise ProgramError(f"The program's {name!r} is no function, and no object made by its class.")


def _method(tree: ast.Module, name: str, method: str) -> ast.FunctionDef | ast.AsyncFunctionDef:
    """A method of the object that a top-level name is given."""
    for statement in reversed(tree.body):
        if isinstance(statement, ast.Assign) and any(
            isinstance(it, ast.Name) and it.id == name for it in statement.targets
        ):
            return _method_of(tree, name, statement.value, method)
    raise ProgramError(f"The program makes no object {name!r}.")


def _method_of(tree: ast.Module, name: str, made: ast.expr, *methods: str) -> ast.FunctionDef | ast.AsyncFunctionDef:
    """The first of these methods in the class that an expression makes an object of: `Agent(...)` or `Agent.__new__(Agent)`."""
    called = made.func if isinstance(made, ast.Call) else made
    owner = called.value if isinstance(called, ast.Attribute) and called.attr == "__new__" else called
    classes = {it.name: it for it in tree.body if isinstance(it, ast.ClassDef)}
    found = classes.get(owner.id) if isinstance(owner, ast.Name) else None
    parts: dict[str, ast.FunctionDef | ast.AsyncFunctionDef] = {}
    while found is not None:
        for part in found.body:
            if isinstance(part, _FUNCTIONS):
                parts.setdefault(part.name, part)
        found = next(
            (classes[base.id] for base in found.bases if isinstance(base, ast.Name) and base.id in classes), None
        )
    for method in methods:
        if method in parts:
            return parts[method]
    listed = " or ".join(f"{method}(self, ...)" for method in methods)
    raise ProgramError(f"The program's {name!r} has no method {listed} that can be seen in it.")
