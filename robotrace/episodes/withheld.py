"""What is told of a failure where scores alone are: of which kind it was and where, not what the controller had it say.

A controller can write what it observed into the message of an exception that it raises, or into an action that is none, and so tell
an optimizer more than it was to know. The kind is the name of one of Python's own exceptions; a line and a name say little.
"""

from __future__ import annotations

import builtins
import re

from robotrace.episodes.task import Level

_RAISED = frozenset(
    name for name, it in vars(builtins).items() if isinstance(it, type) and issubclass(it, BaseException)
)


def told(message: str, level: Level, *, line: int | None) -> str:
    """A failure's message, or at level "score" what of it does not depend on what was observed; "" where nothing is known.

    Args:
        message: The failure in words.
        level: The feedback level.
        line: The controller's line that failed; None where none did.
    """
    if level != "score":
        return message
    raised = next((word for word in re.findall(r"\w+", message) if word in _RAISED), "")
    return ": ".join(filter(None, ["" if line is None else f"line {line}", raised]))
