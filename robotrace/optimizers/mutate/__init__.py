"""mutate: search for the one small change of code that mends it. No language model.

Programs are close to right (the "competent programmer hypothesis" of DeMillo, Lipton and Sayward, 1978): where a test fails, one
operator, number or name is wrong more often than all. Each change is a proposal of its own; those of functions that failing cases
point at come first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from robotrace.errors import OptionError, ProposalError
from robotrace.optimizers.mutate.edits import Edit, edits_of
from robotrace.optimizers.mutate.suspects import suspicion
from robotrace.optimizers.options import at_least, of_kind
from robotrace.opto import Evidence, Proposal, Trial, Variable, Verdict

__all__ = ["Mutate"]


@dataclass(frozen=True, slots=True)
class Options:
    """How changes are proposed.

    Attributes:
        population: How many are tried side by side in an iteration.
        seed: The seed of their order among those that are as suspicious.

    Raises:
        OptionError: A value is not usable.
    """

    population: int = 16
    seed: int = 0

    def __post_init__(self) -> None:
        of_kind("population", self.population, int)
        at_least("population", self.population, 1)
        at_least("seed", self.seed, 0)


class Mutate:
    """Changes one operator, number or name of the code at a time, the most suspicious function first; asks no model.

    It proposes each change of the best candidate's code once, and is a pure function of the evidence and the sample. A change that
    helps some cases becomes what further changes start from, so that several faults are mended one after another. When all
    changes of the best candidate have been tried, those of the ones that were best before follow, since a change can help some
    cases and mend nothing; then those of one that the search has gone on to across a plateau.

    Attributes:
        options: The options of the search.
    """

    name = "mutate"
    feedback = "score"

    def __init__(self, *, population: int = 16, seed: int = 0) -> None:
        """Choose how to search.

        Args:
            population: How many changes are tried side by side in an iteration.
            seed: The seed of their order among those that are as suspicious.

        Raises:
            OptionError: An option is not usable.
        """
        self.options = Options(population, seed)
        self._made: tuple[Evidence, list[Proposal]] | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_made": None}

    def check(self, variables: Sequence[Variable]) -> None:
        """Refuse parameters among which there is no code.

        Raises:
            OptionError: There is none.
        """
        if not any(variable.kind == "code" for variable in variables):
            names = ", ".join(variable.name for variable in variables) or "none"
            raise OptionError(
                f"mutate finds no code to change among the parameters: {names}. Choose another optimizer."
            )

    def samples(self, evidence: Evidence) -> int:
        """The changes of the next iteration; one where there is nothing left to change."""
        return max(1, len(self._proposals(evidence)))

    def propose(self, evidence: Evidence, *, sample: int = 0) -> Proposal:
        """A change that was not tried yet, or a refusal where all were.

        Args:
            evidence: The problem and all trials so far.
            sample: The position among the changes of this iteration, from 0.
        """
        made = self._proposals(evidence)
        if not made:
            return Proposal({}, refusal="every single change of the best candidate's code has been tried.")
        return made[sample % len(made)]

    def _proposals(self, evidence: Evidence) -> list[Proposal]:
        """The proposals of an iteration; made once for the evidence that all of them are asked for with."""
        if self._made is None or self._made[0] is not evidence:
            proposals = []
            for proposal in _untried(evidence, self.options.seed):
                proposals.append(proposal)
                if len(proposals) == self.options.population:
                    break
            self._made = evidence, proposals
        return self._made[1]


def _untried(evidence: Evidence, seed: int) -> Iterator[Proposal]:
    """Changes that no trial has had: of the best candidate, those that were best before, then what the search goes on from."""
    present = {variable.name: variable.value for variable in evidence.variables}
    tried = {_key(evidence, values) for values in _tried(evidence.trials)}
    kept = [trial for trial in reversed(evidence.trials) if trial.verdict in (Verdict.START, Verdict.ACCEPTED)]
    for base in {trial.id: trial for trial in (*kept, evidence.best)}.values():
        values = {**present, **(base.candidate.values if base.candidate else {})}
        back = {name: value for name, value in values.items() if value != present.get(name)}
        codes = [replace(it, value=values[it.name]) for it in evidence.variables if it.kind == "code"]
        for variable, edit in _ordered(codes, suspicion(base.outcomes), seed):
            if _key(evidence, {**values, variable.name: edit.text}) not in tried:
                change = {**back, variable.name: edit.text}
                yield Proposal(change, f"{variable.name}, {edit.about}.", origin="mutate")


def _tried(trials: Sequence[Trial]) -> Iterator[Mapping[str, Any]]:
    """The values of each trial, also where it did not become a candidate: then as changes of what its iteration started from."""
    base: Mapping[str, Any] = {}
    upcoming, iteration = base, 0
    for trial in trials:
        if trial.iteration != iteration:
            base, iteration = upcoming, trial.iteration
        proposed = {} if trial.proposal is None else trial.proposal.values
        values = {**base, **proposed} if trial.candidate is None else trial.candidate.values
        if trial.verdict is not Verdict.REFUSED:
            upcoming = values
        yield values


def _ordered(codes: Sequence[Variable], suspected: Mapping[str, float], seed: int) -> list[tuple[Variable, Edit]]:
    """All changes: by suspicion, the usual ones before the rare ones; functions that are as suspicious take turns."""
    random = np.random.default_rng(seed)
    ranked = []
    for variable in codes:
        turn = [0, 0]  # of the usual changes of this function, and of the rare ones
        edits = _edits(variable)
        for at in random.permutation(len(edits)):
            edit = edits[at]
            ranked.append(((-suspected.get(variable.name, 0.0), edit.rare, turn[edit.rare]), variable, edit))
            turn[edit.rare] += 1
    return [(variable, edit) for _, variable, edit in sorted(ranked, key=lambda one: one[0])]


def _edits(variable: Variable) -> list[Edit]:
    try:
        return edits_of(variable.value, name=variable.name)
    except ProposalError:  # a text that cannot be cut into tokens is left alone
        return []


def _key(evidence: Evidence, values: Mapping[str, Any]) -> tuple[Any, ...]:
    """The code among some values, by which two candidates are the same."""
    return tuple(values.get(variable.name) for variable in evidence.variables if variable.kind == "code")
