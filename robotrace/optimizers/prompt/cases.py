"""The cases of a trial, one line each: what went in, what came out, what was said of it."""

from __future__ import annotations

from collections.abc import Sequence

from robotrace.optimizers.view.values import decimals_for, number
from robotrace.opto import Outcome, Trial, Words
from robotrace.text import one_line

_MOST = 24  # cases that are listed
_PART = 240  # characters of an input, an output and what was said


def case_lines(trial: Trial, shown: Sequence[Outcome], words: Words) -> list[str]:
    """The cases one by one; of many, those that are not solved first.

    Args:
        trial: With its outcomes; where their `detail` has an "input" and an "output", these are shown.
        shown: The outcomes whose traces the prompt shows.
        words: Those of the problem. Where it has no cases, there are no lines.
    """
    if not words.case:
        return []
    outcomes = list(trial.outcomes)
    if len(outcomes) > _MOST and not words.acts:
        outcomes.sort(key=lambda outcome: outcome.success)
    lines = [_line(it, any(it is other for other in shown), words) for it in outcomes[:_MOST]]
    return lines if len(outcomes) <= _MOST else [*lines, f"- ... {len(outcomes) - _MOST} more"]


def name_of(outcome: Outcome) -> str:
    """A case's name, and that of its task where the cases are of several."""
    task = outcome.detail.get("task")
    return f"{outcome.case} ({one_line(task, _PART)})" if isinstance(task, str) and task else str(outcome.case)


def state_of(outcome: Outcome, words: Words) -> str:
    """Whether a case is solved, where that can be, and its score, in a few words."""
    scored = "" if outcome.score is None else f"score {score_of(outcome.score, words)}"
    state = "solved" if outcome.success else "not solved" if can_be_solved(outcome) else ""
    return ", ".join(filter(None, [state, scored, "the program failed" if outcome.failure else ""]))


def can_be_solved(outcome: Outcome) -> bool:
    """Whether somebody says of the case that it is solved or not: of rows, a metric may give scores alone."""
    return bool(outcome.detail.get("solvable", True))


def score_of(score: float, words: Words) -> str:
    """A score with as many digits as its size asks for."""
    return number(score, 3 if words.acts else decimals_for(abs(score)))


def _line(outcome: Outcome, is_shown: bool, words: Words) -> str:
    above, given = " (shown above)" if is_shown else "", outcome.detail.get("input")
    if words.acts or not isinstance(given, str):
        return f"- {name_of(outcome)}: {state_of(outcome, words)}{above}"
    came = "" if outcome.failure else f" -> {one_line(str(outcome.detail.get('output', '')), _PART)}"
    state = "failed" if outcome.failure else state_of(outcome, words)
    feedback = one_line(outcome.feedback, _PART)
    said = f": {feedback}" if feedback and not (is_shown or outcome.success) else ""
    return f"> {one_line(given, _PART)}{came}  # {outcome.case}: {state}{above}{said}"
