"""Meta-World imported without what takes most of the time and is never used: `scipy.spatial`, for one class whose part in the tasks
a quicker one has taken over, and the search for GLFW's library, in a process of its own, for windows that nobody opens.

Both are there the moment that something of them is asked for. Modules of other programs are left alone.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

ROTATIONS = "scipy.spatial.transform"
WINDOWS = "glfw"


class LateRotation:
    """scipy's class `Rotation`, imported when something of it is used."""

    def __getattr__(self, name: str) -> Any:
        return getattr(importlib.import_module(ROTATIONS).Rotation, name)


@contextmanager
def sparing() -> Iterator[None]:
    """Within the block Meta-World can be imported; what it takes of the two comes when it is used."""
    if WINDOWS not in sys.modules and (windows := _late(WINDOWS)) is not None:
        sys.modules[WINDOWS] = windows
    if ROTATIONS in sys.modules:
        yield
        return
    stand_in = ModuleType(ROTATIONS)
    vars(stand_in)["Rotation"] = LateRotation()
    sys.modules[ROTATIONS] = stand_in
    try:
        yield
    finally:
        if sys.modules.get(ROTATIONS) is stand_in:
            del sys.modules[ROTATIONS]


def _late(name: str) -> ModuleType | None:
    """A module whose text runs when something of it is asked for; None where there is no such module."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.loader is None:
        return None
    loader, module = spec.loader, importlib.util.module_from_spec(spec)

    def found(attribute: str) -> Any:
        if vars(module).pop("__getattr__", None) is not None:
            loader.exec_module(module)
        return getattr(module, attribute)

    vars(module)["__getattr__"] = found
    return module
