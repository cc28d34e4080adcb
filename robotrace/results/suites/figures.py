"""What the runs of a suite come to: per task and optimizer, per optimizer over tasks, and one optimizer against another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

from robotrace.opto import METERS
from robotrace.results.aggregate import Estimate, iqm_of
from robotrace.results.improvement import Improvement, probability_of_improvement
from robotrace.results.statistics import Rate
from robotrace.results.suites.plan import Member
from robotrace.results.suites.reader import Row, SuiteResults

COUNTED = tuple(meter for meter in METERS if meter.heading and meter.name != "seconds")
"""The meters whose figures are shown; seconds are not, as they tell of a machine."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The finished runs of one task and optimizer.

    Attributes:
        member: The task.
        optimizer: The optimizer.
        rows: The runs, seed by seed.
    """

    member: Member
    optimizer: str
    rows: tuple[Row, ...]

    @property
    def any_step(self) -> Rate:
        """Held-out goals of all seeds together, solved at any step."""
        return _pooled(row.any_step for row in self.rows)

    @property
    def last_step(self) -> Rate:
        """The same at the last step."""
        return _pooled(row.last_step for row in self.rows)

    @property
    def lines(self) -> float | None:
        """Lines of the best programs, the median; None without runs."""
        return median_of([row.lines for row in self.rows])

    def used(self, meter: str) -> float | None:
        """What a run used up in all, the median; None where a run's figure is not known."""
        return median_of([row.run.ledger.figures[meter] for row in self.rows if row.run is not None])


@dataclass(frozen=True, slots=True)
class Overall:
    """The finished runs of one optimizer on all tasks of a class.

    Attributes:
        role: The class, "train" or "test"; "" for all tasks.
        optimizer: The optimizer.
        rows: The runs.
        any_step: The interquartile mean of the runs' success rates at any step, with its bootstrapped interval.
        last_step: The same at the last step.
    """

    role: str
    optimizer: str
    rows: tuple[Row, ...]
    any_step: Estimate
    last_step: Estimate

    @property
    def tasks(self) -> int:
        """The number of tasks that it has finished runs of."""
        return len({row.cell.member.name for row in self.rows})

    @property
    def mean(self) -> float | None:
        """The mean over tasks of the success rate at any step: the figure that Meta-World's papers give."""
        return _mean(strata_of(self.rows, any_step))

    @property
    def mean_last(self) -> float | None:
        """The same at the last step."""
        return _mean(strata_of(self.rows, last_step))


@dataclass(frozen=True, slots=True)
class Pair:
    """One optimizer against another, on the tasks that both have finished runs of."""

    x: str
    y: str
    improvement: Improvement


def by_task(results: SuiteResults) -> tuple[Figures, ...]:
    """Task by task, of each optimizer by optimizer."""
    return tuple(
        Figures(member, optimizer, _of(results.finished, member=member.name, optimizer=optimizer))
        for member in results.plan.members
        for optimizer in results.plan.optimizers
    )


def reached(figures: Iterable[Figures], share: float) -> tuple[int, int]:
    """How many tasks have at least that share of their held-out goals solved: at any step, and at the last one."""
    known = list(figures)
    return tuple(  # type: ignore[return-value]
        sum(bool(rate.n) and rate.successes >= share * rate.n for rate in rates)
        for rates in ([it.any_step for it in known], [it.last_step for it in known])
    )


def weakest(figures: Iterable[Figures], *, last: bool, most: int = 5) -> tuple[Figures, ...]:
    """The tasks with the lowest success rates, lowest first; what has no runs is left out.

    Args:
        figures: The tasks' figures.
        last: Whether success at the last step decides, instead of that at any step; the other one settles ties.
        most: How many.
    """

    def order(it: Figures) -> tuple[float, float]:
        ranks = it.any_step.rate, it.last_step.rate
        return ranks[::-1] if last else ranks

    known = [it for it in figures if (it.last_step if last else it.any_step).n]
    return tuple(sorted(known, key=order)[:most])


def overall(results: SuiteResults) -> tuple[Overall, ...]:
    """Each optimizer over all tasks; where there are two classes, over those of each as well."""
    roles = results.plan.roles if len(results.plan.roles) > 1 else ()
    return tuple(
        _overall(results, role, optimizer) for role in ("", *roles) for optimizer in results.plan.optimizers
    )


def improvements(results: SuiteResults) -> tuple[Pair, ...]:
    """Each optimizer against each later one, by success at any step."""
    by_optimizer = {name: strata(results, name) for name in results.plan.optimizers}
    return tuple(
        Pair(x, y, probability_of_improvement(by_optimizer[x], by_optimizer[y]))
        for x, y in combinations(results.plan.optimizers, 2)
    )


def strata(results: SuiteResults, optimizer: str) -> list[list[float]]:
    """One list a task of the suite: the success rates of an optimizer's runs; empty where none has finished."""
    rows = _of(results.finished, optimizer=optimizer)
    return [_rates(_of(rows, member=it.name), any_step) for it in results.plan.members]


def strata_of(rows: Sequence[Row], rate: Callable[[Row], Rate]) -> list[list[float]]:
    """One list for each task of some runs: their rates."""
    names = dict.fromkeys(row.cell.member.name for row in rows)
    return [_rates(_of(rows, member=name), rate) for name in names]


def any_step(row: Row) -> Rate:
    """Of one run."""
    return row.any_step


def last_step(row: Row) -> Rate:
    """Of one run."""
    return row.last_step


def median_of(figures: Iterable[float | None]) -> float | None:
    """The median; None where there is none, or where one is not known."""
    values = list(figures)
    known = [value for value in values if value is not None]
    return median(known) if known and len(known) == len(values) else None


def _overall(results: SuiteResults, role: str, optimizer: str) -> Overall:
    rows = _of(results.finished, role=role or None, optimizer=optimizer)
    return Overall(
        role, optimizer, rows, iqm_of(strata_of(rows, any_step)), iqm_of(strata_of(rows, last_step))
    )


def _of(
    rows: Sequence[Row], *, member: str | None = None, optimizer: str | None = None, role: str | None = None
) -> tuple[Row, ...]:
    return tuple(
        row
        for row in rows
        if member in (None, row.cell.member.name)
        and optimizer in (None, row.cell.optimizer)
        and role in (None, row.cell.member.role)
    )


def _mean(tasks: Sequence[Sequence[float]]) -> float | None:
    """Of the tasks' means; None where there is none."""
    means = [sum(rates) / len(rates) for rates in tasks if rates]
    return sum(means) / len(means) if means else None


def _rates(rows: Sequence[Row], rate: Callable[[Row], Rate]) -> list[float]:
    return [rate(row).rate for row in rows if rate(row).n]


def _pooled(rates: Iterable[Rate]) -> Rate:
    measured = list(rates)
    return Rate(sum(rate.successes for rate in measured), sum(rate.n for rate in measured))
