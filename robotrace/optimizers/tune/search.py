"""The search itself: CMA-ES repeated from the evidence.

Nothing is kept between two proposals. The generations since the search began are made again, each is given what the evidence
says of its members, and the first that the evidence does not know is the one to be tried next.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from types import NoneType
from typing import Any

from robotrace.errors import OptionError, ProposalError
from robotrace.optimizers.options import at_least, of_kind
from robotrace.optimizers.tune.space import ANYWHERE, Space
from robotrace.opto import Evidence, Outcome, Trial, Variable, Verdict, mean_score

CONVERGED = 0.005  # standard deviation of every number, in its units, at which a search begins anew
STALE = 20  # generations in a row that the evidence knows already, after which one is proposed all the same
INTEGER_STEP = 0.3  # least standard deviation of a whole number, so that it does not freeze

Values = Mapping[str, Any]
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Generation:
    """Members to be tried side by side.

    Attributes:
        number: The number of generations before this one in its search.
        start: The iteration of the candidate that the search began at.
        restarts: The number of times that the search converged and began anew.
        size: The number of all members.
        members: The parameters' values of each member that is still to be tried; of all members where none is.
    """

    number: int
    start: int
    restarts: int
    size: int
    members: tuple[Values, ...]


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
        known = _Known.of(evidence)
        structure = Space.of(evidence.variables).structure
        seen: set[Key] = set()
        generation: Generation | None = None
        for trial, variables in _kept(evidence):
            if (generation is None or known.key(variables) not in seen) and _structure(variables) == structure:
                generation = self._replay(trial.iteration, variables, known, seen)
        assert generation is not None, "the best candidate has its own structure"
        return generation

    def _replay(self, start: int, variables: Sequence[Variable], known: _Known, seen: set[Key]) -> Generation:
        """Make the generations of one search again, up to the first that is not known; its members join `seen`."""
        space = Space.of(variables)
        seen.add(known.key(variables))
        centre, number, stale = [0.0] * len(space.axes), 0, 0
        for restarts in count():
            strategy = self._strategy(space, centre, [self.seed, start, restarts])
            while not _converged(strategy, space):
                points = strategy.ask()
                members = tuple(space.values(point) for point in points)
                keys = [known.key(_with(variables, member)) for member in members]
                stale = stale + 1 if seen.issuperset(keys) else 0
                seen.update(keys)
                untried = tuple(member for key, member in zip(keys, members, strict=True) if key not in known.outcomes)
                if untried or stale > STALE:
                    return Generation(number, start, restarts, len(members), untried or members)
                strategy.tell(points, losses([known.outcomes[key] for key in keys]))
                number += 1
            centre = list(strategy.best.x)
        raise AssertionError("unreachable")

    def _strategy(self, space: Space, centre: Sequence[float], seed: Sequence[int]) -> Any:
        import cma
        import numpy as np

        chance = np.random.default_rng(seed)
        options = {
            "bounds": [[axis.low for axis in space.axes], [axis.high for axis in space.axes]],
            "minstd": [INTEGER_STEP / axis.unit if isinstance(axis.start, int) else 0.0 for axis in space.axes],
            "popsize": self.size(len(space.axes)),
            "randn": lambda *shape: chance.standard_normal(shape),
            "seed": math.nan,  # leaves numpy's global generator alone
            "verbose": -9,
        }
        if any(axis.bounds != ANYWHERE for axis in space.axes):  # cma's own limit to the spread fails in narrow spaces
            options["maxstd_boundrange"] = math.inf
        return cma.CMAEvolutionStrategy(list(centre), self.sigma, options)


def untried(generation: Generation, evidence: Evidence) -> Generation | None:
    """What is left of a generation that is tried one by one; None where nothing is, or where somebody has set other values."""
    known = _Known.of(evidence)
    members = {known.key(_with(evidence.variables, member)): member for member in generation.members}
    candidate = evidence.best.candidate
    if candidate is None or known.key(_with(evidence.variables, candidate.values)) not in members:
        return None
    left = tuple(member for key, member in members.items() if key not in known.outcomes)
    return replace(generation, members=left) if left else None


def losses(members: Sequence[Sequence[Outcome]]) -> list[float]:
    """One number a member of a generation, smaller for better, in the order of the training's own judgement.

    On the cases that all were tried on: more of them solved is better; at equally many, a higher mean score. A member without
    outcomes, or whose code failed in the first case, was refused, and is the worst.
    """
    tried = [
        {} if not outcomes or outcomes[0].failure else {outcome.case: outcome for outcome in outcomes}
        for outcomes in members
    ]
    common = set.intersection(*map(set, filter(None, tried))) if any(tried) else set()
    return [_loss([outcomes[case] for case in sorted(common)]) if outcomes else 1.0 for outcomes in tried]


def _loss(outcomes: Sequence[Outcome]) -> float:
    return -(sum(outcome.success for outcome in outcomes) + _below_one(mean_score(outcomes))) / max(len(outcomes), 1)


def _below_one(score: float | None) -> float:
    """A score's rank between 0 and 1, so that any number of solved cases outranks it; 0 for none."""
    if score is None or math.isnan(score):
        return 0.0
    if math.isinf(score):
        return float(score > 0)
    return (1 + score / (1 + abs(score))) / 2


