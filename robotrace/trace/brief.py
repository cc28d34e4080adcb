"""Values in few characters, on one line, whatever they are."""

from __future__ import annotations

import reprlib
from typing import Any

from robotrace.text import one_line

MOST = 60


def brief(value: Any, most: int = MOST) -> str:
    """A value as Python would write it, long ones cut; it never fails."""
    try:
        return one_line(reprlib.repr(value), most)
    except Exception:  # noqa: BLE001 - the user's own `__repr__`, or an integer too long for Python to write
        return f"<{type(value).__name__} that cannot be written>"
