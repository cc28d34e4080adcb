"""What is said of outputs, as it is given to `backward`: words, and a score where there is one."""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Any, Final, NamedTuple, TypeAlias

from robotrace.errors import TraceError
from robotrace.trace.traced import Traced, value_of


class _Unscored(Enum):
    UNSCORED = "no score"


UNSCORED: Final = _Unscored.UNSCORED
"""In place of a score where none is given; None is no score, since a metric that forgot to return gives that."""
Score: TypeAlias = float | _Unscored


class Said(NamedTuple):
    """What is said of one output.

    Attributes:
        output: The output.
        feedback: Words, a number, anything that says how good it is.
        score: A number, larger is better.
    """

    output: Any
    feedback: Any
    score: Score = UNSCORED


def each_said(
    outputs: Any, feedback: Sequence[Any] | None, scores: Sequence[float] | Mapping[Any, float] | None
) -> Iterator[Said]:
    """What is said of each output.

    Args:
        outputs: A mapping from outputs to feedback, or the outputs, several of them.
        feedback: Where `outputs` is no mapping, one for each.
        scores: One for each output, in their order, or a mapping from some of the outputs.

    Raises:
        TraceError: There are not as many of one as of the other, or they are given twice.
    """
    if isinstance(outputs, Mapping):
        if feedback is not None:
            raise TraceError("backward() got feedback twice: give a mapping from outputs to feedback, or two lists.")
        outputs, feedback = list(outputs), list(outputs.values())
    if isinstance(outputs, Traced) or not isinstance(outputs, Sequence):
        raise TraceError(
            f"backward() takes several outputs, as a list or a mapping to feedback; found {outputs!r:.100}. For one output: "
            "output.backward(feedback)."
        )
    feedback = [""] * len(outputs) if feedback is None else _as_many("feedback", feedback, len(outputs))
    return map(Said, outputs, feedback, _scores(outputs, scores))


def _scores(outputs: Sequence[Any], scores: Sequence[float] | Mapping[Any, float] | None) -> Sequence[Score]:
    if scores is None:
        return [UNSCORED] * len(outputs)
    if not isinstance(scores, Mapping):
        return _as_many("scores", scores, len(outputs))
    for scored in scores:
        if not any(scored is output for output in outputs):
            raise TraceError(f"backward() got a score for {scored!r:.100}, which is none of the outputs.")
    return [scores.get(output, UNSCORED) for output in outputs]


def checked(score: Any) -> float:
    """A score as a float.

    Raises:
        TraceError: It is no finite number.
    """
    value = value_of(score) if isinstance(score, Traced) else score
    number = _float(value)
    if not math.isfinite(number):
        raise TraceError(
            f"A score is a finite number, larger is better; found {value!r:.100} ({type(value).__name__}). "
            f"{_remedy(value)}"
        )
    return number


def _float(value: Any) -> float:
    """A number as a float; NaN for what is none."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        return math.nan
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _as_many(what: str, given: Any, count: int) -> Sequence[Any]:
    if isinstance(given, str | bytes) or not isinstance(given, Sequence):
        raise TraceError(f"backward() takes {what} as a list, one for each output; found {given!r:.100}.")
    if len(given) != count:
        raise TraceError(f"backward() got {count} outputs and {what} for {len(given)}: give one for each output.")
    return given


def _remedy(value: Any) -> str:
    if value is None:
        return "Leave score out where there is none; did the metric return nothing?"
    if type(value).__name__ in ("bool", "bool_"):
        return "Write score=float(...), 1.0 for a right answer."
    return "Words belong into the feedback." if isinstance(value, str) else "Leave score out where there is none."
