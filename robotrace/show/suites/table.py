"""A suite's tables for a terminal, and what became of single runs."""

from __future__ import annotations

import shlex

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from robotrace.results.suites.folder import SuiteFolder
from robotrace.results.suites.plan import SuitePlan
from robotrace.results.suites.reader import Row, State, SuiteResults
from robotrace.show.suites.grid import Grid, grids, rate_words
from robotrace.show.suites.words import count, optimizer_name, setting, task_name
from robotrace.text import one_line

STYLES = {State.FINISHED: "green", State.UNFINISHED: "yellow", State.MISSING: "yellow"}
MOST = 20  # runs that are named one by one


def suite_card(results: SuiteResults) -> RenderableType:
    """All tables, what has not finished, and why."""
    parts: list[RenderableType] = [Text(setting(results), style="bold"), Text()]
    for grid in grids(results) if results.finished else ():
        parts += [Text(grid.title, style="bold"), _table(grid), Text(grid.note, style="dim"), Text()]
    return Group(*parts, *(Text(words, style="yellow") for words in doubts(results)))


def doubts(results: SuiteResults) -> list[str]:
    """A line for each run that has not finished or whose figures are doubtful, and what to do."""
    left = [row for row in results.rows if row.state is not State.FINISHED]
    lines = [f"{row.cell}: {row.state}: {one_line(row.why, 400)}" for row in left[:MOST]]
    lines += [f"and {count(len(left) - MOST, 'run')} more"] if len(left) > MOST else []
    lines += [f"{row.cell}: {row.doubt}" for row in results.rows if row.doubt][:MOST]
    return [*lines, *remedies(results)]


def remedies(results: SuiteResults) -> list[str]:
    """What brings the suite to its end."""
    states = {row.state for row in results.rows}
    again = going_on(results.plan, results.folder)
    lines = [f"To go on: {again}"] if states & {State.UNFINISHED, State.MISSING} else []
    if State.BROKEN in states:
        lines.append(f"To run anew what is broken, and keep what is there of it beside: {again} --redo")
    return lines


def going_on(plan: SuitePlan, folder: SuiteFolder, name: str | None = None) -> str:
    """The command that goes on with a suite; files of Python are imported only where they are named again.

    Args:
        plan: What it runs.
        folder: Its folder.
        name: What it was begun by, where that is known.
    """
    place = shlex.quote(str(folder.path))
    if not plan.places:
        return f"robotrace suite --resume {place}"
    return f"robotrace suite {shlex.quote(name) if name else './FILE.toml'} --out {place} --resume"


def row_line(row: Row, results: SuiteResults, done: int, of: int) -> Text:
    """A run that has ended, as one line."""
    line = Text(f"{f'{done}/{of}':>7}  ", no_wrap=row.state is State.FINISHED)
    line.append(f"{row.state.value:<11}", style=STYLES.get(row.state, "red"))
    names = f"{task_name(row.cell.member.name, results)}  {optimizer_name(row.cell.optimizer)}  seed {row.cell.seed}"
    line.append(f"{names}  ")
    if row.state is not State.FINISHED:
        return line.append(one_line(row.why, 300), style="dim")
    last = f", at the last {row.last_step.successes}/{row.last_step.n}" if row.last_step.n else ""
    solved = f"({row.any_step.successes}/{row.any_step.n}{last})" if row.any_step.n else "not tested"
    line.append(f"{rate_words(row.any_step) if row.any_step.n else ''} {solved}")
    return line


def _table(grid: Grid) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    for name in grid.words:
        table.add_column(name, overflow="fold", style="cyan")
    for name in grid.numbers:
        table.add_column(name, justify="right", no_wrap=True)
    for row in grid.rows:
        table.add_row(*map(Text, row))
    return table
