"""Published results to be drawn beside runs, from a table of cited facts; none of them was measured here."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from robotrace.errors import OptionError, UnknownNameError
from robotrace.results import Run
from robotrace.text import one_line

ALL = "all"
FAMILY = "metaworld/"
"""What the results of the table are of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """One published result.

    Attributes:
        name: The method's name.
        source: Who measured it, and where.
        year: The year of the source.
        about: What the rate is the mean of.
        n: The number of tasks in that mean; None where it was not found.
        seeds: The runs of each; None where that was not found.
        control: How actions drive the robot; None where that was not found.
        horizon: The most actions in an episode; None where that was not found.
        reward_version: The version of Meta-World's rewards; None where that was not found.
        rates: Success rates by environment steps, fewest first; empty where the steps were not found.
        rate: The success rate in the end.
    """

    name: str
    source: str
    year: int
    about: str
    n: int | None = None
    seeds: int | None = None
    control: str | None = None
    horizon: int | None = None
    reward_version: str | None = None
    rates: tuple[tuple[int, float], ...] = ()
    rate: float

    @property
    def facts(self) -> str:
        """What the rate holds for, and where it is from, in words."""
        known = {
            "n": self.n,
            "seeds": self.seeds,
            "control": self.control,
            "horizon": self.horizon,
            "rewards": self.reward_version,
        }
        said = ", ".join(f"{name} {value}" for name, value in known.items() if value is not None)
        unsaid = ", ".join(name for name, value in known.items() if value is None)
        facts = "; ".join(filter(None, (said, f"not known here: {unsaid}" if unsaid else "")))
        return f"{self.name}: {self.about} ({facts}), {self.source}"


@cache
def table() -> Mapping[str, Cited]:
    """All results by the names that they are asked for by."""
    text = files("robotrace.show").joinpath("cited.toml").read_text(encoding="utf-8")
    return {key: _read(entry) for key, entry in tomllib.loads(text).items()}


def cited(names: Iterable[str], runs: Sequence[Run]) -> tuple[Cited, ...]:
    """The results of some names, "all" for each.

    Raises:
        UnknownNameError: There is none of that name.
        OptionError: The runs are of other tasks than the results.
    """
    known, chosen = table(), list(names)
    for name in chosen:
        if name not in (ALL, *known):
            raise UnknownNameError("cited result", name, (ALL, *known))
    others = [run.task for run in runs if not run.task.startswith(FAMILY)]
    if chosen and others:
        raise OptionError(
            f"cite: the results are of Meta-World's own tasks, found {one_line(others[0], 80)}: leave it out."
        )
    return tuple(known.values()) if ALL in chosen else tuple(known[name] for name in dict.fromkeys(chosen))


def _read(entry: dict[str, Any]) -> Cited:
    rates = tuple(sorted((int(steps), float(rate)) for steps, rate in entry.pop("rates", {}).items()))
    return Cited(**{"rate": rates[-1][1] if rates else None, **entry}, rates=rates)
