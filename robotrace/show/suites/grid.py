"""The tables of a suite as texts in rows, from which each form of them is made: for a terminal, in Markdown."""

from __future__ import annotations

from dataclasses import dataclass

from robotrace.opto import Meter
from robotrace.results import Rate
from robotrace.results.suites.figures import (
    COUNTED,
    Figures,
    Overall,
    by_task,
    improvements,
    overall,
    reached,
    weakest,
)
from robotrace.results.suites.reader import SuiteResults
from robotrace.show.suites.words import ANY_STEP, LAST_STEP, ROLES, STEPS_NOTE, optimizer_name, task_name
from robotrace.show.words import short

NONE = "-"
FEW = 5  # tasks that need no list of the weakest
SHARES = (0.9, 0.8)


@dataclass(frozen=True, slots=True)
class Grid:
    """One table.

    Attributes:
        title: What it is about.
        words: The headings of its columns of words, on the left.
        numbers: The headings of its columns of figures.
        rows: Its cells, row by row.
        note: How to read it.
    """

    title: str
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def grids(results: SuiteResults) -> tuple[Grid, ...]:
    """By task, over tasks, the weakest, and optimizers against each other; a table without rows is left out."""
    made = (_tasks(results), _over_tasks(results), _reached(results), _weakest(results), _pairs(results))
    return tuple(grid for grid in made if grid.rows)


def rate_words(rate: Rate) -> str:
    """A rate and its interval, in few letters."""
    return f"{rate.rate:.2f} [{rate.low:.2f}, {rate.high:.2f}]" if rate.n else NONE


def figure_words(meter: Meter, figure: float | None) -> str:
    """What was used up, in few letters."""
    if figure is None:
        return "?"
    return meter.cell.format(figure) if meter.cell else short(round(figure, 1))


def meters_of(results: SuiteResults) -> tuple[Meter, ...]:
    """Those whose figures are shown: of answers only where a language model was asked, rare ones where something was counted."""
    asked = any(run.calls for run in results.runs)
    met = {meter.name for meter in COUNTED if any(run.ledger.figures[meter.name] for run in results.runs)}
    return tuple(meter for meter in COUNTED if (asked or not meter.answers) and (meter.name in met or not meter.rare))


def _tasks(results: SuiteResults) -> Grid:
    meters, roles = meters_of(results), len(results.plan.roles) > 1
    seeds = len(results.plan.seeds)
    rows = []
    for figures in by_task(results):
        names = [task_name(figures.member.name, results), *([figures.member.role] if roles else [])]
        runs = f"{len(figures.rows)}" if len(figures.rows) == seeds else f"{len(figures.rows)}/{seeds}"
        rates = [rate_words(figures.any_step), rate_words(figures.last_step)]
        rows.append((*names, optimizer_name(figures.optimizer), runs, *rates, *_used(figures, meters)))
    return Grid(
        "By task",
        ("task", *(["class"] if roles else []), "optimizer"),
        ("runs", ANY_STEP, LAST_STEP, "lines", *(meter.heading for meter in meters)),
        tuple(rows),
        f"Held-out goals of all seeds together, Wilson's 95 % interval. {STEPS_NOTE}. Lines: of the best program, without blank "
        "ones and comments. Lines and what was used up are medians of the runs; steps: of the environment, in training.",
    )


def _used(figures: Figures, meters: tuple[Meter, ...]) -> list[str]:
    if not figures.rows:
        return [NONE] * (1 + len(meters))
    lines = NONE if figures.lines is None else f"{figures.lines:g}"
    return [lines, *(figure_words(meter, figures.used(meter.name)) for meter in meters)]


def _over_tasks(results: SuiteResults) -> Grid:
    rows = [row for row in overall(results) if row.rows]
    roles = len(results.plan.roles) > 1
    return Grid(
        "Over tasks",
        (*(["class"] if roles else []), "optimizer"),
        ("tasks", "runs", f"mean {ANY_STEP}", f"IQM {ANY_STEP}", f"IQM {LAST_STEP}"),
        tuple((*([ROLES[row.role]] if roles else []), *_overall(row)) for row in rows),
        "Mean: of the tasks' success rates. IQM: the mean of the middle half of all runs, with a bootstrapped 95 % interval, runs "
        "drawn anew within each task (Agarwal et al., 2021); none where a task has a single run.",
    )


def _overall(row: Overall) -> tuple[str, ...]:
    last = NONE if not row.last_step.n else str(row.last_step)
    mean = NONE if row.mean is None else f"{row.mean:.2f}"
    return optimizer_name(row.optimizer), str(row.tasks), str(len(row.rows)), mean, str(row.any_step), last


def _reached(results: SuiteResults) -> Grid:
    """How many tasks reach which rate, of suites that have more tasks than a reader counts at a glance."""
    rows = []
    for optimizer, figures in _by_optimizer(results):
        counts = [count for share in SHARES for count in reached(figures, share)]
        rows.append((optimizer, f"{sum(bool(it.rows) for it in figures)}", *map(str, counts)))
    return Grid(
        "Tasks that reach a rate",
        ("optimizer",),
        ("tasks", *(f"≥ {share:.0%} {step}" for share in SHARES for step in (ANY_STEP, LAST_STEP))),
        tuple(rows),
        "The number of tasks of whose held-out goals, of all seeds together, at least that share is solved.",
    )


def _weakest(results: SuiteResults) -> Grid:
    rows = [
        (optimizer, step, task_name(it.member.name, results), rate_words(it.any_step), rate_words(it.last_step))
        for optimizer, figures in _by_optimizer(results)
        for step, last in ((ANY_STEP, False), (LAST_STEP, True))
        for it in weakest(figures, last=last)
    ]
    return Grid(
        "Weakest tasks",
        ("optimizer", "weakest", "task"),
        (ANY_STEP, LAST_STEP),
        tuple(rows),
        "The five with the lowest rates.",
    )


def _by_optimizer(results: SuiteResults) -> list[tuple[str, list[Figures]]]:
    """The figures of each optimizer's tasks; none of a suite of few tasks."""
    if len(results.plan.members) <= FEW:
        return []
    all_figures = by_task(results)
    return [
        (optimizer_name(name), [it for it in all_figures if it.optimizer == name]) for name in results.plan.optimizers
    ]


def _pairs(results: SuiteResults) -> Grid:
    pairs = [pair for pair in improvements(results) if pair.improvement.tasks]
    return Grid(
        "One against another",
        ("X", "Y"),
        ("tasks", "P(X > Y)"),
        tuple(
            (optimizer_name(pair.x), optimizer_name(pair.y), str(pair.improvement.tasks), str(pair.improvement))
            for pair in pairs
        ),
        "P(X > Y): the probability that a run of X has a higher success rate, at any step, than a run of Y on the same task, a tie "
        "counting half, averaged over tasks, with a bootstrapped 95 % interval (Agarwal et al., 2021).",
    )
