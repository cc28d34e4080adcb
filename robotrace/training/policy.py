"""What a user's file gives a problem: its functions and numbers, by the names of the problem's parameters.

A file is a user's own, and read, not imported: the functions run where the problem's candidates do.
"""

from __future__ import annotations

import ast
import builtins
import textwrap
from importlib import resources
from pathlib import Path
from typing import Any

from robotrace.episodes.library import POLICIES
from robotrace.errors import OptionError, ProposalError, UnknownNameError
from robotrace.opto import Candidate, Problem, Variable
from robotrace.opto.readable import readable


def policy_of(name: str, problem: Problem) -> Candidate:
    """The candidate that a file makes: each parameter that it has a function or a literal for, the others as they are at the start.

    Args:
        name: The path of a file, "./mine.py", or the name of a bundled policy of the problem's family, such as "density".
        problem: The problem, whose parameter `Player.act` is the file's function `act`, and `west_east` its `west_east = 23`.

    Raises:
        UnknownNameError: There is no such file or policy.
        ProgramError: The file is not Python.
        OptionError: It has nothing for the problem, or a function that uses what stands outside of it.
    """
    text = _read(name, problem.name.partition("/")[0])
    with readable(name):
        tree = ast.parse(text)
    values = {it.name: value for it in problem.variables if (value := _value(it, tree, text, name)) is not None}
    if not values:
        wanted = ", ".join(_short(variable) for variable in problem.variables)
        raise OptionError(f"{name} has nothing for {problem.name}: expected a function or a literal named {wanted}.")
    try:
        return problem.candidate(values)
    except ProposalError as error:
        raise OptionError(f"{name} does not fit {problem.name}: {error}") from error


def policy_names_of(family: str) -> tuple[str, ...]:
    """The bundled policies of a family of problems."""
    folder = resources.files(POLICIES).joinpath(family)
    files = folder.iterdir() if folder.is_dir() else ()
    return tuple(sorted(it.name.removesuffix(".py") for it in files if it.name.endswith(".py") and it.name[0] != "_"))


def _read(name: str, family: str) -> str:
    path = Path(name)
    if path.suffix == ".py" or "/" in name:
        if not path.is_file():
            near = path.parent.glob("*.py") if path.parent.is_dir() else ()
            raise UnknownNameError("policy file", name, (str(other) for other in near))
        return path.read_text(encoding="utf-8")
    known = {policy.replace("_", "-"): policy for policy in policy_names_of(family)}.get(name.replace("_", "-"))
    if known is None:
        raise UnknownNameError(f"policy of {family}", name, policy_names_of(family))
    return resources.files(POLICIES).joinpath(family, f"{known}.py").read_text(encoding="utf-8")


def _short(variable: Variable) -> str:
    return variable.name.rpartition(".")[2]


def _value(variable: Variable, tree: ast.Module, text: str, origin: str) -> Any:
    """A parameter's value in a file; None where it has none."""
    for statement in tree.body:
        if variable.kind == "code" and isinstance(statement, ast.FunctionDef) and statement.name == _short(variable):
            _check_alone(statement, tree, origin)
            lines = text.splitlines()[statement.lineno - 1 : statement.end_lineno]
            return textwrap.dedent("\n".join(lines)) + "\n"
        if variable.kind != "code" and isinstance(statement, ast.Assign):
            names = [target.id for target in statement.targets if isinstance(target, ast.Name)]
            if _short(variable) in names:
                return _literal(statement.value, f"{origin}, line {statement.lineno}")
    return None


def _literal(value: ast.expr, where: str) -> Any:
    try:
        return ast.literal_eval(value)
    except ValueError as error:
        raise OptionError(f"{where}: expected a literal, found {ast.unparse(value):.80}.") from error


def _check_alone(function: ast.FunctionDef, tree: ast.Module, origin: str) -> None:
    """Refuse a function that needs more of the file than itself."""
    used = {it.id for it in ast.walk(function) if isinstance(it, ast.Name) and isinstance(it.ctx, ast.Load)}
    own = {it.id for it in ast.walk(function) if isinstance(it, ast.Name) and isinstance(it.ctx, ast.Store)}
    outside = {name for statement in tree.body if statement is not function for name in _defined(statement)}
    if needed := sorted((used & outside) - own - set(dir(builtins))):
        raise OptionError(
            f"{origin}, line {function.lineno}: {function.name} uses {needed[0]!r}, which stands outside of it: put it inside."
        )


def _defined(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return [statement.name]
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return [(alias.asname or alias.name).partition(".")[0] for alias in statement.names]
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    return [it.id for target in targets for it in ast.walk(target) if isinstance(it, ast.Name)]
