"""Values in few characters."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any

from robotrace.trace import Ref

_ITEMS = 24
_DEPTH = 4
_WORDS = 200


def number(value: float, decimals: int | None = None) -> str:
    """A number without trailing zeros.

    Args:
        value: any number.
        decimals: places after the point; None for six significant digits.
    """
    if not math.isfinite(value):
        return str(value)
    if decimals is None or abs(value) >= 1e9:
        return f"{value:.6g}"
    text = f"{value:.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def decimals_for(largest: float) -> int:
    """Places after the point that show a column of numbers: three (millimetres), more where all of them are small."""
    if not math.isfinite(largest) or largest == 0 or largest >= 0.1:
        return 3
    return min(12, 2 - math.floor(math.log10(largest)))


def short(value: Any, names: Callable[[int], str] = str, depth: int = _DEPTH) -> str:
    """A value as Python would write it, long ones cut.

    Args:
        value: anything.
        names: what a reference to a record is written as.
        depth: how far to look into containers.
    """
    match value:
        case Ref():
            return names(value.id)
        case bool() | None:
            return repr(value)
        case int():
            return cut(str(value)) if abs(value) < 10**60 else "a whole number of more than 60 digits"
        case float():
            return number(value)
        case str():
            return repr(cut(value))
    if hasattr(value, "dtype") and hasattr(value, "tolist"):
        return _array(value)
    if depth == 0:
        return "..."
    if isinstance(value, Mapping):
        items = [f"{short(key)}: {short(item, names, depth - 1)}" for key, item in islice(value.items(), _ITEMS)]
        return "{" + ", ".join(items + _more(len(value))) + "}"
    if isinstance(value, (list, tuple)):
        items = [short(item, names, depth - 1) for item in islice(value, _ITEMS)] + _more(len(value))
        left, right = "[]" if isinstance(value, list) else "()"
        return f"{left}{', '.join(items)}{',' if len(value) == 1 and right == ')' else ''}{right}"
    return cut(repr(value))


def cut(text: str, most: int = _WORDS) -> str:
    """A text of at most so many characters, saying how many were left out of the middle."""
    if len(text) <= most:
        return text
    head, tail = text[: most * 2 // 3], text[len(text) - most // 3 :]
    return f"{head} ...({len(text) - len(head) - len(tail)} characters left out)... {tail}"


def _array(value: Any) -> str:
    if getattr(value, "size", 1) > _ITEMS:
        numbers = (
            f", from {number(float(value.min()))} to {number(float(value.max()))}" if value.dtype.kind in "iuf" else ""
        )
        return f"array of shape {value.shape}{numbers}"
    return short(value.tolist())


def _more(length: int) -> list[str]:
    return [f"... {length - _ITEMS} more"] if length > _ITEMS else []
