"""What can go between a process and a function that is kept in another: plain data, by value."""

from __future__ import annotations

from typing import Any

import numpy as np

from robotrace.opto.named import Observation
from robotrace.sandbox.forms import DEEPEST
from robotrace.text import with_article

PLAIN = "numbers, texts, None, lists, tuples, dicts, sets and numpy arrays of numbers"
_SIMPLE = frozenset({type(None), bool, int, float, str})


def is_plain(value: Any) -> bool:
    """Whether all of a value is plain data."""
    if type(value) in (list, tuple) and _SIMPLE.issuperset(map(type, value)):
        return True
    return not_plain(value) is None


def not_plain(value: Any, where: str = "", depth: int = 0) -> str | None:
    """What in a value is no plain data, such as "['goal'][0], a Goal"; None where all of it is."""
    kind = type(value)
    if kind in _SIMPLE or (isinstance(value, np.ndarray | np.generic) and _is_numeric(value)):
        return None
    if depth == DEEPEST:
        return f"{where}, nested more than {DEEPEST} deep"
    if kind is dict or kind is Observation:
        faults = (not_plain(key, f"{where}'s key", depth + 1) or _item(value, key, where, depth) for key in value)
    elif kind in (list, tuple):
        faults = (_item(value, index, where, depth) for index in range(len(value)))
    elif kind in (set, frozenset):
        faults = (not_plain(item, f"{where}'s item", depth + 1) for item in value)
    else:
        return f"{where}, {with_article(kind.__name__)}"
    return next(filter(None, faults), None)


def _item(value: Any, key: Any, where: str, depth: int) -> str | None:
    return not_plain(value[key], f"{where}[{key!r:.40}]", depth + 1)


def _is_numeric(value: np.ndarray[Any, Any] | np.generic) -> bool:
    return value.dtype.kind in "biuf" and (isinstance(value, np.generic) or type(value) is np.ndarray)
