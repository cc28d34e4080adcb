"""What a user's metric said about one output: a score, a success, words, or several of them."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from robotrace.errors import OptionError
from robotrace.text import one_line
from robotrace.trace import unwrap

EXPECTED = "a number, a bool, words, or a tuple, a mapping (score, success, feedback) or a robotrace.Metric of these"


@dataclass(frozen=True, slots=True)
class Metric:
    """What is said about one output.

    Attributes:
        score: A finite number, larger is better; None where nobody counts.
        success: Whether the row is solved; None where rows cannot be.
        feedback: What an optimizer is told, in words.
    """

    score: float | None = None
    success: bool | None = None
    feedback: str = ""


_NAMES = tuple(field.name for field in fields(Metric))


def check_metric(metric: object) -> Callable[[Any, Any], Any]:
    """A metric that can be called with an output and a row.

    Raises:
        OptionError: It cannot.
    """
    if metric is None:
        raise OptionError(
            "metric is missing: data needs a metric(output, row) that returns a number, a bool, words, or all three."
        )
    if not callable(metric):
        raise OptionError(f"metric: expected a function metric(output, row), found {one_line(repr(metric), 80)}.")
    try:
        signature = inspect.signature(metric)
        signature.bind("output", "row")
    except ValueError:  # some builtins have no signature
        pass
    except TypeError as error:
        raise OptionError(
            f"metric: it is called as {name_of(metric)}(output, row), found {name_of(metric)}{signature}: {error}."
        ) from error
    return metric


def name_of(metric: object) -> str:
    """A metric's name, for messages."""
    return str(getattr(metric, "__name__", None) or type(metric).__name__)


def read_metric(returned: Any, *, metric: str, row: int) -> Metric:
    """What a metric returned, as a record.

    Args:
        returned: Whatever it returned.
        metric: The metric's name, for messages.
        row: The row's number in the data, for messages.

    Raises:
        OptionError: It is nothing that a metric may return.
    """
    try:
        return _read(unwrap(returned))
    except ValueError as error:
        raise OptionError(
            f"The metric {metric} returned {one_line(repr(returned), 80)} for row {row}{error}; expected {EXPECTED}."
        ) from error


def _read(value: Any) -> Metric:
    if isinstance(value, Metric):
        return _whole({name: getattr(value, name) for name in _NAMES})
    if isinstance(value, Mapping):
        if strange := [name for name in value if name not in _NAMES]:
            raise ValueError(f", with {one_line(repr(strange[0]), 40)}")
        return _whole(value)
    if isinstance(value, tuple) and value:
        found = Metric()
        for part in value:
            name = _kind(part)
            if getattr(found, name) not in (None, ""):
                raise ValueError(f", with two of {name}")
            found = replace(found, **{name: _plain(name, part)})
        return found
    return Metric(**{_kind(value): _plain(_kind(value), value)})


def _whole(parts: Mapping[str, Any]) -> Metric:
    given = {
        name: value for name, value in parts.items() if value is not None and not (name == "feedback" and value == "")
    }
    for name, value in given.items():
        if _kind(value) != name:
            raise ValueError(f", whose {name} is {type(value).__name__}")
    if not given:
        raise ValueError("")
    return Metric(**{name: _plain(name, value) for name, value in given.items()})


def _kind(value: Any) -> str:
    """Which part of a `Metric` a value is."""
    if isinstance(value, bool | np.bool_):
        return "success"
    if isinstance(value, int | float | np.integer | np.floating):
        return "score"
    if isinstance(value, str):
        return "feedback"
    if isinstance(value, np.ndarray) and value.ndim == 0 and value.dtype.kind in "biuf":
        return _kind(value[()])
    raise ValueError("")


def _plain(name: str, value: Any) -> Any:
    if name == "feedback":
        return str(value)
    if name == "success":
        return bool(value)
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(", which is no finite number")
    return number
