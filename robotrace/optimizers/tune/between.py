"""The model writes the structure, search fits the constants: two optimizers taking turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from robotrace.errors import OptionError, ProposalError
from robotrace.optimizers.options import at_least
from robotrace.optimizers.tune import Tune, count_numbers
from robotrace.optimizers.tune.search import Search
from robotrace.opto import Declaration, Evidence, Optimizer, Proposal, Variable, Verdict
from robotrace.opto.optimizer import check_variables, samples_of

EVERY = 3
GENERATIONS = 3


@dataclass(frozen=True, slots=True)
class Turns:
    """What decides whose turn it is, and the options of both who take turns.

    Attributes:
        tune_every: The iterations of the other optimizer between two searches.
        tune_generations: The generations of one search.
        optimizer: The options of the other optimizer, as it keeps them.
        tune: The options of the search.
    """

    tune_every: int
    tune_generations: int
    optimizer: Any
    tune: Search


class TunedBetween:
    """Lets another optimizer write the structure and, after every few of its iterations, `tune` fit the constants.

    A pure function of the evidence and the sample: whose turn it is follows from the iteration's number alone, except that the
    other optimizer is asked where the best candidate holds no number to tune. It is not shown the generations, only what they
    made better. Beside these turns, it is what the other optimizer is: its feedback, its model and whether that has a price.

    Attributes:
        name: The names of both optimizers, such as "optoprime+tune".
        options: The turns, and the options of both optimizers.
    """

    name: str

    def __init__(
        self, optimizer: Optimizer, *, every: int = EVERY, generations: int = GENERATIONS, tune: Tune | None = None
    ) -> None:
        """Choose who takes turns.

        Args:
            optimizer: The optimizer that writes the structure.
            every: The iterations of that optimizer between two searches, from 1 up.
            generations: The generations of a search, from 1 up; the next search on the same structure continues this one.
            tune: The search; default: one with its default options.

        Raises:
            OptionError: An option is not usable, or the optimizer is a `Tune` itself.
        """
        at_least("every", every, 1)
        at_least("generations", generations, 1)
        if isinstance(optimizer, Tune | TunedBetween):
            raise OptionError(f"{optimizer.name} searches already; expected an optimizer that writes the structure.")
        declared = Declaration.of(optimizer)
        self._other, self._tune = optimizer, tune or Tune()
        self._every, self._generations = every, generations
        self.name = f"{optimizer.name}+{self._tune.name}"
        self.feedback, self.needs_trace = declared.feedback, declared.needs_trace
        self.needs_camera, self.needs_places = declared.needs_camera, declared.needs_places
        self.model, self.asks_a_model, self.priced = declared.model, declared.asks_a_model, declared.priced
        self.options = Turns(every, generations, getattr(optimizer, "options", {}), self._tune.options)

    def check(self, variables: Sequence[Variable]) -> None:
        """Let the other optimizer refuse parameters that it cannot train.

        Raises:
            OptionError: The other optimizer cannot train these parameters.
        """
        check_variables(self._other, variables)

    def samples(self, evidence: Evidence) -> int:
        """How many proposals whoever's turn it is makes."""
        if self._searches(evidence):
            return self._tune.samples(evidence)
        return samples_of(self._other, self._without_search(evidence))

    def propose(self, evidence: Evidence, *, sample: int = 0) -> Proposal:
        """A proposal of whoever's turn it is.

        Raises:
            ModelError: The language model's endpoint failed for good.
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
