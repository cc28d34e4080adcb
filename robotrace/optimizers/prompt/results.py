"""What came of a trial, in words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from robotrace.optimizers.view.values import number, short
from robotrace.opto import Outcome, Trial
from robotrace.text import quoted

_CASES = 24  # that are listed one by one
_FAILURE = 2_000  # characters
_REASON = 2_000
_FEEDBACK = 4_000


def instructive(trial: Trial) -> Outcome | None:
    """The outcome to look at first; see `worth_showing`."""
    return next(iter(worth_showing(trial)), None)


def worth_showing(trial: Trial) -> tuple[Outcome, ...]:
    """The outcomes to look at: what fails, and beside it what shows the difference.

    The first is a case that is not solved: one where the program itself failed, else the one that came furthest, since
    that shows what is to be done next. The second is the best of those solved; where none is, another that fails in other
    words. Where all are solved, it is the one with the lowest score alone.
    """
    traced = [outcome for outcome in trial.outcomes if outcome.graph is not None] or list(trial.outcomes)
    ranked = sorted(traced, key=lambda outcome: (outcome.failure is None, -(outcome.score or 0.0)))
    failed = [outcome for outcome in ranked if not outcome.success]
    solved = sorted((outcome for outcome in traced if outcome.success), key=lambda outcome: -(outcome.score or 0.0))
    if not failed:
        return tuple(solved[-1:])
    others = solved[:1] or [outcome for outcome in reversed(failed) if _skeleton(outcome) != _skeleton(failed[0])]
    return (failed[0], *others[:1])


def results_of(trial: Trial, shown: Sequence[Outcome], *, traced: bool = True) -> str:
    """The section about how the best trial went.

    Args:
        trial: The trial, with its outcomes.
        shown: The outcomes to look at; see `worth_showing`.
        traced: Whether the traces of these outcomes are shown.
    """
    lines = ["# How it went"] if shown else []
    if trial.score is not None:
        lines += [
            _summary(trial),
            *_cases(trial, [outcome for outcome in shown if traced and outcome.graph is not None]),
        ]
    for outcome in shown:
        if outcome.failure:
            lines.append(f"The program itself failed in case {outcome.case}:\n{quoted(outcome.failure, _FAILURE)}")
        if outcome.feedback and not _in_trace(outcome):
            lines.append(f"Feedback on case {outcome.case}:\n{quoted(outcome.feedback, _FEEDBACK)}")
    if lines and trial.proposal is not None and trial.proposal.reason:
        lines.append(f"What was said of this program when it was proposed:\n{quoted(trial.proposal.reason, _REASON)}")
    return "\n".join(lines) if len(lines) > 1 else ""


def state_of(outcome: Outcome) -> str:
    """Whether a case is solved, and its score, in a few words."""
    state = "solved" if outcome.success else "not solved"
    score = "" if outcome.score is None else f", score {number(outcome.score, 3)}"
    return f"{state}{score}{', the program failed' if outcome.failure else ''}"


def score_line(trial: Trial) -> str:
    """Successes and mean score, in a few words; "" where nothing was counted."""
    if trial.score is None:
        return ""
    return f"solved {trial.successes} of {len(trial.outcomes)} cases, mean score {number(trial.score, 3)}"


def _summary(trial: Trial) -> str:
    line = score_line(trial)
    text = f"{line[0].upper()}{line[1:]}."
    if trial.successes == len(trial.outcomes):
        text += " All cases are solved: make the program surer where it is close to failing, or leave it simpler."
    return text


def _cases(trial: Trial, shown: Sequence[Outcome]) -> list[str]:
    lines = []
    for outcome in trial.outcomes:
        here = " (shown above)" if any(outcome is other for other in shown) else ""
        lines.append(f"- {outcome.case}: {state_of(outcome)}{here}")
    return lines if len(lines) <= _CASES else [*lines[:_CASES], f"- ... {len(lines) - _CASES} more"]


def _in_trace(outcome: Outcome) -> bool:
    """Whether the trace's feedback section shows the outcome's feedback already."""
    if outcome.graph is None:
        return False
    feedback = [words for all_words in outcome.graph.feedback.values() for words in all_words]
    texts = [words if isinstance(words, str) else short(words) for words in feedback]
    return outcome.feedback.strip() in {"\n".join(texts).strip(), *(text.strip() for text in texts)}


def _skeleton(outcome: Outcome) -> str:
    """The words about an outcome, numbers apart."""
    return re.sub(r"[\d.,+-]+", "#", outcome.failure or outcome.feedback[:_FEEDBACK])
