"""What was tried before, newest last: the change, how it scored, why it was refused."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from robotrace.optimizers.fences import fenced
from robotrace.optimizers.results import instructive, score_line, scored
from robotrace.optimizers.tokens import tokens
from robotrace.optimizers.values import same_value
from robotrace.optimizers.view.values import cut, short
from robotrace.opto import Evidence, Trial, Variable, Verdict

_WORDS = 600  # characters of a verdict, a reason or a feedback; a third of it for all but the newest


def memory_of(evidence: Evidence, length: int, *, budget: int) -> str:
    """The section about earlier trials; "" where there are none.

    Args:
        evidence: with the trials; the best one is told elsewhere.
        length: number of trials to tell, from the newest back.
        budget: tokens; the oldest ones are left out first.
    """
    best = evidence.best
    others = [trial for trial in evidence.trials if trial is not best][-length:] if length else []
    told: list[str] = []
    spent = 0
    for index, trial in enumerate(reversed(others)):
        words = _WORDS if index == 0 else _WORDS // 3
        text = _tell(trial, evidence.variables, words)
        if spent + tokens(text) > budget and spent:
            break
        if tokens(text) > budget:
            text = _tell(trial, (), words)
        told.insert(0, text)
        spent += tokens(text)
    return "\n\n".join(["# What was tried before", *told]) if told else ""


def _tell(trial: Trial, variables: Sequence[Variable], words: int) -> str:
    lines = [f"## Attempt {trial.id}: {_verdict(trial, words)}"]
    values = trial.candidate.values if trial.candidate is not None else trial.proposal.values if trial.proposal else {}
    lines += _changes(values, variables)
    if trial.proposal is not None and trial.proposal.reason:
        lines.append(f"Its reason: {cut(_flat(trial.proposal.reason), words)}")
    for outcome in instructive(trial)[:1]:
        said = outcome.failure or outcome.feedback
        lines += [f"What came of it ({outcome.case}): {cut(_flat(said), words)}"] if said else []
    return "\n".join(lines)


def _verdict(trial: Trial, words: int) -> str:
    why = cut(_flat(trial.why), words) if trial.verdict is Verdict.REFUSED else ""
    counted = f": {score_line(trial)}" if trial.outcomes and scored(trial) and "solved" not in why else ""
    match trial.verdict:
        case Verdict.START:
            return f"the start{counted}"
        case Verdict.ACCEPTED | Verdict.TAKEN:
            return f"accepted, replaced since{counted}"
        case _:
            return f"refused{counted}{f': {why}' if why else ''}"


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
    lines = list(difflib.unified_diff(before, after, n=1, lineterm=""))[2:]  # without the names of files
    difference = "\n".join("@@" if line.startswith("@@") else line for line in lines)
    return fenced(difference, "diff") if len(difference) < len(text) else fenced(text.strip("\n"))


def _flat(text: str) -> str:
    return " ".join(text.split())
