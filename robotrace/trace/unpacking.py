"""How many values an assignment such as `a, b = node` takes, which Python tells nobody: it is read off the running instruction."""

from __future__ import annotations

import dis
from types import FrameType

_EXACTLY = dis.opmap.get("UNPACK_SEQUENCE")
_AT_LEAST = dis.opmap.get("UNPACK_EX")


def fault_of(frame: FrameType | None, found: int) -> str:
    """What is wrong with the number of values that somebody is about to unpack.

    Args:
        frame: Of the `__iter__` that was called; None where Python keeps no frames.
        found: How many values there are.

    Returns:
        It in Python's words; "" where nothing is wrong, or where the code is about to do something else with the values.
    """
    if frame is None or frame.f_back is None:
        return ""
    code, at = frame.f_back.f_code.co_code, frame.f_back.f_lasti
    operation, count = code[at], code[at + 1]
    if operation == _EXACTLY and found > count:
        return f"too many values to unpack (expected {count}, got {found})"
    if operation == _EXACTLY and found < count:
        return f"not enough values to unpack (expected {count}, got {found})"
    if operation == _AT_LEAST and found < count:
        return f"not enough values to unpack (expected at least {count}, got {found})"
    return ""
