"""An action that does least, and an action in words, as the controllers that training begins with have them."""

from __future__ import annotations

import math

from robotrace.episodes import ActionSpec
from robotrace.text import one_line


def words_of(action: ActionSpec) -> str:
    """What an action is, fit for a docstring of one line."""
    named = f"[{', '.join(action.names)}]; {action.description}".replace("\\", "/").replace('"', "'")
    return one_line(named, 500)


def resting(low: float, high: float) -> float:
    """Zero where the bounds allow it, else their middle, else the one that is finite."""
    if low <= 0.0 <= high:
        return 0.0
    if math.isfinite(low) and math.isfinite(high):
        return float((low + high) / 2)
    return float(low if math.isfinite(low) else high)


def resting_values(action: ActionSpec) -> str:
    """An action that does least, as code: zeros where bounds allow it, else their middles, else what is finite of them."""
    return ", ".join(repr(resting(low, high)) for low, high in zip(action.low, action.high, strict=True))
