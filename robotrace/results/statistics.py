"""Success rates and mean scores, and how far they can be trusted."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from robotrace.errors import OptionError

Z = 1.959963984540054  # the normal distribution's 97.5 % quantile: two-sided 95 %


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of n tries succeeded, with Wilson's 95 % interval.

    Wilson's interval ("Probable inference, the law of succession, and statistical inference", 1927) stays within
    [0, 1] and stays honest at 0 of n and n of n, where the usual ± claims certainty.

    Attributes:
        successes: The number of tries that succeeded.
        n: The number of tries; 0 where nothing was measured.
    """

    successes: int
    n: int

    def __post_init__(self) -> None:
        if not 0 <= self.successes <= self.n:
            raise OptionError(f"A rate needs 0 <= successes <= n, found {self.successes} of {self.n}.")

    @classmethod
    def of(cls, flags: Iterable[bool]) -> Rate:
        """The rate of one flag a try."""
        tries = [bool(flag) for flag in flags]
        return cls(sum(tries), len(tries))

    @property
    def rate(self) -> float:
        """Share of successes; nan where nothing was measured."""
        return self.successes / self.n if self.n else math.nan

    @property
    def low(self) -> float:
        """Lower end of the 95 % interval; 0 where nothing was measured."""
        return self._interval()[0]

    @property
    def high(self) -> float:
        """Upper end of the 95 % interval; 1 where nothing was measured."""
        return self._interval()[1]

    def _interval(self) -> tuple[float, float]:
        if not self.n:
            return 0.0, 1.0
        shrink = 1 + Z**2 / self.n
        centre = (self.rate + Z**2 / (2 * self.n)) / shrink
        half = Z / shrink * math.sqrt(self.rate * (1 - self.rate) / self.n + (Z / (2 * self.n)) ** 2)
        # At the ends the interval is exact; rounding would leave it a hair beside.
        low = 0.0 if self.successes == 0 else centre - half
        high = 1.0 if self.successes == self.n else centre + half
        return low, high

    def as_json(self) -> dict[str, Any]:
        """The five numbers that every machine-readable output of robotrace uses; the rate is null where n is 0."""
        rate = self.rate if self.n else None
        return {"successes": self.successes, "n": self.n, "rate": rate, "low": self.low, "high": self.high}

    def __str__(self) -> str:
        if not self.n:
            return "not measured"
        return f"{self.rate:.2f} [{self.low:.2f}, {self.high:.2f}] ({self.successes}/{self.n})"


RESAMPLES = 10_000
DRAWN = 1_000_000
"""Numbers that are drawn at a time."""


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of n scores, with a bootstrapped 95 % interval.

    The interval is the percentile bootstrap's (Efron, "Bootstrap methods: another look at the jackknife", 1979), over cases, with
    draws that are the same each time.

    Attributes:
        value: The mean; nan where nothing was measured.
        n: The number of scores.
        low: The lower end of the interval; None where no two scores differ, which leaves the spread unknown.
        high: The upper end; None likewise.
    """

    value: float
    n: int
    low: float | None = None
    high: float | None = None

    @classmethod
    def of(cls, scores: Iterable[float]) -> Mean:
        """The mean of one score a try."""
        import numpy as np  # only an interval needs it

        values = np.array([float(score) for score in scores])
        if not len(values):
            return cls(math.nan, 0)
        mean = math.fsum(values) / len(values)
        if (values == values[0]).all() or not np.isfinite(values).all():
            return cls(mean, len(values))
        rng = np.random.default_rng(0)
        rows = max(1, DRAWN // len(values))
        blocks = (min(rows, RESAMPLES - done) for done in range(0, RESAMPLES, rows))
        means = [values[rng.integers(len(values), size=(block, len(values)))].mean(axis=1) for block in blocks]
        low, high = np.quantile(np.concatenate(means), (0.025, 0.975))
        return cls(mean, len(values), float(low), float(high))

    def as_json(self) -> dict[str, Any]:
        """The four numbers; the value is null where it is none that JSON knows."""
        return {"mean": self.value if math.isfinite(self.value) else None, "n": self.n, "low": self.low, "high": self.high}

    @property
    def figure(self) -> str:
        """The mean and its interval, without n."""
        ends = "" if self.low is None or self.high is None else f" [{self.low:.4g}, {self.high:.4g}]"
        return f"{self.value:.4g}{ends}"

    def __str__(self) -> str:
        return f"{self.figure} (n={self.n})" if self.n else "not measured"
