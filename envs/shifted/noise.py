"""Sensors that are noisy: a number of a Gaussian is added to every reading, another one each time."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from robotrace.episodes.array import Array

from .sensors import known
from .shift import Fields, Seen, Shift, expect

Deviation = float | tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Noise(Shift):
    """Readings are noisy: to each component a number is added that a Gaussian gives, drawn anew for every observation.

    It is the sensors' own and comes before biases and new names. The same goal brings the same numbers.

    Attributes:
        share: The standard deviation as a share of what each component spreads by itself, its standard deviation in episodes of
            random actions without any shift, 0 for what is only ever a whole number; see `spread.spread`.
        sd: The standard deviation by the name of the field, in its unit: a number, or one for each component; it takes the place of
            the share. Fields are called here as the task calls them.
    """

    of_the_robot = True
    share: float = 0.0
    sd: Mapping[str, Deviation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        expect(self, "share", self.share, 0 <= self.share < math.inf, "a number of 0 or more")
        told = {name: tuple(it) if isinstance(it, list) else it for name, it in self.sd.items()}
        object.__setattr__(self, "sd", told)
        for it in told.values():
            holds = all(0 <= one < math.inf for one in (it if isinstance(it, tuple) else (it,)))
            expect(self, "sd", it, holds, "numbers of 0 or more")

    def fields(self, fields: Fields) -> Fields:
        """The fields, unchanged."""
        for name, it in self.sd.items():
            size = int(np.prod(known(name, fields).shape))
            holds = not isinstance(it, tuple) or len(it) == size
            expect(self, "sd", it, holds, f"a number, or {size} of them, for {name}")
        return fields

    def begun(self, seeds: Sequence[int], spread: Mapping[str, Array]) -> Shift:
        """The noise of one episode."""
        sd = {name: self.share * it for name, it in spread.items() if self.share}
        sd |= {name: np.array(it) for name, it in self.sd.items()}
        return _Drawn(sd, np.random.RandomState(list(seeds)))


@dataclass(frozen=True, slots=True)
class _Drawn(Shift):
    """Noise in one episode.

    Attributes:
        sd: The standard deviation of each field's components.
        random: What draws the numbers; its stream is frozen for good.
    """

    sd: Mapping[str, Array]
    random: np.random.RandomState

    def seen(self, observation: Seen) -> Seen:
        """The observation with numbers added."""
        return {name: self._noisy(name, value) for name, value in observation.items()}

    def _noisy(self, name: str, value: Array) -> Array:
        if name not in self.sd:
            return value
        added = self.sd[name].reshape(value.shape) if self.sd[name].size == value.size else self.sd[name]
        return np.asarray(value + added * self.random.standard_normal(value.shape))
