"""Nodes inside lists, tuples, dicts and sets, nested as they come.

Only these containers are looked into. Arrays and other objects are values: they are never compared, copied or iterated.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from operator import is_not
from typing import Any

from robotrace.errors import TraceError
from robotrace.trace.operators import Operators

ATOMS = frozenset({int, float, str, bool, type(None), bytes, complex})
"""Types that hold no nodes; a container of nothing else is passed over at the speed of C."""

MOST_NESTED = 200
"""Levels of containers in containers that are looked into."""

CONTAINERS = (dict, list, tuple, set, frozenset)


@dataclass(frozen=True, slots=True)
class Ref:
    """What stands in a node's place where calls are written down: the output of another record of the same graph.

    Attributes:
        id: Position of that record in the graph.
    """

    id: int


def replace(value: Any, swap: Callable[[Any], Any], kind: type = Operators) -> Any:
    """A value with each node in it swapped for something else.

    Args:
        value: a node, a container of nodes, or anything else.
        swap: what to put in a node's place.
        kind: what is looked for instead of nodes.

    Returns:
        The value itself (the same object) where it holds no node; otherwise a new container of the same type.

    Raises:
        TraceError: It is nested deeper than `MOST_NESTED` levels.
    """
    return _replace(value, swap, kind, ())


def is_flat(value: Any) -> bool:
    """Whether a value certainly holds no node; found quickly, and True for most."""
    kind = type(value)
    if kind is list or kind is tuple:
        return ATOMS.issuperset(map(type, value)) or all(map(_is_leaf, map(type, value)))
    if kind in ATOMS or _is_leaf(kind):  # type: ignore[arg-type]  # mypy doubts that types are hashable
        return True
    if isinstance(value, dict):
        return ATOMS.issuperset(map(type, value)) and all(map(_is_leaf, map(type, value.values())))
    return False


@lru_cache(maxsize=1024)
def _is_leaf(kind: Any) -> bool:
    """Whether the values of a type are never looked into."""
    return not issubclass(kind, (Operators, Ref, *CONTAINERS))


def _replace(value: Any, swap: Callable[[Any], Any], kind: type, around: tuple[Any, ...]) -> Any:
    """`replace`, knowing the containers around the value: one may contain itself."""
    if isinstance(value, kind):
        return swap(value)
    if is_flat(value) or not isinstance(value, CONTAINERS) or any(value is outer for outer in around):
        return value
    if len(around) == MOST_NESTED:
        raise TraceError(
            f"A {type(around[0]).__name__} is nested deeper than {MOST_NESTED} levels, so it is not searched for nodes; "
            "nest it less, or make it an object of a class of your own, which is not looked into"
        )
    items = [*value.keys(), *value.values()] if isinstance(value, dict) else list(value)
    swapped = [_replace(item, swap, kind, (*around, value)) for item in items]
    if any(isinstance(item, kind) for item in items) or any(map(is_not, swapped, items)):
        return _rebuild(value, swapped)
    return value


def _rebuild(value: Any, items: list[Any]) -> Any:
    kind = type(value)
    if isinstance(value, dict):
        half = len(items) // 2
        fresh = dict(zip(items[:half], items[half:], strict=True))
        if kind is dict:
            return fresh
        changed = copy.copy(value)  # keeps what a subclass knows, such as a default factory
        changed.clear()
        changed.update(fresh)
        return changed
    if kind in (list, tuple, set, frozenset):
        return kind(items)
    if hasattr(kind, "_make"):  # a named tuple
        return kind._make(items)
    return next(base for base in (list, tuple, set, frozenset) if isinstance(value, base))(items)
