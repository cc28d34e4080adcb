"""What a page holds of a run, which may be a stranger's: plain data without control characters, and JSON that ends no block."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from robotrace.text import printable


def clean(value: Any) -> Any:
    """Plain data that a page may hold: texts printable, numbers finite or None."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {printable(str(name)): clean(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean(item) for item in value]
    return value


def data_block(value: Any) -> str:
    """Plain data as JSON in ASCII that stands in HTML as it is: nothing in it can end its block or begin another."""
    text = json.dumps(clean(value), allow_nan=False, separators=(",", ":"))
    for letter in "<>&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def bounded(text: str, most: int) -> str:
    """The beginning and the end of a text, with a line that says how many characters were left out between them."""
    if len(text) <= most:
        return text
    head, tail = text[: most * 2 // 3], text[len(text) - most // 3 :]
    return f"{head}\n[... {len(text) - len(head) - len(tail):,} characters left out ...]\n{tail}"
