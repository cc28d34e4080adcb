"""The search itself: lines of CMA-ES repeated from the evidence, one for each way to do it.

Nothing is kept between two proposals. The generations since the search began are made again, each is given what the evidence
says of its members, and the first that the evidence does not know is the one to be tried next.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from types import NoneType
from typing import Any

from robotrace.errors import OptionError, ProposalError
from robotrace.optimizers.options import at_least, of_kind
from robotrace.optimizers.tune.known import Key, Known, losses, with_values
from robotrace.optimizers.tune.line import Generation, Line
from robotrace.optimizers.tune.space import Space
from robotrace.opto import Evidence, Trial, Variable, Verdict

MOST_WAYS = 8
"""As many ways to begin are searched side by side; more choices than that are numbered, and searched as numbers."""

HALVING = 2
"""The generations that the better half of all ways is searched for, before the better half of those is gone on with for as many."""


@dataclass(frozen=True, slots=True)
class Search:
    """How the numbers are searched.

    Attributes:
        population: The members of a generation; None for Hansen's default.
        sigma: The first standard deviation, in units of each number.
        seed: The seed of all chance.

    Raises:
        OptionError: A value is not usable.
    """

    population: int | None = None
    sigma: float = 0.3
    seed: int = 0

    def __post_init__(self) -> None:
        of_kind("population", self.population, int, NoneType)
        of_kind("sigma", self.sigma, float, int)
        if self.population is not None and self.population < 4:
            raise OptionError(f"population must be 4 or more members, found {self.population!r}.")
        if not 0 < self.sigma <= 1:
            raise OptionError(f"sigma must be above 0 and at most 1, found {self.sigma!r}.")
        at_least("seed", self.seed, 0)

    def size(self, numbers: int) -> int:
        """Members of a generation.

        By default 4 + 3 ln n for n numbers (Hansen, "The CMA Evolution Strategy: A Tutorial", 2016, table 1), 16 at most; 1 where
        there is none.
        """
        if numbers == 0:
            return 1
        return self.population or min(16, 4 + int(3 * math.log(numbers)))

    def next(self, evidence: Evidence) -> Generation:
        """The generation to be tried next.

        A search begins at the first kept candidate that has the best one's structure, and anew at each later one that did not
        come out of it, such as a language model's change of the numbers alone.

        Raises:
            ProposalError: A text of the best candidate cannot be cut into tokens.
        """
        known = Known.of(evidence)
        structure = Space.of(evidence.variables).structure
        seen: set[Key] = set()
        generation: Generation | None = None
        for trial, variables in _kept(evidence):
            if (generation is None or known.key(variables) not in seen) and _structure(variables) == structure:
                generation = self._replay(trial.iteration, variables, known, seen)
        assert generation is not None, "the best candidate has its own structure"
        return generation

    def _replay(self, start: int, variables: Sequence[Variable], known: Known, seen: set[Key]) -> Generation:
        """Make the generations of one search again, up to the first that is not known; its members join `seen`.

        Of several ways each is tried as it is, then the better half of them is searched for a few generations, then the better half
        of those for as many again, until one is left: successive halving (Jamieson and Talwalkar, AISTATS 2016).
        """
        seen.add(known.key(variables))
        ways = ways_of(variables)
        lines = [
            self._line(way, start, known, seen, [] if len(ways) == 1 else [place]) for place, way in enumerate(ways)
        ]
        if len(lines) > 1:
            keys = {known.key(with_values(variables, line.fixed)): line.fixed for line in lines}
            seen.update(keys)
            members = tuple(values for key, values in keys.items() if key not in known.outcomes)
            if members:
                return Generation(0, start, 0, len(lines), members)
            lines = _better_half(lines, known)
        generations = HALVING
        while len(lines) > 1:
            for line in lines:
                generation = line.go_on(generations)
                if generation is not None:
                    return generation
            lines, generations = _better_half(lines, known), 2 * generations
        generation = lines[0].go_on(math.inf)
        assert generation is not None, "a line without an end has a next generation"
        return generation

    def _line(
        self, variables: Sequence[Variable], start: int, known: Known, seen: set[Key], place: Sequence[int]
    ) -> Line:
        size = self.size(len(Space.of(variables).axes))
        return Line(variables, start, known, seen, size=size, sigma=self.sigma, seed=[self.seed, start, *place])


def _better_half(lines: Sequence[Line], known: Known) -> list[Line]:
    """The lines whose best members are the better ones, half of them rounded up."""
    ranks = losses([known.outcomes[line.best] for line in lines])
    order = sorted(range(len(lines)), key=lambda place: ranks[place])
    return [lines[place] for place in order[: (len(lines) + 1) // 2]]


def ways_of(variables: Sequence[Variable]) -> list[tuple[Variable, ...]]:
    """The parameters once for each way to begin: what is chosen by name is held fast, since no name lies between two others.

    There is one way, with the choices among what is searched, where none is of names alone, where no number is searched beside
    them, or where there would be more than `MOST_WAYS`.
    """
    named = [it for it in variables if it.choices and all(isinstance(choice, str) for choice in it.choices)]
    chosen = [
        dict(zip([it.name for it in named], row, strict=True)) for row in product(*[it.choices or () for it in named])
    ]
    if not 1 < len(chosen) <= MOST_WAYS or not Space.of(it for it in variables if it.choices is None).axes:
        return [tuple(variables)]
    return [
        tuple(replace(it, value=way[it.name], choices=(way[it.name],)) if it.name in way else it for it in variables)
        for way in chosen
    ]


def untried(generation: Generation, evidence: Evidence) -> Generation | None:
    """What is left of a generation that is tried one by one; None where nothing is, or where somebody has set other values."""
    known = Known.of(evidence)
    members = {known.key(with_values(evidence.variables, member)): member for member in generation.members}
    candidate = evidence.best.candidate
    if candidate is None or known.key(with_values(evidence.variables, candidate.values)) not in members:
        return None
    left = tuple(member for key, member in members.items() if key not in known.outcomes)
    return replace(generation, members=left) if left else None


def _kept(evidence: Evidence) -> Iterator[tuple[Trial, tuple[Variable, ...]]]:
    """The candidates that were the best when they came, with the parameters as they stood then."""
    for trial in evidence.trials:
        if trial.verdict is not Verdict.REFUSED and trial.candidate is not None:
            yield trial, with_values(evidence.variables, trial.candidate.values)


def _structure(variables: Sequence[Variable]) -> Any:
    try:
        return Space.of(variables).structure
    except ProposalError:  # an earlier text that no search could begin at
        return None
