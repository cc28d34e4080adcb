"""Plain data to JSON and back, with arrays, tuples and sets kept apart from lists and dicts.

Nothing executes on decoding, so a record may come from anywhere.
"""

from __future__ import annotations

from typing import Any

import numpy as np

_TAG = "~"
MAX_KEYS = 4096
"""Of a set, or of a dict with other keys than texts: hashes of numbers can be made to collide, and that takes time."""


def encode(value: Any) -> Any:
    """JSON-compatible form of numbers, texts, containers and numpy arrays; of anything else its `repr`."""
    match value:
        case np.ndarray() if value.dtype.kind in "biuf":
            return {
                _TAG: "array",
                "dtype": value.dtype.str,
                "shape": list(value.shape),
                "values": value.ravel().tolist(),
            }
        case np.generic() if value.dtype.kind in "biuf":
            return {_TAG: "scalar", "dtype": value.dtype.str, "value": value.item()}
        case None | bool() | int() | float() | str():  # after numpy's own: its float64 is a float too
            return value
        case list():
            return [encode(item) for item in value]
        case tuple() | set() | frozenset():
            return {_TAG: type(value).__name__, "items": [encode(item) for item in value]}
        case dict():
            return {_TAG: "dict", "items": [[encode(key), encode(item)] for key, item in value.items()]}
        case _:
            return {_TAG: "repr", "text": repr(value)}


def decode(data: Any) -> Any:
    """What `encode` was given; a value known by its `repr` only comes back as that text.

    Raises:
        ValueError: The data is not of the form that `encode` writes.
    """
    if isinstance(data, list):
        return [decode(item) for item in data]
    if not isinstance(data, dict):
        return data
    match data.get(_TAG):
        case "array":
            return np.array(data["values"], dtype=_number_type(data["dtype"])).reshape(data["shape"])
        case "scalar":
            return _number_type(data["dtype"]).type(data["value"])
        case "tuple":
            return tuple(decode(item) for item in data["items"])
        case "set":
            return {decode(item) for item in _few(data["items"])}
        case "frozenset":
            return frozenset(decode(item) for item in _few(data["items"]))
        case "dict":
            _few([key for key, _ in data["items"] if not isinstance(key, str)])
            return {decode(key): decode(item) for key, item in data["items"]}
        case "repr":
            return data["text"]
        case tag:
            raise ValueError(f"expected a tagged value, found the tag {tag!r}")


def _few(items: list[Any]) -> list[Any]:
    if len(items) > MAX_KEYS:
        raise ValueError(f"expected at most {MAX_KEYS} items of a set or keys of a dict, found {len(items)}")
    return items


def _number_type(name: str) -> np.dtype[Any]:
    dtype = np.dtype(name)
    if dtype.kind not in "biuf":
        raise ValueError(f"expected an array of numbers, found dtype {name!r}")
    return dtype
