"""What came of a trial, in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from robotrace.optimizers.prompt.cases import case_lines, score_of
from robotrace.optimizers.prompt.causes import common_lines, kinds_of
from robotrace.optimizers.prompt.problem import case_word
from robotrace.optimizers.reply.values import same_value
from robotrace.optimizers.view.values import short
from robotrace.opto import Evidence, Outcome, Trial, Verdict, Words
from robotrace.text import quoted

_FAILURE = 2_000  # characters
_REASON = 2_000
_FEEDBACK = 4_000


def instructive(trial: Trial) -> Outcome | None:
    """The outcome to look at first; see `worth_showing`."""
    return next(iter(worth_showing(trial)), None)


def worth_showing(trial: Trial) -> tuple[Outcome, ...]:
    """The outcomes to look at: what fails, and beside it what shows the difference.

    The first is a case that is not solved: one where the program itself failed, else the one that came furthest, since that
    shows what is to be done next; of rows that came equally far, one of the largest number that fail alike. The second is the
    best of those solved; where none is, another that fails in other words. Where all are solved, it is the one with the lowest
    score alone.
    """
    traced = [outcome for outcome in trial.outcomes if outcome.graph is not None] or list(trial.outcomes)
    rows = [outcome for outcome in traced if isinstance(outcome.detail.get("input"), str)]
    alike = {id(outcome): len(kind) for kind in kinds_of(rows) for outcome in kind}
    ranked = sorted(traced, key=lambda it: (it.failure is None, -(it.score or 0.0), -alike.get(id(it), 0)))
    failed = [outcome for outcome in ranked if not outcome.success]
    solved = sorted((outcome for outcome in traced if outcome.success), key=lambda outcome: -(outcome.score or 0.0))
    if not failed:
        return tuple(solved[-1:])
    others = solved[:1] or [outcome for outcome in reversed(failed) if _skeleton(outcome) != _skeleton(failed[0])]
    return (failed[0], *others[:1])


def results_of(evidence: Evidence, shown: Sequence[Outcome], *, traced: bool = True, room: int = 6_000) -> str:
    """The section about how the best trial went.

    Args:
        evidence: What is known, with the words of the problem.
        shown: The outcomes to look at; see `worth_showing`.
        traced: Whether the traces of these outcomes are shown.
        room: Characters for the list of rows.
    """
    trial, words = evidence.best, evidence.words
    lines = ["# How it went"] if shown else []
    seen = [outcome for outcome in shown if (outcome.graph is not None if traced else _in_trace(outcome, words))]
    if trial.verdict is Verdict.TAKEN and lines and words.case:
        lines.append(
            "This program is no better than the best before it; what is tried next goes on from it all the same."
        )
    if score_line(trial, words):
        above = "shown above" if traced else "feedback above"
        lines += [_summary(trial, words), *common_lines(trial.outcomes, words)]
        lines += case_lines(trial, seen, words, above=above, room=room)
    for outcome in shown:
        if outcome.failure and not (traced and _raised(outcome, words)):
            lines.append(f"The program itself failed in {_name(outcome, words)}:\n{quoted(outcome.failure, _FAILURE)}")
        if outcome.feedback and not _in_trace(outcome, words):
            lines.append(feedback_on(outcome, words, _FEEDBACK))
    lines += _set_since(evidence) if lines else []
    if lines and trial.proposal is not None and trial.proposal.reason:
        lines.append(f"What was said of this program when it was proposed:\n{quoted(trial.proposal.reason, _REASON)}")
    return "\n".join(lines) if len(lines) > 1 else ""


def replaced_since(evidence: Evidence) -> dict[str, Any]:
    """The values of the best trial that are not those that stand: in a loop somebody else may have set others since."""
    if evidence.words.case or evidence.best.candidate is None:
        return {}
    values = evidence.best.candidate.values
    named = {it.name: it.value for it in evidence.variables}
    return {name: value for name, value in values.items() if name in named and not same_value(value, named[name])}


def _set_since(evidence: Evidence) -> list[str]:
    was = ", ".join(f"{name} = {short(value)}" for name, value in replaced_since(evidence).items())
    return [f"All this came of other values, which have been replaced since:\n{quoted(was, _REASON)}"] if was else []


def feedback_on(outcome: Outcome, words: Words, most: int) -> str:
    """The feedback on an outcome under a heading of its own."""
    heading = f"Feedback on {_name(outcome, words)}" if words.case else "What came of it"
    return f"{heading}:\n{quoted(outcome.feedback, most)}"


def score_line(trial: Trial, words: Words) -> str:
    """Successes and mean score, in a few words; "" where nothing was counted."""
    score = "" if trial.score is None else score_of(trial.score, words)
    if not words.case:
        return score and f"score {score}"
    if not score and (words.acts or not trial.outcomes):
        return ""
    if not (words.acts or trial.successes) and score:  # of scores alone nobody says that they solve a case
        none = ", none solved" if any(outcome.solvable for outcome in trial.outcomes) else ""
        many = f"{len(trial.outcomes)} {case_word(words)}{'s'[: len(trial.outcomes) != 1]}"
        return f"mean score {score} on {many}{none}"
    solved = f"solved {trial.successes} of {len(trial.outcomes)} {case_word(words)}s"
    return f"{solved}, mean score {score}" if score else solved


def _summary(trial: Trial, words: Words) -> str:
    line = score_line(trial, words)
    text = f"{line[0].upper()}{line[1:]}."
    if not words.case or not (words.acts or trial.successes or trial.score is None):
        return f"{text} Larger is better."
    if trial.successes == len(trial.outcomes):
        text += f" All {case_word(words)}s are solved: make the program surer where it is close to failing, or leave it simpler."
    return text


def _name(outcome: Outcome, words: Words) -> str:
    return f"{case_word(words)} {outcome.case}"


def _in_trace(outcome: Outcome, words: Words) -> bool:
    """Whether the trace's feedback section shows the outcome's feedback already."""
    if outcome.graph is None:
        return False
    if not words.case:
        return outcome.steps <= 1
    feedback = [said for all_said in outcome.graph.feedback.values() for said in all_said]
    texts = [said if isinstance(said, str) else short(said) for said in feedback]
    return outcome.feedback.strip() in {"\n".join(texts).strip(), *(text.strip() for text in texts)}


def _raised(outcome: Outcome, words: Words) -> bool:
    """Whether the trace's outputs show the failure already. That of an episode may lie far from its end."""
    return not words.acts and outcome.graph is not None and any(record.error for record in outcome.graph.records)


def _skeleton(outcome: Outcome) -> str:
    """The words about an outcome, numbers apart."""
    return re.sub(r"[\d.,+-]+", "#", outcome.failure or outcome.feedback[:_FEEDBACK])
