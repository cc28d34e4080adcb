"""What came of a trial, in words."""

from __future__ import annotations

import math

from robotrace.optimizers.view.values import cut, number, short
from robotrace.opto import Outcome, Trial

_CASES = 24  # that are listed one by one
_FAILURE = 2_000  # characters
_FEEDBACK = 4_000


def instructive(trial: Trial) -> Outcome | None:
    """The outcome to look at: the first case that is not solved, if possible with a trace; else the lowest score."""
    if not trial.outcomes:
        return None
    failed = [outcome for outcome in trial.outcomes if not outcome.success]
    pool = failed or sorted(trial.outcomes, key=lambda outcome: outcome.score)
    return next((outcome for outcome in pool if outcome.graph is not None), pool[0])


def results_of(trial: Trial, shown: Outcome | None) -> str:
    """The section about how the best trial went.

    Args:
        trial: with its outcomes. A score that is no number means that nobody counted.
        shown: the outcome whose trace is shown.
    """
    if shown is None:
        return ""
    lines = ["# How it went"]
    if scored(trial):
        lines += [_summary(trial), *_cases(trial, shown)]
    if shown.failure:
        lines.append(f"The program itself failed in case {shown.case}:\n{_quoted(cut(shown.failure, _FAILURE))}")
    if shown.feedback and not _told(shown):
        lines.append(f"Feedback on case {shown.case}:\n{_quoted(cut(shown.feedback, _FEEDBACK))}")
    return "\n".join(lines) if len(lines) > 1 else ""


def scored(trial: Trial) -> bool:
    """Whether anybody counted successes and scores."""
    return any(not math.isnan(outcome.score) for outcome in trial.outcomes)


def score_line(trial: Trial) -> str:
    """Successes and mean score, in a few words."""
    count = len(trial.outcomes)
    mean = sum(outcome.score for outcome in trial.outcomes) / count
    return f"solved {trial.successes} of {count} cases, mean score {number(mean, 3)}"


def _summary(trial: Trial) -> str:
    line = score_line(trial)
    text = f"{line[0].upper()}{line[1:]}."
    if trial.successes == len(trial.outcomes):
        text += " All cases are solved: make the program surer where it is close to failing, or leave it simpler."
    return text


def _cases(trial: Trial, shown: Outcome) -> list[str]:
    lines = []
    for outcome in trial.outcomes:
        state = "solved" if outcome.success else "not solved"
        failed = ", the program failed" if outcome.failure else ""
        here = " (shown above)" if outcome is shown and shown.graph is not None else ""
        lines.append(f"- {outcome.case}: {state}, score {number(outcome.score, 3)}{failed}{here}")
    return lines if len(lines) <= _CASES else [*lines[:_CASES], f"- ... {len(lines) - _CASES} more"]


def _told(outcome: Outcome) -> bool:
    """Whether the trace's feedback section says it already."""
    if outcome.graph is None:
        return False
    said = [words for many in outcome.graph.feedback.values() for words in many]
    words = [it if isinstance(it, str) else short(it) for it in said]
    return outcome.feedback.strip() in {"\n".join(words).strip(), *(it.strip() for it in words)}


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.strip().split("\n"))
