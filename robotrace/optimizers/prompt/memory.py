"""What was tried before, newest last: the change, how it scored, why it was refused."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Any

from robotrace.optimizers.prompt.brief import briefly
from robotrace.optimizers.prompt.cases import brief_cases
from robotrace.optimizers.prompt.causes import common_lines
from robotrace.optimizers.prompt.results import instructive, score_line
from robotrace.optimizers.reply.fences import fenced
from robotrace.optimizers.reply.values import same_value
from robotrace.optimizers.view.estimate import tokens
from robotrace.optimizers.view.values import short
from robotrace.opto import Evidence, Trial, Variable, Verdict, Words
from robotrace.text import cut, one_line, quoted

_LINES = 2_000  # of two texts that are compared
_WORDS = 600  # characters of a verdict or a reason; a third of it for all but the newest
_COMMON = 2  # lines on what failing rows have in common
_SAID = 1_200  # characters of a feedback; half of it for all but the newest


def memory_of(evidence: Evidence, length: int, *, prompt_tokens: int) -> str:
    """The section about earlier trials; "" where there are none.

    Args:
        evidence: The evidence with the trials; the best one is shown elsewhere.
        length: The number of different trials to show, from the newest back; what is the same is shown once, with its count.
        prompt_tokens: The tokens that the section may take; the oldest trials are left out first.
    """
    best = evidence.best
    groups = _alike([trial for trial in evidence.trials if trial is not best])[-length:] if length else []
    texts: list[str] = []
    spent = 0
    for index, same in enumerate(reversed(groups)):
        words = _WORDS if index == 0 else _WORDS // 3
        text = _attempt(same, evidence.variables, words, evidence.words)
        if spent + tokens(text) > prompt_tokens and spent:
            break
        if tokens(text) > prompt_tokens:
            text = _attempt(same, (), words, evidence.words)
        texts.insert(0, text)
        spent += tokens(text)
    return "\n\n".join(["# What was tried before", *texts]) if texts else ""


def _alike(trials: Sequence[Trial]) -> list[list[Trial]]:
    """The trials in groups of the same proposal with the same end, in the order of each group's newest."""
    groups: dict[tuple[str, ...], list[Trial]] = {}
    for trial in trials:
        key = _essence(trial)
        groups[key] = [*groups.pop(key, []), trial]
    return list(groups.values())


def _essence(trial: Trial) -> tuple[str, ...]:
    """What distinguishes a trial from others: its values without comments and blanks, or why there are none, numbers apart."""
    values = _values(trial)
    if not values:
        return "refused", re.sub(r"[\d,.]+", "#", trial.why[:_WORDS])
    return tuple(f"{name}={_bare(value)}" for name, value in sorted(values.items()))


def _bare(value: Any) -> str:
    """A text without what makes no difference: comment lines, blank lines, blanks at the end of a line."""
    if not isinstance(value, str):
        return short(value, whole=True)
    lines = (line.rstrip() for line in value.split("\n"))
    return "\n".join(line for line in lines if line and not line.lstrip().startswith("#"))


def _values(trial: Trial) -> Mapping[str, Any]:
    if trial.candidate is not None:
        return trial.candidate.values
    return trial.proposal.values if trial.proposal is not None else {}


def _attempt(same: Sequence[Trial], variables: Sequence[Variable], most: int, words: Words) -> str:
    trial, numbers = same[-1], ", ".join(dict.fromkeys(str(attempt.id) for attempt in same))
    times = f" ({len(same)} times the same)" if len(same) > 1 else ""
    why = one_line(trial.why, most) if trial.verdict is Verdict.REFUSED else ""
    lines = [f"## Attempt {numbers}{times}: {_verdict(trial, why, words)}", *([f"> {why}"] if why else [])]
    measured = brief_cases(trial, words)
    lines += [measured] if measured else []
    lines += [] if words.acts else common_lines(trial.outcomes, words, most=_COMMON)
    lines += _changes(_values(trial), variables)
    if trial.proposal is not None and trial.proposal.reason:
        lines.append(f"Its reason:\n> {one_line(trial.proposal.reason, most)}")
    outcome, said = instructive(trial), most * _SAID // (2 * _WORDS) if most < _WORDS else _SAID
    if outcome is not None:
        feedback = outcome.failure or outcome.feedback
        case = f" ({outcome.case})" if words.case else ""
        told = f"> {briefly(feedback, said)}" if words.case else quoted(feedback, most)
        lines += [f"What came of it{case}:\n{told}"] if feedback else []
    return "\n".join(lines)


def _verdict(trial: Trial, why: str, words: Words) -> str:
    """What became of a trial, and its score where the reason does not give it."""
    line = score_line(trial, words)
    counted = f": {line}" if line and "solved" not in why else ""
    match trial.verdict:
        case Verdict.START:
            return f"the start{counted}"
        case Verdict.ACCEPTED | Verdict.TAKEN:
            return f"accepted, replaced since{counted}"
        case _:
            return f"refused{counted}"


def _changes(values: Mapping[str, Any], variables: Sequence[Variable]) -> list[str]:
    """How the values differ from those that stand."""
    lines = []
    for variable in variables:
        if variable.name not in values or same_value(values[variable.name], variable.value):
            continue
        value = values[variable.name]
        if variable.kind in ("code", "text"):
            lines.append(
                f"{variable.name} was, compared with the one above:\n{_difference(str(value), str(variable.value))}"
            )
        else:
            lines.append(f"{variable.name} was {short(value)}")
    return lines


def _difference(text: str, present: str) -> str:
    """As a diff, or the whole of it where that is shorter."""
    before, after = present.strip("\n").split("\n"), text.strip("\n").split("\n")
    if len(before) + len(after) > _LINES:  # comparing takes time that grows with the square of it
        return fenced(cut(text.strip("\n"), _WORDS))
    lines = list(difflib.unified_diff(before, after, n=1, lineterm=""))[2:]  # without the names of files
    difference = "\n".join("@@" if line.startswith("@@") else line for line in lines)
    return fenced(difference, "diff") if len(difference) < len(text) else fenced(text.strip("\n"))
