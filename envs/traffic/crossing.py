"""The crossing: two roads of 500 m a side, half an hour of vehicles, a signal with two phases; and what is lost on the way."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import permutations
from types import ModuleType
from typing import Any, TypeAlias

import numpy as np

from robotrace.episodes.array import Array
from robotrace.errors import OptionError

LOW, HIGH = 15, 90
"""Seconds that a green phase lasts at least, and at most."""
END, SLOT = 1800, 6
"""Seconds of a scenario, and of a slot with one demand."""
PEAK, PUBLISHED_PEAK = 0.19, 0.25
"""Vehicles a second of a pair at most; in the published set-up, of which UXsim drops half."""
SIDES = {"W": (-1, 0), "E": (1, 0), "N": (0, 1), "S": (0, -1)}
"""Where the four roads begin and end, in units of their length."""
PHASES = (("W", "E"), ("N", "S"))
Flows: TypeAlias = dict[tuple[str, str], Array]
"""Vehicles a second, by the ends where they come from and go to, one number a slot."""
_ROUNDING = 1e-6  # without it, six times a sixth is no whole vehicle


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep the simulator's warnings to itself, and the fonts of everybody's plots, which it sets for its own."""
    from matplotlib import rc_context

    with warnings.catch_warnings(), rc_context():
        warnings.simplefilter("ignore")
        yield


def simulator() -> ModuleType:
    """UXsim.

    Raises:
        OptionError: It is not installed.
    """
    try:
        with _undisturbed():
            import uxsim
    except ImportError as error:
        raise OptionError("traffic/ needs the simulator UXsim: pip install 'robotrace[traffic]'.") from error
    module: ModuleType = uxsim
    return module


@dataclass(frozen=True)
class Layout:
    """Crossings, and the roads between them and the ends.

    Attributes:
        ends: Where vehicles come from and go to: places, in units of a road's length.
        crossings: Places of the crossings, each with a signal of two phases.
        roads: Two neighbours of each road, which has two directions; at a crossing it has green in the phase of `phase`.
    """

    ends: Mapping[str, tuple[int, int]]
    crossings: Mapping[str, tuple[int, int]]
    roads: tuple[tuple[str, str], ...]

    def phase(self, start: str, crossing: str) -> int:
        """In which phase of a crossing a road from a place has green: 0 from west and east, 1 from north and south."""
        places = {**self.ends, **self.crossings}
        return int(places[start][0] == places[crossing][0])


CROSSING = Layout(SIDES, {"crossing": (0, 0)}, tuple((side, "crossing") for side in SIDES))
"""One crossing with four roads."""


