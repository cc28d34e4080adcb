"""Values in few characters."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any

from robotrace.text import cut
from robotrace.trace import Ref

_ITEMS = 24
_DEPTH = 4
_WORDS = 200
_WHOLE_ITEMS, _WHOLE_WORDS = 2_000, 40_000


def number(value: float, decimals: int | None = None) -> str:
    """A number without trailing zeros.

    Args:
        value: The number.
        decimals: The places after the point; None for six significant digits.
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


def short(value: Any, names: Callable[[int], str] = str, depth: int = _DEPTH, *, whole: bool = False) -> str:
    """A value as Python would write it, long ones cut.

    Args:
        value: The value, of any type.
        names: The name that a reference to a record is written as, from the record's id.
        depth: How many levels of containers are written.
        whole: Whether numbers are written with all their digits, and up to 2,000 items and 40,000 characters.
    """
    items, words = (_WHOLE_ITEMS, _WHOLE_WORDS) if whole else (_ITEMS, _WORDS)
    match value:
        case Ref():
            return names(value.id)
        case bool() | None:
            return repr(value)
        case int():
            return cut(str(value)) if abs(value) < 10**60 else "a whole number of more than 60 digits"
        case float():
            return repr(float(value)) if whole else number(value)
        case str():
            return repr(cut(value, words))
    if hasattr(value, "dtype") and hasattr(value, "tolist"):
        return _array(value, items, whole=whole)
    if depth == 0:
        return "..."
    if isinstance(value, Mapping):
        pairs = islice(value.items(), items)
        shown = [f"{short(key, whole=whole)}: {short(item, names, depth - 1, whole=whole)}" for key, item in pairs]
        return "{" + ", ".join(shown + _more(len(value), items)) + "}"
    if isinstance(value, (list, tuple)):
        shown = [short(item, names, depth - 1, whole=whole) for item in islice(value, items)]
        left, right = "[]" if isinstance(value, list) else "()"
        comma = "," if len(value) == 1 and right == ")" else ""
        return f"{left}{', '.join(shown + _more(len(value), items))}{comma}{right}"
    return cut(repr(value), words)


def _array(value: Any, items: int, *, whole: bool) -> str:
    if getattr(value, "size", 1) <= items:
        return short(value.tolist(), whole=whole)
    least, most = (number(float(value.min())), number(float(value.max()))) if value.dtype.kind in "iuf" else ("", "")
    return f"array of shape {value.shape}" + (f", from {least} to {most}" if least else "")


def _more(length: int, items: int) -> list[str]:
    return [f"... {length - items} more"] if length > items else []
