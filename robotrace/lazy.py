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
        module = import_module(f"{package}.{name}" if home == package else home, package)
        value = module if home == package else getattr(module, name)
        setattr(sys.modules[package], name, value)  # it is not looked for again
        namesake = home.removeprefix(".")
        if homes.get(namesake) == home:  # importing a module has put it in the place of what has its name
            setattr(sys.modules[package], namesake, getattr(module, namesake))
        return value

    def names() -> list[str]:
        return sorted({*vars(sys.modules[package]), *homes})

    return find, names
