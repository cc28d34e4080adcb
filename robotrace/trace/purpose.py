"""What a check asks for, in words: its docstring, else its source where that is short, else its name."""

from __future__ import annotations

import functools
import linecache
from collections.abc import Callable
from types import CodeType
from typing import Any

LONGEST = 120
"""Characters of a lambda's body that are shown."""
_UNKNOWN = "a value that passes a check of its own"


def purpose(check: Callable[[Any], bool]) -> str:
    """What a check asks for: the first line of its docstring; the source of a lambda; the name of a function."""
    if isinstance(check, functools.partial):
        return purpose(check.func)
    doc = (check.__doc__ or "").strip().partition("\n")[0].rstrip(".")
    if doc:
        return doc
    name = getattr(check, "__name__", "")
    if name != "<lambda>":
        return f"a value that passes {name}()" if name else _UNKNOWN
    code = getattr(check, "__code__", None)
    if not isinstance(code, CodeType) or not code.co_argcount:
        return _UNKNOWN
    body = _body(code)
    return f"a value that passes `lambda {code.co_varnames[0]}: {body}`" if body else _UNKNOWN


def _body(code: CodeType) -> str:
    """The expression of a lambda as it is written, on one line; "" where its source is not at hand, or long."""
    spans = [
        (start, column, end, end_column)
        for start, end, column, end_column in code.co_positions()
        if start is not None and end is not None and column is not None and end_column is not None
        if (start, column) < (end, end_column)
    ]
    if not spans:
        return ""
    (first, left), (last, right) = min(span[:2] for span in spans), max(span[2:] for span in spans)
    lines = linecache.getlines(code.co_filename)[first - 1 : last]
    if len(lines) != last - first + 1:
        return ""
    encoded = [line.encode() for line in lines]  # columns count bytes
    encoded[-1] = encoded[-1][:right]
    encoded[0] = encoded[0][left:]
    body = " ".join(b" ".join(encoded).decode("utf-8", "replace").split())
    return body if len(body) <= LONGEST else ""
