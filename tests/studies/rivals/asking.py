"""What the rivals share: a search that asks what a setting costs and is told, as an optimizer that robotrace trains with.

A search is a generator over a box of numbers: it yields a setting, and is sent what came of it. An optimizer of robotrace is a
function of the evidence, so the search is played from its beginning with all that the evidence knows, up to the first setting that
nobody has tried: that one is proposed. A setting that was tried before costs no evaluation.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias

import numpy as np

from robotrace.errors import OptionError
from robotrace.opto import Evidence, Outcome, Proposal, Variable

Setting: TypeAlias = tuple[int | float, ...]
"""A number for each variable, in their order."""
DIGITS = 6
"""Of a number, counted from the span that it is searched in."""
KNOWN = 10_000
"""Settings in a row that were tried before, after which a search has nothing new to say."""


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a setting.

    Attributes:
        cost: Minus the mean score; infinite where it failed or was refused.
        outcomes: The outcomes, with the traces of those that were traced.
    """

    cost: float
    outcomes: tuple[Outcome, ...] = ()


Search: TypeAlias = Generator[Setting, Told, None]


@dataclass(frozen=True, slots=True)
class Box:
    """The numbers that are searched.

    Attributes:
        names: The variables.
        low: (n,) the lowest of each.
        high: (n,) the highest.
        whole: Which are whole numbers.
        bounded: Which have bounds of their own.
        start: The setting to begin with.
    """

    names: tuple[str, ...]
    low: np.ndarray
    high: np.ndarray
    whole: tuple[bool, ...]
    bounded: tuple[bool, ...]
    start: Setting

    @classmethod
    def of(cls, variables: Sequence[Variable], start: Mapping[str, Any], *, reach: float, whole: bool) -> Box:
        """The box of some variables.

        Args:
            variables: Numbers; one that is whole at the start stays so.
            start: Their values at the start.
            reach: A number without a bound is searched no farther than this from 0.
            whole: Whether one without bounds is searched in whole steps.
        """
        first = tuple(start[it.name] for it in variables)
        ends = [it.bounds for it in variables]
        free = [end == (None, None) for end in ends]
        return cls(
            tuple(it.name for it in variables),
            np.array([-reach if low is None else low for low, _ in ends], float),
            np.array([reach if high is None else high for _, high in ends], float),
            tuple(isinstance(value, int) or (whole and loose) for value, loose in zip(first, free, strict=True)),
            tuple(not loose for loose in free),
            first,
        )

    @property
    def span(self) -> np.ndarray:
        """(n,) from the lowest to the highest."""
        return self.high - self.low

    @property
    def places(self) -> np.ndarray:
        """(n,) decimals that a number is rounded to."""
        spans = np.where(self.span > 0, self.span, 1.0)
        found: np.ndarray = np.where(self.whole, 0, DIGITS - np.ceil(np.log10(spans))).astype(int)
        return found

    def rounded(self, shares: np.ndarray) -> np.ndarray:
        """(m, n) the numbers of settings at points of the unit cube, (m, n)."""
        numbers = self.low + self.span * shares
        columns = [np.round(column, place) for column, place in zip(numbers.T, self.places.tolist(), strict=True)]
        found: np.ndarray = np.clip(np.stack(columns, axis=1), self.low, self.high)
        return found

    def setting(self, numbers: Iterable[float]) -> Setting:
        """The nearest setting inside the box."""
        inside = np.clip(np.array(list(numbers), float), self.low, self.high)
        found = [round(value, place) for value, place in zip(inside.tolist(), self.places.tolist(), strict=True)]
        return tuple(int(value) if whole else value for value, whole in zip(found, self.whole, strict=True))

    def at(self, share: Iterable[float]) -> Setting:
        """The setting at a point of the unit cube."""
        return self.setting(self.low + self.span * np.asarray(share))

    def share(self, numbers: Setting | np.ndarray) -> np.ndarray:
        """Where a setting, or each of several, is in the unit cube."""
        found: np.ndarray = (np.asarray(numbers, float) - self.low) / np.where(self.span > 0, self.span, 1.0)
        return found

    def draw(self, chance: np.random.Generator) -> Setting:
        """A setting of the box, each as likely as any other."""
        edges = np.where(self.whole, 0.499, 0.0)
        return self.setting(chance.uniform(self.low - edges, self.high + edges))


