"""Forms that data from an untrusted process must have: small parsers that are put together into larger ones.

A form takes decoded data and the place that it stands at, returns the data as it may be used from then on, and raises ValueError
with that place where the data is anything else. Nothing is converted by guess.
"""

from __future__ import annotations

from collections.abc import Callable
from sys import float_info
from typing import Any, NoReturn, TypeAlias

import numpy as np

from robotrace.text import cut, encodable, escaped

Form: TypeAlias = Callable[[Any, str], Any]

DEEPEST = 50
"""How deep plain data may nest: what shows, copies or stores it later goes down with it."""
_LEAVES = frozenset((type(None), bool, float))
_CONTAINERS = (dict, list, tuple, set, frozenset)


def flag(data: Any, at: str) -> bool:
    """True or False."""
    if type(data) is not bool:
        _refuse(at, "true or false", data)
    return data


def nothing(data: Any, at: str) -> None:
    """No value."""
    if data is not None:
        _refuse(at, "nothing", data)


def whole(low: int, high: int) -> Form:
    """A whole number from `low` to `high`."""

    def form(data: Any, at: str) -> int:
        if type(data) is not int or not low <= data <= high:
            _refuse(at, f"a whole number from {low} to {high}", data)
        return data

    return form


def text(most: int) -> Form:
    """A text that UTF-8 can write, of at most so many characters, as it is."""

    def form(data: Any, at: str) -> str:
        if type(data) is not str or len(data) > most or not (data.isascii() or encodable(data) == data):
            _refuse(at, f"a text of at most {most} characters", data)
        return data

    return form


def words(most: int) -> Form:
    """A text for reading, of at most so many characters; control characters are written out."""
    as_it_is = text(most)

    def form(data: Any, at: str) -> str:
        found: str = as_it_is(data, at)
        return found if found.isprintable() else escaped(found, most)[:most]

    return form


def one_of(*known: str) -> Form:
    """One of some texts."""

    def form(data: Any, at: str) -> str:
        if type(data) is not str or data not in known:
            _refuse(at, " or ".join(known), data)
        return data

    return form


def optional(inner: Form) -> Form:
    """None, or what another form says."""

    def form(data: Any, at: str) -> Any:
        return None if data is None else inner(data, at)

    return form


def items(inner: Form, most: int) -> Form:
    """A list of at most so many items of one form."""

    def form(data: Any, at: str) -> list[Any]:
        if type(data) is not list or len(data) > most:
            _refuse(at, f"a list of at most {most} items", data)
        return [inner(item, f"{at}[{index}]") for index, item in enumerate(data)]

    return form


def mapping(**fields: Form) -> Form:
    """A dict with exactly these keys, each of its own form."""

    def form(data: Any, at: str) -> dict[str, Any]:
        if type(data) is not dict or data.keys() != fields.keys():
            _refuse(at, f"a dict of {', '.join(fields)}", data)
        return {name: inner(data[name], f"{at}.{name}") for name, inner in fields.items()}

    return form


def table(inner: Form) -> Form:
    """A dict of texts to items of one form."""

    def form(data: Any, at: str) -> dict[str, Any]:
        if type(data) is not dict:
            _refuse(at, "a dict", data)
        return {_name(name, f"{at}'s key"): inner(item, f"{at}.{name}") for name, item in data.items()}

    return form


def either(*forms: Form) -> Form:
    """What one of some forms says, the first that fits; the words of the last where none does."""

    def form(data: Any, at: str) -> Any:
        for inner in forms[:-1]:
            try:
                return inner(data, at)
            except ValueError:
                continue
        return forms[-1](data, at)

    return form


def plain(data: Any, at: str) -> Any:
    """Numbers, texts, None, lists, tuples, dicts, sets and numpy arrays of numbers; bounded in depth and size of numbers."""
    _walk(data, at, 0)
    return data


def _walk(data: Any, at: str, depth: int) -> None:
    kind = type(data)
    if kind in _LEAVES:
        return
    if kind is str:
        _value(data, at)
    elif kind is int:
        if not -float_info.max <= data <= float_info.max:
            raise ValueError(
                f"{at}: expected a number within the range of floats, found one of {data.bit_length()} bits"
            )
    elif kind in _CONTAINERS:
        if depth == DEEPEST:
            raise ValueError(f"{at}: expected data nested at most {DEEPEST} deep, found more")
        if kind is not dict and _LEAVES.issuperset(map(type, data)):
            return
        for item in (*data.keys(), *data.values()) if kind is dict else data:
            _walk(item, at, depth + 1)
    elif not (isinstance(data, np.ndarray | np.generic) and data.dtype.kind in "biuf"):
        _refuse(at, "plain data", data)


def _refuse(at: str, expected: str, found: Any) -> NoReturn:
    size = f" of length {len(found)}" if isinstance(found, str | list | dict) else ""
    raise ValueError(f"{cut(at)}: expected {expected}, found {type(found).__name__}{size}")


_name = words(1000)
_value = text(1 << 24)
