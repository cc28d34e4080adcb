"""One line of a search: CMA-ES from one point, begun anew where it has converged, repeated from the evidence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from robotrace.optimizers.tune.known import Key, Known, Values, losses_of_generation, with_values
from robotrace.optimizers.tune.space import ANYWHERE, Axis, Space
from robotrace.opto import Variable

CONVERGED = 0.005  # standard deviation of every number, in its units, at which a search begins anew
KNOWN = (
    3  # generations in a row without a new member, after which whole numbers are searched wider around the best ones
)
WIDEST = (
    3.0  # largest standard deviation that they are searched with, in units of each number: all that lies between bounds
)
STALE = 20  # generations in a row that the evidence knows already, after which one is proposed all the same
INTEGER_STEP = 0.3  # least standard deviation of a whole number, so that it does not freeze


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


class Line:
    """The generations of one line.

    Attributes:
        fixed: The values that all its members share, such as the way that it searches.
        number: The generations that the evidence knows.
        restarts: How often the line converged and began anew.
        best: The key of the best member so far; at first of where the line begins.

    Args:
        variables: The parameters where the line begins; those that it leaves as they are have one choice or none.
        start: The iteration of the candidate that the search began at.
        known: What the evidence holds.
        seen: The values of all members so far; the line's join them.
        size: The members of a generation.
        sigma: The first standard deviation, in units of each number.
        seed: The seeds of all chance: the optimizer's, the iteration, and where there are several lines the line's place.
    """

    def __init__(
        self,
        variables: Sequence[Variable],
        start: int,
        known: Known,
        seen: set[Key],
        *,
        size: int,
        sigma: float,
        seed: Sequence[int],
    ) -> None:
        self._space = Space.of(variables)
        self.number = self.restarts = 0
        self.best = known.key(variables)
        self._variables, self._start, self._known, self._seen = variables, start, known, seen
        self._size, self._sigma, self._seed = size, sigma, seed
        self.fixed: Values = {it.name: it.value for it in variables if it.choices is not None and len(it.choices) == 1}
        self._stale = self._wider = 0
        self._is_whole = all(isinstance(axis.start, int) for axis in self._space.axes)
        self._best_point: Sequence[float] = [min(max(0.0, axis.low), axis.high) for axis in self._space.axes]
        self._strategy = self._begun(self._best_point)

    def go_on(self, generations: float) -> Generation | None:
        """Make so many generations again; the first that is not known, or None where all are.

        Args:
            generations: How many in all since the line began.
        """
        while self.number < generations:
            if _converged(self._strategy, self._space):
                self.restarts += 1
                best = self._strategy.best.x  # None where it was told nothing, as its one number has no room
                self._strategy = self._begun(self._best_point if best is None else list(best))
            elif self._is_whole and self._stale and self._stale % KNOWN == 0:
                self.restarts += 1
                self._wider += 1
                self._strategy = self._begun(self._best_point)
            points = self._strategy.ask()
            members = tuple({**self.fixed, **self._space.values(point)} for point in points)
            keys = [self._known.key(with_values(self._variables, member)) for member in members]
            self._stale = self._stale + 1 if self._seen.issuperset(keys) else 0
            self._seen.update(keys)
            new = {key: it for key, it in zip(keys, members, strict=True) if key not in self._known.outcomes}
            untried = tuple(new.values())
            if untried or self._stale > STALE:
                return Generation(self.number, self._start, self.restarts, len(members), untried or members)
            found = losses_of_generation([self._known.outcomes[key] for key in keys])
            self._strategy.tell(points, found)
            least = found.index(min(found))
            if (better := self._known.better(self.best, keys[least])) != self.best:
                self.best, self._best_point = better, list(points[least])
            self.number += 1
        return None

    def _begun(self, centre: Sequence[float]) -> Any:
        import cma
        import numpy as np

        axes = self._space.axes
        chance = np.random.default_rng([*self._seed[:2], self.restarts, *self._seed[2:]])
        options: dict[str, Any] = {
            "bounds": [[axis.low for axis in axes], [axis.high for axis in axes]],
            "minstd": [_least_spread(axis) for axis in axes] if len(axes) > 1 else 0.0,  # cma keeps it for several only
            "popsize": self._size,
            "randn": lambda *shape: chance.standard_normal(shape),
            "seed": math.nan,  # leaves numpy's global generator alone
            "verbose": -9,
        }
        sigma = min(WIDEST, self._sigma * 2**self._wider)
        if self._wider:  # no number wider than half of its own range
            options["CMA_stds"] = [min(1.0, (axis.high - axis.low) / (2 * sigma)) for axis in axes]
        if (
            self._wider or len(axes) == 1 or any(axis.bounds != ANYWHERE for axis in axes)
        ):  # cma's own limit to the spread fails in narrow spaces, and raises at a single number
            options["maxstd_boundrange"] = math.inf
        return cma.CMAEvolutionStrategy(list(centre), sigma, options)


def _converged(strategy: Any, space: Space) -> bool:
    """Whether no number that is not whole would still change, nor a whole one that is alone."""
    if len(space.axes) == 1:
        return bool(strategy.stds[0] < max(CONVERGED, _least_spread(space.axes[0])))
    spread = [float(std) for std, axis in zip(strategy.stds, space.axes, strict=True) if isinstance(axis.start, float)]
    return bool(spread) and max(spread) < CONVERGED


def _least_spread(axis: Axis) -> float:
    return INTEGER_STEP / axis.unit if isinstance(axis.start, int) else 0.0
