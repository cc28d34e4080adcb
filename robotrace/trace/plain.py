"""Values of parameters as plain JSON, and back.

What JSON holds itself stands there as it is; other values are objects with a "$type": tuples, sets, arrays, numbers of numpy,
numbers that are not finite, bytes, complex numbers, and dicts whose keys are no texts.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from robotrace.errors import ParameterError

TAG = "$type"
MOST_NESTED = 100
"""Levels of containers in containers that are read."""


def to_json(name: str, value: Any, depth: int = 0) -> Any:
    """The value of a parameter as plain JSON data.

    Raises:
        ParameterError: It is of a type that has no such form, or nested deeper than is read.
    """
    if depth > MOST_NESTED:
        raise ParameterError(f"Parameter {name!r} is nested deeper than {MOST_NESTED} levels: it cannot be saved")

    def each(items: Any) -> list[Any]:
        return [to_json(name, item, depth + 1) for item in items]

    kind = type(value)
    if value is None or kind in (bool, int) or (kind is float and math.isfinite(value)):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if kind is list:
        return each(value)
    if kind is dict and TAG not in value and all(type(key) is str for key in value):
        return dict(zip(value, each(value.values()), strict=True))
    if kind in (float, complex):
        return {TAG: kind.__name__, "value": repr(value)}
    if kind is bytes:
        return {TAG: "bytes", "value": value.hex()}
    if kind is dict:
        return {TAG: "dict", "value": [each(pair) for pair in value.items()]}
    if kind in (tuple, set, frozenset):
        return {TAG: kind.__name__, "value": each(value)}
    if kind.__module__ == "numpy" and getattr(getattr(value, "dtype", None), "kind", "O") in "biuf":
        return {TAG: "array", "dtype": str(value.dtype), "value": to_json(name, value.tolist(), depth + 1)}
    raise ParameterError(
        f"Parameter {name!r} holds a value of type {kind.__name__}, which has no form as JSON: keep it out of the saved "
        "parameters, or make it of numbers, texts, lists, tuples, dicts, sets and arrays"
    )


def from_json(name: str, plain: Any, depth: int = 0) -> Any:
    """The value that `to_json` made the data of.

    Raises:
        ParameterError: It is no such data.
    """
    if depth > MOST_NESTED:
        raise ParameterError(f"The saved value of {name!r} is nested deeper than {MOST_NESTED} levels")

    def each(items: Any) -> list[Any]:
        return [from_json(name, item, depth + 1) for item in items]

    if isinstance(plain, list):
        return each(plain)
    if not isinstance(plain, dict):
        return plain
    if TAG not in plain:
        return dict(zip(plain, each(plain.values()), strict=True))
    try:
        if plain[TAG] == "array":
            return _array(str(plain["dtype"]), from_json(name, plain["value"], depth + 1))
        return _MAKERS[plain[TAG]](plain["value"] if plain[TAG] in _OF_TEXT else each(plain["value"]))
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise ParameterError(f"The saved value of {name!r} is not as `save` writes it: {error!r:.200}") from error


_OF_TEXT = ("float", "complex", "bytes")
_MAKERS: dict[str, Callable[[Any], Any]] = {
    "float": float,
    "complex": complex,
    "bytes": bytes.fromhex,
    "dict": dict,
    "tuple": tuple,
    "set": set,
    "frozenset": frozenset,
}


def _array(dtype: str, items: Any) -> Any:
    import numpy as np  # only a parameter that is an array needs it

    kind = np.dtype(dtype)
    if kind.kind not in "biuf":
        raise ValueError(f"dtype {dtype!r}")
    return np.array(items, dtype=kind)[()]
