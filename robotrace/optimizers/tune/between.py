"""The model writes the structure, search fits the constants: two optimizers taking turns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from robotrace.errors import OptionError, ProposalError
from robotrace.optimizers.tune import Tune, count_numbers
from robotrace.opto import Evidence, Optimizer, Proposal, Verdict

GENERATIONS = 3


class TunedBetween:
    """After every K iterations of another optimizer, G generations of `Tune`; a pure function of the evidence and the sample.

    Whose turn it is follows from the iteration's number alone, except that the other optimizer is asked where the best candidate
    holds no number to tune. It is not shown the generations, only what they made better.
    """

    def __init__(
        self, optimizer: Optimizer, *, every: int, generations: int = GENERATIONS, tune: Tune | None = None
    ) -> None:
        """Choose who takes turns.

        Args:
            optimizer: writes the structure.
            every: its iterations between two searches, from 1 up.
            generations: of a search, from 1 up; the next search on the same structure goes on where this one stopped.
            tune: how to search.

        Raises:
            OptionError: an option is not usable, or the optimizer is a `Tune` itself.
        """
        for name, value in (("every", every), ("generations", generations)):
            if value < 1:
                raise OptionError(f"{name} must be 1 or more, found {value!r}.")
        if isinstance(optimizer, Tune | TunedBetween):
            raise OptionError(f"{optimizer.name} searches already; expected an optimizer that writes the structure.")
        self._other, self._tune = optimizer, tune or Tune()
        self._every, self._generations = every, generations

    @property
    def name(self) -> str:
        """Both names, such as "optoprime+tune"."""
        return f"{self._other.name}+{self._tune.name}"

    @property
    def model(self) -> str | None:
        """The language model that writes the structure."""
        return self._other.model

    @property
    def settings(self) -> Mapping[str, Any]:
        """The options of both, and the turns."""
        turns = {"tune_every": self._every, "tune_generations": self._generations}
        return {**self._other.settings, **self._tune.settings, **turns}

    def samples(self, evidence: Evidence) -> int:
        """How many proposals whoever's turn it is makes."""
        if self._searches(evidence):
            return self._tune.samples(evidence)
        return self._other.samples(self._without_search(evidence))

    def propose(self, evidence: Evidence, *, sample: int = 0) -> Proposal:
        """A proposal of whoever's turn it is.

        Raises:
            ModelError: the language model's endpoint failed for good.
        """
        if self._searches(evidence):
            return self._tune.propose(evidence, sample=sample)
        return self._other.propose(self._without_search(evidence), sample=sample)

    def _searches(self, evidence: Evidence) -> bool:
        iteration = evidence.iteration or 1 + max((trial.iteration for trial in evidence.trials), default=0)
        if (iteration - 1) % (self._every + self._generations) < self._every:
            return False
        try:
            return count_numbers(evidence.variables) > 0
        except ProposalError:
            return False

    def _without_search(self, evidence: Evidence) -> Evidence:
        """The evidence without the members of generations that were not kept."""
        kept = [
            trial
            for trial in evidence.trials
            if trial.verdict is not Verdict.REFUSED
            or trial.proposal is None
            or trial.proposal.origin != self._tune.name
        ]
        return replace(evidence, trials=tuple(kept))
