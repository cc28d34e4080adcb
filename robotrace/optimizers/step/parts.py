"""A controller of several functions of which each case asks one: what each is to learn from, and what is known of it.

Since a case depends on one part alone, what a text of a part solved with other parts beside it, it solves with any.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from robotrace.opto import Case, Evidence, Outcome, Trial, Variable

Tried = Mapping[Case, Outcome]


@dataclass(frozen=True, slots=True)
class Part:
    """One function, and the cases that ask it.

    Attributes:
        variable: The function, with its present text.
        cases: The cases in which it alone is asked.
    """

    variable: Variable
    cases: frozenset[Case]

    def evidence(self, whole: Evidence) -> Evidence:
        """What was tried in its cases, with the part as the only variable."""
        trials = tuple(replace(trial, outcomes=tuple(self._own(trial))) for trial in whole.trials)
        return replace(whole, variables=(self.variable,), trials=trials)

    def unsolved(self, trial: Trial) -> int:
        """How many of its cases a trial did not solve."""
        return sum(not outcome.success for outcome in self._own(trial))

    def best(self, whole: Evidence) -> str:
        """The text of the part that solved more of the cases than the present one, if there is one; else the present one."""
        tried: dict[str, dict[Case, Outcome]] = {}
        for trial in whole.trials:
            if trial.candidate is not None:
                text = str(trial.candidate.values[self.variable.name])
                tried.setdefault(text, {}).update((outcome.case, outcome) for outcome in self._own(trial))
        best = str(self.variable.value)
        for text, outcomes in tried.items():
            if _solved(outcomes, tried.get(best, {})) > _solved(tried.get(best, {}), outcomes):
                best = text
        return best

    def _own(self, trial: Trial) -> Iterator[Outcome]:
        return (outcome for outcome in trial.outcomes if outcome.case in self.cases)


def parts_of(evidence: Evidence) -> tuple[Part, ...]:
    """The parts, in the order of the variables; () where some case asks more than one of them, or all ask the same one.

    Args:
        evidence: What was tried, with traces.
    """
    code = {variable.name: variable for variable in evidence.variables if variable.kind == "code"}
    asked: dict[Case, str] = {}
    for outcome in (outcome for trial in evidence.trials for outcome in trial.outcomes):
        if outcome.case in asked or outcome.graph is None:
            continue
        names = {record.name for record in outcome.graph.parameters} & code.keys()
        if len(names) > 1:
            return ()
        if names:
            asked[outcome.case] = names.pop()
    cases = {name: frozenset(case for case, part in asked.items() if part == name) for name in code}
    parts = tuple(Part(variable, cases[name]) for name, variable in code.items() if cases[name])
    return parts if len(parts) > 1 else ()


def worth_fitting(parts: Iterable[Part], best: Trial) -> tuple[Part, ...]:
    """The parts that left a case unsolved; all of them where none did.

    Args:
        parts: The parts.
        best: The trial that the present texts are from.
    """
    parts = tuple(parts)
    return tuple(part for part in parts if part.unsolved(best)) or parts


def recombined(parts: Iterable[Part], evidence: Evidence) -> dict[str, str]:
    """The parts whose best text is an earlier one, with that text: a candidate is taken as a whole, and may have lost what it had.

    Args:
        parts: The parts.
        evidence: What was tried.
    """
    best = {part.variable.name: (part.best(evidence), part.variable.value) for part in parts}
    return {name: text for name, (text, present) in best.items() if text != present}


def _solved(outcomes: Tried, others: Tried) -> int:
    """How many of the cases that both texts were tried on one of them solved."""
    return sum(outcome.success for case, outcome in outcomes.items() if case in others)
