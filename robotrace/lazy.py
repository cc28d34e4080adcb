"""Public names that are imported when they are first used (PEP 562), so that a program loads what it needs and no more.

A package keeps one table of its public names, by the module that each is found in; for type checkers it imports the same names
under `if TYPE_CHECKING`, and a test holds the two to each other.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazily(package: str, table: Mapping[str, str]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """A package's `__getattr__` and `__dir__`.

    Args:
        package: The package's `__name__`.
        table: The names, with spaces between them, by the module that has them, ".task" for one of the package's own;
            under the package's own name, its submodules.

    Returns:
        The two functions, to be bound to those names in the package.
    """
    homes = {name: module for module, names in table.items() for name in names.split()}

    def find(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        home = homes[name]
        if home == package:
            return import_module(f"{package}.{name}")
        found = import_module(home, package)
        for other in table[home].split():  # a module of the same name as one of them would hide it from now on
            setattr(sys.modules[package], other, getattr(found, other))
        return getattr(found, name)

    def names() -> list[str]:
        return sorted({*vars(sys.modules[package]), *homes})

    return find, names
