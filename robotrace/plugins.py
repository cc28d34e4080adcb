"""What users bring: a task, a controller, an optimizer in a file of theirs, or in a package that announces it.

A file is named by its path and, after a colon, what in it is meant: "./mine.py:Mine". Such a file is a user's own program. It is
imported with all that its user may do, and what lies beside it can be imported from it, as `python ./mine.py` could.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
import traceback
from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any, NamedTuple

from robotrace.errors import OptionError, UnknownNameError
from robotrace.text import one_line


class Place(NamedTuple):
    """Where in a user's file something is.

    Attributes:
        path: The file, absolute.
        name: The name in it; "" where none was given.
    """

    path: Path
    name: str

    def __str__(self) -> str:
        return f"{self.path}:{self.name}" if self.name else str(self.path)


def place_of(name: str) -> Place | None:
    """The file and the name in it that a text such as "./mine.py:Mine" means; None where it names no Python file."""
    head, python, tail = name.rpartition(".py")
    if not python or (tail and not (tail[0] == ":" and tail[1:].isidentifier())):
        return None
    return Place(Path(f"{head}.py").expanduser().resolve(), tail[1:])


def load(place: Place, *, default: str, kind: str) -> Any:
    """What a user's file has under a name.

    Args:
        place: The file and the name.
        default: The name where the place has none.
        kind: What is looked for, in words, such as "task".

    Raises:
        OptionError: There is no such file, or it cannot be imported; names its line.
        UnknownNameError: The file has no such name.
    """
    module, name = module_of(place.path, kind=kind), place.name or default
    if not hasattr(module, name):
        own = [key for key, value in vars(module).items() if getattr(value, "__module__", None) == module.__name__]
        raise UnknownNameError(f"{kind} in {place.path}", name, (key for key in own if not key.startswith("_")))
    return getattr(module, name)


def module_of(path: Path, *, kind: str) -> ModuleType:
    """A user's file, imported afresh, with its neighbours within its reach.

    Args:
        path: The file.
        kind: What is looked for in it, in words.

    Raises:
        OptionError: There is no such file, or it cannot be imported; names its line.
    """
    path = path.expanduser().resolve()
    if not path.is_file():
        raise OptionError(f"There is no file {path} to take the {kind} from.")
    # The module has to be in sys.modules, or its dataclasses cannot resolve their annotations.
    alias = f"robotrace_user_{path.stem}_{hashlib.sha256(str(path).encode()).hexdigest()[:8]}"
    spec = importlib.util.spec_from_file_location(alias, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    before = sys.modules.get(alias)
    sys.modules[alias] = module
    try:
        if str(path.parent) not in sys.path:  # for good: a function may import when it is called
            sys.path.append(str(path.parent))  # at the end: a neighbour called numpy.py hides nothing
        spec.loader.exec_module(module)
    except BaseException as error:
        sys.modules.pop(alias, None)
        if before is not None:
            sys.modules[alias] = before
        if isinstance(error, Exception | SystemExit):
            raise OptionError(f"The {kind}'s file cannot be imported: {_where(error, path)}") from error
        raise
    return module


def installed(group: str) -> Mapping[str, EntryPoint]:
    """What installed packages announce under a group of entry points, such as "robotrace.optimizers", by name."""
    return _of_group(group, tuple(map(_state_of, sys.path)))


@lru_cache(maxsize=8)
def _of_group(group: str, folders: tuple[tuple[str, int], ...]) -> Mapping[str, EntryPoint]:
    return MappingProxyType({found.name: found for found in _announced(folders).select(group=group)})


@lru_cache(maxsize=1)
def _announced(_folders: tuple[tuple[str, int], ...]) -> Any:
    """All that installed packages announce; the folders of packages are read again when one of them has changed."""
    return entry_points()


def _state_of(folder: str) -> tuple[str, int]:
    try:
        return folder, os.stat(folder or os.curdir).st_mtime_ns
    except OSError:
        return folder, 0


def entry(announced: EntryPoint) -> Any:
    """What an installed package announces, imported.

    Raises:
        OptionError: It cannot be imported.
    """
    try:
        return announced.load()
    except (Exception, SystemExit) as error:
        words = one_line(f"{type(error).__name__}: {error}", 500)
        raise OptionError(f"{announced.name!r}, announced as {announced.value}, cannot be imported: {words}") from error


def _where(error: BaseException, path: Path) -> str:
    """An error with the line of the user's file that it came by."""
    words = one_line(f"{type(error).__name__}: {error}", 500)
    if isinstance(error, SyntaxError):
        return f"{error.filename or path}, line {error.lineno}: {words}"
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    return f"{path}, line {lines[-1]}: {words}" if lines else f"{path}: {words}"
