"""Controllers by name or path."""

from __future__ import annotations

import ast
import importlib.util
import sys
from collections.abc import Iterator
from importlib import resources
from importlib.metadata import EntryPoint
from pathlib import Path

from robotrace import plugins
from robotrace.errors import OptionError, ProgramError, UnknownNameError
from robotrace.opto import ENTRY, Program
from robotrace.results import files
from robotrace.text import one_line

POLICIES = "robotrace.policies"
"""The package of the bundled controllers, and the group of entry points under which other packages announce theirs."""
SHARED = "policy.py"
"""In a folder that was exported for a model hub, the controller with its trainable parts marked."""
_ALWAYS_THERE = {*sys.stdlib_module_names, "numpy", "scipy", "robotrace"}


def policy_names() -> tuple[str, ...]:
    """The controllers that have names: the bundled starters, and those that installed packages announce."""
    files = resources.files(POLICIES).iterdir()
    bundled = (f.name.removesuffix(".py") for f in files if f.name.endswith(".py") and f.name[0] != "_")
    return tuple(sorted({*bundled, *plugins.installed(POLICIES)}))


def find_controller(name: str) -> Program:
    """A bundled policy or one of an installed package by its name, or a user's own by its path.

    Args:
        name: Such as "pick_place", "./mine.py" or "./mine.py:my_function", or a folder that `robotrace export --format hub` wrote,
            also a stranger's: no link in it is followed.

    Raises:
        UnknownNameError: There is no such policy or file.
        ProgramError: The file cannot be read as a controller, or is not all of it.
        OptionError: An installed package does not have what it announces.
    """
    path, entry = _split(name)
    if is_shared(path):
        return _shared(path)
    if path.suffix == ".py" or "/" in name:
        if not path.is_file():
            near = path.parent.glob("*.py") if path.parent.is_dir() else ()
            raise UnknownNameError("controller file", str(path), (str(other) for other in near))
        return _read(path, entry)
    known = {policy.replace("_", "-"): policy for policy in policy_names()}.get(str(path).replace("_", "-"))
    if known is None:
        raise UnknownNameError("policy", str(path), policy_names())
    if known in (announced := plugins.installed(POLICIES)):
        return _announced(announced[known])
    text = resources.files(POLICIES).joinpath(f"{known}.py").read_text(encoding="utf-8")
    return Program.parse(text, entry=entry, origin=f"policy {known!r}")


def is_shared(path: Path) -> bool:
    """Whether a path is a folder that was exported for a model hub."""
    return path.is_dir() and (path / SHARED).is_file()


def _shared(folder: Path) -> Program:
    try:
        text = files.read(folder / SHARED, within=folder).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise OptionError(f"{str(folder / SHARED)!r} cannot be read: {one_line(str(error), 200)}.") from error
    return Program.parse(text, origin=str(folder / SHARED))


def _announced(policy: EntryPoint) -> Program:
    """The controller that an installed package announces as "module" or "module:function"; its file is read, not imported."""
    try:
        spec = importlib.util.find_spec(policy.module)
    except ImportError:
        spec = None
    if spec is None or spec.origin is None or not spec.origin.endswith(".py"):
        raise OptionError(
            f"The policy {policy.name!r} is announced as {policy.value}, which is no Python file's module."
        )
    return _read(Path(spec.origin), policy.attr or ENTRY)


def _read(path: Path, entry: str) -> Program:
    program = Program.read(path, entry=entry)
    for line, module in _imports(program.text):
        top = module.partition(".")[0]
        beside = top not in _ALWAYS_THERE and any((path.parent / place).exists() for place in (top, f"{top}.py"))
        if beside or not top:
            raise ProgramError(
                f"{path}, line {line}, imports {module!r} from beside it: a controller runs as one text, in "
                "a sandbox without other files. Put what it needs into the file."
            )
    return program


def _imports(text: str) -> Iterator[tuple[int, str]]:
    """The line and the module of each import; of a relative one a name that begins with a dot."""
    for statement in ast.walk(ast.parse(text)):
        if isinstance(statement, ast.Import):
            yield from ((statement.lineno, alias.name) for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom):
            yield statement.lineno, "." * statement.level + (statement.module or "")


def _split(name: str) -> tuple[Path, str]:
    path, _, entry = name.rpartition(":")
    if path and entry.isidentifier():
        return Path(path), entry
    return Path(name), ENTRY
