"""Values as they are now: what a workflow changes in place later does not change its graph.

Only built-in containers and numpy's arrays are copied, those in containers too; all other objects are kept as they are. So is
a value of more than `MOST_ITEMS` items or `MOST_BYTES` bytes of arrays, whole: a copy for each call would cost more than the
call does.
"""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Callable
from functools import lru_cache
from operator import is_
from typing import Any

from robotrace.trace.containers import ATOMS

MOST_ITEMS = 1_000
"""Items of all containers of a value."""
MOST_BYTES = 1 << 16
"""Bytes of all arrays of a value."""


UNKNOWN = object()
"""What stands for a snapshot that is not made yet."""


def snapshot(value: Any) -> Any:
    """The value as it is now: a copy of what can change in place, and the value itself where nothing can or it is too large."""
    kind = type(value)
    if kind in ATOMS:
        return value
    quick = of_atoms(value)
    return copied(value) if quick is UNKNOWN else quick


def copied(value: Any) -> Any:
    """The snapshot of a value that is known to be neither an atom nor a container of atoms alone."""
    if _copier(type(value)) is None:  # type: ignore[arg-type]  # mypy doubts that types are hashable
        return value
    try:
        return _copied(value, _Room())
    except Exception:  # noqa: BLE001 - it is too large, or a container of the user's own that refuses to be copied
        return value


def of_atoms(value: Any) -> Any:
    """The snapshot of a list, tuple or dict of nothing but atoms, which holds no node either; `UNKNOWN` for all other values."""
    kind = type(value)
    if kind is list or kind is tuple:
        if ATOMS.issuperset(map(type, value)):
            return value[:] if len(value) <= MOST_ITEMS else value
    elif kind is dict and ATOMS.issuperset(map(type, value)) and ATOMS.issuperset(map(type, value.values())):
        return value.copy() if len(value) <= MOST_ITEMS else value
    return UNKNOWN


class _Room:
    """What may still be copied of one value.

    Attributes:
        items, bytes: How many.
        around: The containers around what is being copied; one may contain itself.
    """

    __slots__ = ("around", "bytes", "items")

    def __init__(self) -> None:
        self.items = MOST_ITEMS
        self.bytes = MOST_BYTES
        self.around: set[int] = set()

    def take(self, items: int, size: int = 0) -> None:
        """Count what is about to be copied."""
        self.items -= items
        self.bytes -= size
        if self.items < 0 or self.bytes < 0:
            raise OverflowError


Copier = Callable[[Any, _Room], Any]


@lru_cache(maxsize=1024)
def _copier(kind: Any) -> Copier | None:
    """What copies the values of a type; None where they are kept."""
    if issubclass(kind, dict):
        return _mapping
    if issubclass(kind, (list, deque)):
        return _sequence
    if kind is tuple or hasattr(kind, "_make"):
        return _tuple
    if issubclass(kind, (set, bytearray)):
        return _plain
    is_array = any(base.__module__ == "numpy" and base.__name__ == "ndarray" for base in kind.__mro__)
    return _array if is_array else None


def _copied(value: Any, room: _Room) -> Any:
    """What stands in a container's copy in place of an item."""
    kind = type(value)
    copies = None if kind in ATOMS else _copier(kind)  # type: ignore[arg-type]  # as above
    if copies is _array:  # it holds nothing that could hold it
        return _array(value, room)
    if copies is None or id(value) in room.around:
        return value
    room.around.add(id(value))
    try:
        return copies(value, room)
    finally:
        room.around.discard(id(value))


def _mapping(value: Any, room: _Room) -> Any:
    room.take(len(value))
    fresh = value.copy() if type(value) is dict else copy.copy(value)
    for key, item in value.items():
        if type(item) not in ATOMS:
            fresh[key] = _copied(item, room)
    return fresh


def _sequence(value: Any, room: _Room) -> Any:
    room.take(len(value))
    fresh = value[:] if type(value) is list else copy.copy(value)
    for index, item in enumerate(value):
        if type(item) not in ATOMS:
            fresh[index] = _copied(item, room)
    return fresh


def _tuple(value: Any, room: _Room) -> Any:
    room.take(len(value))
    items = [_copied(item, room) for item in value]
    if all(map(is_, items, value)):
        return value
    return tuple(items) if type(value) is tuple else type(value)._make(items)


def _plain(value: Any, room: _Room) -> Any:
    room.take(len(value))
    return copy.copy(value)


def _array(value: Any, room: _Room) -> Any:
    room.take(0, value.nbytes)
    return value.copy()