def demand(seed: int, peak: float = PEAK) -> Flows:
    """Vehicles a second, by the sides where they come from and go to, one number a slot of 6 s.

    Uniform below a peak; from west to east the peak more in the first third of the time, back in the last third.
    """
    chance = np.random.RandomState(seed)
    slots = END // SLOT
    flows: Flows = {pair: chance.uniform(0, peak, slots) for pair in permutations(SIDES, 2)}
    flows["W", "E"][: slots // 3] += peak
    flows["E", "W"][2 * slots // 3 :] += peak
    return flows


def whole(rates: Array) -> Array:
    """Rates by which every slot has a whole number of vehicles: what is left over goes on to the next slot.

    UXsim makes whole vehicles alone, and drops the rest of each slot.
    """
    counts = np.diff(np.floor(np.cumsum(rates * SLOT) + 1e-9), prepend=0.0)
    found: Array = np.where(counts > 0, counts / SLOT + _ROUNDING, 0.0)
    return found


@dataclass(frozen=True)
class Lost:
    """What was lost in a scenario.

    Attributes:
        published: Mean and spread as the published script counts them, for which nearly all trips were not completed.
        mean: Seconds lost a trip, against the time that it takes on empty roads. A trip that was not completed counts one second
            more than the worst completed one of its pair.
        spread: The standard deviation of the pairs' means, by trips.
        pairs: Trips, those completed, and mean seconds lost, by origin and destination.
    """

    published: float
    mean: float
    spread: float
    pairs: Mapping[str, tuple[int, int, float]]

    @property
    def seconds(self) -> float:
        """Mean and spread together: the smaller, the better."""
        return self.mean + self.spread

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s lost"

    __repr__ = __str__


def told(seconds: float, pairs: Mapping[str, tuple[int, int, float]]) -> str:
    """What was lost in words, the three worst pairs among it."""
    worst = sorted(((late, pair) for pair, (_, _, late) in pairs.items()), reverse=True)[:3]
    most = ", ".join(f"{pair} {late:.1f}" for late, pair in worst)
    return f"{seconds:.2f} s are lost, mean and spread together. It should be less. Most from {most} s a trip."


class Road:
    """One scenario in the simulator, which is gone on with cycle by cycle.

    Args:
        seed: Of the demand, and of the simulator's own chance.
        greens: Seconds of green in the first cycle, for west and east and for north and south, of one crossing after another.
        layout: The crossings and their roads.
        flows: The demand; by default the crossing's.
        published: Whether the demand is that of the published set-up.
    """

    def __init__(
        self,
        seed: int,
        greens: Sequence[float],
        *,
        layout: Layout = CROSSING,
        flows: Flows | None = None,
        published: bool = False,
    ) -> None:
        uxsim = simulator()
        self._greens = list(greens)
        with _undisturbed():
            self._world = uxsim.World(
                name="",
                deltan=1,
                reaction_time=1,
                tmax=END,
                duo_update_time=120,
                random_seed=seed,
                print_mode=0,
                save_mode=0,
                show_mode=0,
                show_progress=0,
                vehicle_logging_timestep_interval=-1,
                cpp=True,
            )
            wanted = demand(seed, PUBLISHED_PEAK if published else PEAK) if flows is None else flows
            self._build(layout, wanted if published else {pair: whole(rates) for pair, rates in wanted.items()})

    def _build(self, layout: Layout, flows: Flows) -> None:
        world = self._world
        for end, (x, y) in layout.ends.items():
            world.addNode(end, x, y)
        for (start, end), rates in flows.items():
            for slot, rate in enumerate(rates):
                if rate:
                    world.adddemand(start, end, slot * SLOT, (slot + 1) * SLOT, float(rate))
        self._nodes = [
            world.addNode(name, x, y, signal=greens)
            for (name, (x, y)), greens in zip(layout.crossings.items(), _by_crossing(self._greens), strict=True)
        ]
        self._inward = {}
        about = {"length": 500, "free_flow_speed": 10, "jam_density": 0.2}
        for one, other in layout.roads:
            for start, end in ((one, other), (other, one)):
                phase = layout.phase(start, end) if end in layout.crossings else 0
                link = world.addLink(f"{start} to {end}", start, end, signal_group=phase, **about)
                if end in layout.crossings:
                    self._inward[start] = link

    @property
    def is_over(self) -> bool:
        """Whether the half hour has passed."""
        return not self._world.check_simulation_ongoing()

    @property
    def time(self) -> float:
        """Seconds that have passed."""
        return float(self._world.TIME)

    def queues(self) -> dict[str, int]:
        """Vehicles on each road in, by its side."""
        return {side: int(link.num_vehicles) for side, link in self._inward.items()}

    def cycle(self, greens: Sequence[float]) -> None:
        """One cycle of a single crossing's signal, with these seconds of green for the two phases."""
        if list(greens) != self._greens:
            self._greens = list(greens)
            for node, pair in zip(self._nodes, _by_crossing(self._greens), strict=True):
                node.signal = pair
        with _undisturbed():
            self._world.exec_simulation(duration_t=sum(self._greens))

    def run(self) -> Lost:
        """All that is left, with the same green times, and what was lost."""
        if not self.is_over:
            with _undisturbed():
                self._world.exec_simulation()
        return self.lost()

    def lost(self) -> Lost:
        """What has been lost until now."""
        analyzer: Any = self._world.analyzer
        analyzer.od_analysis()
        fair, published = _Sum(), _Sum()
        pairs = {}
        for pair, made in analyzer.od_trips.items():
            done, free = int(analyzer.od_trips_comp[pair]), float(analyzer.od_tt_free[pair])
            late = np.asarray(analyzer.od_tt[pair], dtype=float) - free
            worst = float(late.max()) + 1.0 if done else END - free
            start, end = (str(getattr(side, "name", side)) for side in pair)
            mean = fair.add(int(made), float(late.sum()) + worst * (made - done))
            pairs[f"{start} to {end}"] = (int(made), done, mean)
            # As the script has it: instead of the trips that were completed it takes off the number of pairs.
            published.add(int(made), float(late.sum()) + worst * (made - len(analyzer.od_tt)))
        return Lost(published.mean + published.spread, fair.mean, fair.spread, pairs)


def _by_crossing(greens: Sequence[float]) -> list[list[float]]:
    return [list(greens[at : at + 2]) for at in range(0, len(greens), 2)]


class _Sum:
    """Seconds lost, pair by pair."""

    def __init__(self) -> None:
        self._parts: list[tuple[int, float]] = []

    def add(self, trips: int, seconds: float) -> float:
        """A pair's trips and what they lost together; their mean."""
        self._parts.append((trips, seconds / trips))
        return seconds / trips

    @property
    def mean(self) -> float:
        return sum(trips * late for trips, late in self._parts) / sum(trips for trips, _ in self._parts)

    @property
    def spread(self) -> float:
        squares = sum(trips * (late - self.mean) ** 2 for trips, late in self._parts)
        return math.sqrt(squares / sum(trips for trips, _ in self._parts))
