"""Two controllers on the same cases: who solved what, and whether chance would explain the difference."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from robotrace.errors import OptionError
from robotrace.results.statistics import Mean, Rate

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Paired:
    """How often both, one or neither of two controllers, A and B, solved a case that both were tried on.

    Attributes:
        both: The number of cases that both solved.
        only_a: The number of cases that A alone solved.
        only_b: The number of cases that B alone solved.
        neither: The number of cases that neither solved.
    """

    both: int = 0
    only_a: int = 0
    only_b: int = 0
    neither: int = 0

    def __post_init__(self) -> None:
        if min(self.both, self.only_a, self.only_b, self.neither) < 0:
            raise OptionError(f"Counts of pairs are 0 or more, found {self!r}.")

    @classmethod
    def of(cls, a: Mapping[Key, bool], b: Mapping[Key, bool]) -> Paired:
        """The counts of two sets of outcomes by case.

        Raises:
            OptionError: The two sides are not about the same cases.
        """
        if a.keys() != b.keys():
            odd = sorted(str(case) for case in a.keys() ^ b.keys())
            raise OptionError(f"Pairs need the same cases on both sides; {len(odd)} are on one only, such as {odd[0]}.")
        pairs = [(bool(a[case]), bool(b[case])) for case in a]
        return cls(*(pairs.count(pair) for pair in ((True, True), (True, False), (False, True), (False, False))))

    def __add__(self, other: Paired) -> Paired:
        return Paired(
            self.both + other.both,
            self.only_a + other.only_a,
            self.only_b + other.only_b,
            self.neither + other.neither,
        )

    @property
    def better_a(self) -> int:
        """The number of cases on which A did better."""
        return self.only_a

    @property
    def better_b(self) -> int:
        """The number of cases on which B did better."""
        return self.only_b

    @property
    def n(self) -> int:
        """The number of cases."""
        return self.both + self.only_a + self.only_b + self.neither

    @property
    def difference(self) -> float:
        """A's success rate less B's; nan without cases."""
        return (self.only_a - self.only_b) / self.n if self.n else math.nan

    @property
    def p_value(self) -> float:
        """Of McNemar's test in its exact form, two-sided; 1 where they agree on every case.

        The cases that one alone solved are fair coin tosses if the two are equally good (McNemar, "Note on the sampling
        error of the difference between correlated proportions or percentages", 1947; the sign test of those cases).
        """
        return _sign_test(self.only_a, self.only_b)

    @property
    def low(self) -> float:
        """Lower end of the difference's 95 % interval; -1 without cases."""
        return self._interval()[0]

    @property
    def high(self) -> float:
        """Upper end of the difference's 95 % interval; 1 without cases."""
        return self._interval()[1]

    def _interval(self) -> tuple[float, float]:
        """Newcombe's interval, from the Wilson intervals of both rates and their correlation.

        Method 10 of "Improved confidence intervals for the difference between binomial proportions based on paired data"
        (Statistics in Medicine, 1998). It keeps a width where the two agree on every case; a bootstrap would have none.
        """
        if not self.n:
            return -1.0, 1.0
        a, b = Rate(self.both + self.only_a, self.n), Rate(self.both + self.only_b, self.n)
        below = _half_width(a.rate - a.low, b.high - b.rate, self._correlation())
        above = _half_width(a.high - a.rate, b.rate - b.low, self._correlation())
        return max(-1.0, self.difference - below), min(1.0, self.difference + above)

    def _correlation(self) -> float:
        margins = (self.both + self.only_a) * (self.only_b + self.neither)
        margins *= (self.both + self.only_b) * (self.only_a + self.neither)
        product = float(self.both * self.neither - self.only_a * self.only_b)
        if product > 0:
            product = max(0.0, product - self.n / 2)
        return product / math.sqrt(margins) if margins else 0.0

    def as_json(self) -> dict[str, Any]:
        """Counts, difference, interval and p value; the difference is null without cases."""
        return {
            "n": self.n,
            "both": self.both,
            "only_a": self.only_a,
            "only_b": self.only_b,
            "neither": self.neither,
            "difference": self.difference if self.n else None,
            "low": self.low,
            "high": self.high,
            "p_value": self.p_value,
        }

    def __str__(self) -> str:
        return f"{self.difference:+.2f} [{self.low:+.2f}, {self.high:+.2f}]" if self.n else "not measured"


@dataclass(frozen=True, slots=True)
class PairedScores:
    """Two candidates, A and B, on cases that have scores and cannot be solved.

    Attributes:
        better_a: The number of cases on which A has the higher score.
        better_b: The number of cases on which B has.
        equal: The number of cases on which both have the same.
        difference: The mean of A's scores less B's, with its interval over the cases.
    """

    better_a: int
    better_b: int
    equal: int
    difference: Mean

    @classmethod
    def of(cls, pairs: Iterable[tuple[float, float]]) -> PairedScores:
        """The counts of cases, each with A's score and B's."""
        differences = [a - b for a, b in pairs]
        better_a, better_b = sum(it > 0 for it in differences), sum(it < 0 for it in differences)
        return cls(better_a, better_b, len(differences) - better_a - better_b, Mean.of(differences))

    @property
    def n(self) -> int:
        """The number of cases."""
        return self.better_a + self.better_b + self.equal

    @property
    def p_value(self) -> float:
        """Of the sign test, exact and two-sided, on the cases where the scores differ; 1 where they do on none."""
        return _sign_test(self.better_a, self.better_b)

    def as_json(self) -> dict[str, Any]:
        """Counts, difference, interval and p value; the difference is null without cases."""
        mean = self.difference
        return {
            "n": self.n,
            "better_a": self.better_a,
            "better_b": self.better_b,
            "equal": self.equal,
            "difference": mean.value if self.n else None,
            "low": mean.low,
            "high": mean.high,
            "p_value": self.p_value,
        }

    def __str__(self) -> str:
        return self.difference.figure if self.n else "not measured"


def _sign_test(heads: int, tails: int) -> float:
    tosses = heads + tails
    tail = sum(math.comb(tosses, k) for k in range(min(heads, tails) + 1))
    return min(1.0, 2 * tail / (1 << tosses))


def _half_width(of_a: float, of_b: float, correlation: float) -> float:
    """Of the difference, on one side, from those of the two rates."""
    return math.sqrt(max(0.0, of_a**2 - 2 * correlation * of_a * of_b + of_b**2))