class Rival:
    """An optimizer of numbers that asks one setting at a time; see `robotrace.opto.Optimizer`.

    Args:
        seed: Of all chance.
        reach: A number without bounds is searched no farther than this from 0.
        whole: Whether one without bounds is searched in whole steps.
        more: What else decides its proposals.
    """

    name: ClassVar[str]
    feedback = "score"
    needs_trace = False

    def __init__(self, *, seed: int = 0, reach: float = 10.0, whole: bool = False, **more: Any) -> None:
        self.options = {"seed": seed, "reach": reach, "whole": whole, **more}
        self._play: _Play | None = None

    def search(self, box: Box, chance: np.random.Generator) -> Search:
        """The search, which begins at `box.start`."""
        raise NotImplementedError

    def check(self, variables: Sequence[Variable]) -> None:
        """Refuse what is no number.

        Raises:
            OptionError: A variable is no number.
        """
        for variable in variables:
            if variable.kind != "number" or isinstance(variable.value, bool):
                raise OptionError(f"{self.name} searches numbers, and {variable.name!r} is {variable.kind}: use tune.")

    def propose(self, evidence: Evidence, *, sample: int = 0) -> Proposal:
        """The next setting that nobody has tried; a refusal where the search has none."""
        known = known_of(evidence)
        if self._play is None or not self._play.agrees(known):
            self._play = _Play(self._begun(evidence))
        setting = self._play.go_on(known)
        if setting is None:
            return Proposal({}, refusal=f"{self.name} has nothing new to try.")
        names = [variable.name for variable in evidence.variables]
        return Proposal(dict(zip(names, setting, strict=True)), f"{self.name}: evaluation {len(known) + 1}")

    def _begun(self, evidence: Evidence) -> Search:
        start = evidence.trials[0].candidate
        assert start is not None, "the start was tried"
        reach, whole = self.options["reach"], self.options["whole"]
        box = Box.of(evidence.variables, start.values, reach=reach, whole=whole)
        return self.search(box, np.random.default_rng([self.options["seed"], 7]))


class _Play:
    """A search as far as it has been told."""

    def __init__(self, search: Search) -> None:
        self._search, self._told = search, list[tuple[Setting, float]]()
        self._next: Setting | None = next(search)

    def agrees(self, known: Mapping[Setting, Told]) -> bool:
        """Whether what it was told is what is known."""
        return all(setting in known and known[setting].cost == cost for setting, cost in self._told)

    def go_on(self, known: Mapping[Setting, Told]) -> Setting | None:
        """The next setting that is not known; None where there is none."""
        for _ in range(KNOWN):
            if self._next is None or self._next not in known:
                return self._next
            told = known[self._next]
            self._told.append((self._next, told.cost))
            self._next = next_of(self._search, told)
        return None


def next_of(search: Search, told: Told) -> Setting | None:
    """What a search asks next; None where it has ended."""
    try:
        return search.send(told)
    except StopIteration:
        return None


def known_of(evidence: Evidence) -> dict[Setting, Told]:
    """What came of all settings that were tried, or were refused untried."""
    names = [variable.name for variable in evidence.variables]
    known: dict[Setting, Told] = {}
    for trial in evidence.trials:
        values = trial.candidate.values if trial.candidate else trial.proposal.values if trial.proposal else {}
        if all(name in values for name in names):
            setting = tuple(values[name] for name in names)
            failed = trial.score is None or any(outcome.failure for outcome in trial.outcomes)
            known.setdefault(setting, Told(math.inf if failed else -float(trial.score or 0.0), trial.outcomes))
    return known
