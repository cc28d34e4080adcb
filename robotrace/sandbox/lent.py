"""Lists, dicts, sets and arrays that two processes have a copy of each: what one changes, the other hears with the next message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from robotrace.opto.named import Observation
from robotrace.text import with_article

LENT = (list, dict, set, np.ndarray, Observation)
_ATOMS = frozenset({bool, int, float, str, type(None)})


def can_be_lent(value: Any) -> bool:
    """Whether a value is a container that can change in place."""
    return type(value) in LENT and (type(value) is not np.ndarray or value.flags.writeable)


class Lent:
    """One side's copies, by the numbers that both sides know them by."""

    def __init__(self) -> None:
        self._held: dict[int, tuple[Any, Any]] = {}
        self._numbers: dict[int, int] = {}

    def hold(self, number: int, value: Any) -> None:
        """Keep a value, and what it is like now."""
        self._held[number] = value, _copied(value)
        self._numbers[id(value)] = number

    def number(self, value: Any) -> int | None:
        """Of a value that is held, the very object; None for any other."""
        return self._numbers.get(id(value))

    def __getitem__(self, number: int) -> Any:
        return self._held[number][0]

    def __contains__(self, number: int) -> bool:
        return number in self._held

    def changed(self) -> Iterator[tuple[int, Any]]:
        """What has been changed here since it was last told; from now on that is told."""
        for number, (value, before) in self._held.items():
            if not _alike(value, before):
                self._held[number] = value, _copied(value)
                yield number, value

    def change(self, number: int, new: Any) -> None:
        """Do here what was done there: the object stays the same, and so do the containers in it, where they can."""
        value = self._held[number][0]
        if not _renewed(value, new):
            raise ValueError(
                f"{with_article(type(value).__name__)} cannot become {with_article(type(new).__name__)} of another shape in place"
            )
        self._held[number] = value, _copied(value)


def _copied(value: Any) -> Any:
    """A copy of all containers; other things stay the same objects."""
    kind = type(value)
    if kind is np.ndarray:
        return value.copy()
    if kind is dict or kind is Observation:
        return {key: _copied(item) for key, item in value.items()}
    if kind is list or kind is tuple:
        return kind(value) if _ATOMS.issuperset(map(type, value)) else kind(_copied(item) for item in value)
    return set(value) if kind is set else value


def _alike(value: Any, other: Any) -> bool:
    """Whether nothing has changed since the copy was made. Objects are compared by identity: none of theirs is asked."""
    kind = type(value)
    if kind is not type(other) and not (kind is Observation and type(other) is dict):
        return False
    if kind is np.ndarray:
        if value.shape != other.shape or value.dtype != other.dtype:
            return False
        return bool((value == other).all()) or value.tobytes() == other.tobytes()
    if kind is dict or kind is Observation:
        return list(value) == list(other) and all(_alike(item, other[key]) for key, item in value.items())
    if kind is list or kind is tuple:
        if len(value) != len(other):
            return False
        if _ATOMS.issuperset(map(type, value)):
            return bool(value == other) and all(map(_same_type, value, other))
        return all(map(_alike, value, other))
    if kind is set or kind in _ATOMS:
        return bool(value == other)
    return value is other


def _same_type(value: Any, other: Any) -> bool:
    return type(value) is type(other)


def _renewed(value: Any, new: Any) -> bool:
    """Make a container like another of its kind, in place; False where that cannot be."""
    kind = type(value)
    if kind is np.ndarray:
        if type(new) is not np.ndarray or new.shape != value.shape or new.dtype != value.dtype:
            return False
        if not _alike(value, new):
            value[...] = new
        return True
    if kind is set and type(new) is set:
        value.clear()
        value.update(new)
    elif kind is list and type(new) is list:
        old = value[: len(new)]
        value[:] = [_kept(before, item) for before, item in zip(old, new, strict=False)] + new[len(old) :]
    elif kind in (dict, Observation) and isinstance(new, dict):
        fresh = {key: _kept(value[key], item) if key in value else item for key, item in new.items()}
        value.clear()
        value.update(fresh)
    else:
        return False
    return True


def _kept(before: Any, new: Any) -> Any:
    """The container that was there, renewed; or what is in its place now."""
    return before if type(before) in LENT and _renewed(before, new) else new