def _converged(strategy: Any, space: Space) -> bool:
    """Whether no number that is not whole would still change."""
    spread = [float(std) for std, axis in zip(strategy.stds, space.axes, strict=True) if isinstance(axis.start, float)]
    return bool(spread) and max(spread) < CONVERGED


@dataclass(frozen=True, slots=True)
class _Known:
    """What the evidence holds of values that were tried.

    Attributes:
        names: The names of the parameters that distinguish candidates.
        outcomes: The outcomes by the values of those parameters; none where a proposal was refused untried.
    """

    names: tuple[str, ...]
    outcomes: Mapping[Key, tuple[Outcome, ...]]

    @classmethod
    def of(cls, evidence: Evidence) -> _Known:
        names = tuple(it.name for it in evidence.variables if it.kind != "value" or it.choices is not None)
        outcomes: dict[Key, tuple[Outcome, ...]] = {}
        incumbent: Values = {variable.name: variable.value for variable in evidence.variables}
        for trial in evidence.trials:
            proposed = trial.proposal.values if trial.proposal is not None else {}
            values = trial.candidate.values if trial.candidate is not None else {**incumbent, **proposed}
            key = tuple(_hashable(values.get(name)) for name in names)
            outcomes[key] = trial.outcomes or outcomes.get(key, ())
            if trial.verdict is not Verdict.REFUSED:
                incumbent = values
        return cls(names, outcomes)

    def key(self, variables: Sequence[Variable]) -> Key:
        values = {variable.name: variable.value for variable in variables}
        return tuple(_hashable(values[name]) for name in self.names)


def _hashable(value: Any) -> Any:
    """A value as a part of a key: a choice may be of any kind."""
    return value if isinstance(value, str | int | float) else repr(value)


def _kept(evidence: Evidence) -> Iterator[tuple[Trial, tuple[Variable, ...]]]:
    """The candidates that were the best when they came, with the parameters as they stood then."""
    for trial in evidence.trials:
        if trial.verdict is not Verdict.REFUSED and trial.candidate is not None:
            yield trial, _with(evidence.variables, trial.candidate.values)


def _with(variables: Sequence[Variable], values: Values) -> tuple[Variable, ...]:
    return tuple(replace(variable, value=values.get(variable.name, variable.value)) for variable in variables)


def _structure(variables: Sequence[Variable]) -> Any:
    try:
        return Space.of(variables).structure
    except ProposalError:  # an earlier text that no search could begin at
        return None
