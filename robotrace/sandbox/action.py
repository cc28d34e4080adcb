"""What an action may be: a vector of numbers. Asked of whatever a controller returned, in its process or in this one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from robotrace.errors import ActionError

Vector = npt.NDArray[np.float64]

MOST_NUMBERS = 512
"""Of an action, which leaves room in its message for the lines of as many functions."""

_NUMBERS = frozenset({float, int, np.float64, np.float32, np.int64})
_NOT_NUMBERS: Mapping[str, str] = {
    "b": "truth values (give 1.0 or 0.0 instead)",
    "c": "complex numbers",
    "m": "durations",
    "M": "dates",
    "O": "what is no number",
    "S": "bytes",
    "U": "text",
    "V": "records",
    "T": "text",
}
"""What NumPy's kinds of arrays hold that are no real numbers."""


def vector(action: Any) -> Vector:
    """An action as float64, (A,); it may be neither finite nor within bounds.

    Raises:
        ActionError: The value is not a vector of numbers; the message says what it is.
    """
    if type(action) is np.ndarray and action.dtype == np.float64 and action.ndim == 1 and len(action) <= MOST_NUMBERS:
        return action
    items = action if isinstance(action, list | tuple) else (action,)
    for item in items:
        if type(item) not in _NUMBERS:
            _check(item, action)
    try:
        row = np.array(action, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise _refusal(action, str(error)) from error
    if row.ndim != 1:
        raise ActionError(f"An action is a vector of numbers, found an array of shape {row.shape}.")
    if len(row) > MOST_NUMBERS:
        raise ActionError(f"An action is a vector of at most {MOST_NUMBERS} numbers, found {len(row)}.")
    return row


def _check(item: Any, action: Any) -> None:
    """Refuse what NumPy would make numbers of, though it is none."""
    if isinstance(item, np.ma.MaskedArray):
        raise _refusal(action, "masked values are no numbers")
    try:
        kind = np.asarray(item).dtype.kind
    except Exception as error:  # an object's own conversion may raise anything
        raise _refusal(action, f"{type(error).__name__}: {error}") from error
    if kind not in "iuf":
        raise _refusal(action, f"it holds {_NOT_NUMBERS.get(kind, 'no numbers')}")


def _refusal(action: Any, why: str) -> ActionError:
    try:
        shown = f" {action!r:.100}"
    except Exception:  # noqa: BLE001 - so may its words
        shown = ""
    return ActionError(f"An action is a vector of numbers, found {type(action).__name__}{shown}: {why}.")
