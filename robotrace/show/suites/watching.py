"""How far a suite is: on a terminal a table that is drawn anew, else a line for each run that ends."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from robotrace.results.statistics import Rate
from robotrace.results.suites.plan import Cell
from robotrace.results.suites.reader import Row, State, SuiteResults
from robotrace.show.suites.table import row_line
from robotrace.show.suites.words import optimizer_name, task_name
from robotrace.training.suites.front import Began, Made, Tried, Watch

SHOWN = 24  # runs under way that are shown one by one


@contextmanager
def watching(console: Console) -> Iterator[Watch]:
    """Listens to a suite while it runs.

    Args:
        console: Where to show it, such as standard error; a console that is quiet shows nothing.
    """
    board = _Board(console)
    if not console.is_terminal:
        yield board.hear
        return
    with Live(get_renderable=board.table, console=console, transient=True, refresh_per_second=4) as live:
        board.print = live.console.print
        yield board.hear


class _Board:
    """What the runs have said so far."""

    def __init__(self, console: Console) -> None:
        self.print: Callable[..., None] = console.print
        self._results: SuiteResults | None = None
        self._rows: dict[Cell, Row] = {}
        self._doing: dict[Cell, str] = {}
        self._failed: set[Cell] = set()
        self._todo, self._ended = 0, 0
        self._begun = time.monotonic()
        self._turn = threading.Lock()  # several runs speak at once

    def hear(self, happened: Began | Tried | Made) -> None:
        """One thing more."""
        with self._turn:
            if isinstance(happened, Began):
                self._begin(happened)
            elif isinstance(happened, Tried):
                said = happened.said
                self._doing[happened.cell] = (
                    f"iteration {said['iteration']}: {said['solved']}/{said['of']} {said['verdict']}"
                )
            else:
                self._end(happened.row)

    def table(self) -> RenderableType:
        """The table of a moment."""
        with self._turn:
            return self._table() if self._results is not None else Text("starting")

    def _begin(self, began: Began) -> None:
        self._results, self._todo = began.results, len(began.todo)
        self._rows = {row.cell: row for row in began.results.rows}
        finished = len(began.results.finished)
        words = f"suite {began.results.folder.path}: {self._todo} of {len(self._rows)} runs to be made"
        side = "" if self._todo < 2 else f", {min(began.slots, self._todo)} side by side"
        self.print(Text(words + (f", {finished} finished before" if finished else "") + side), soft_wrap=True)

    def _end(self, row: Row) -> None:
        assert self._results is not None  # a suite begins first
        self._doing.pop(row.cell, None)
        self._rows[row.cell] = row
        self._ended += 1
        if row.state is not State.FINISHED:
            self._failed.add(row.cell)
        self.print(row_line(row, self._results, self._ended, self._todo), soft_wrap=True)

    def _table(self) -> RenderableType:
        assert self._results is not None
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
        for name in ("optimizer", "finished", "", "at any step", "at the last step", "failed"):
            table.add_column(name, no_wrap=True)
        for optimizer in self._results.plan.optimizers:
            rows = [row for row in self._rows.values() if row.cell.optimizer == optimizer]
            states = Counter(row.state for row in rows)
            done = states[State.FINISHED]
            failed = sum(row.cell in self._failed for row in rows)
            table.add_row(
                Text(optimizer_name(optimizer), style="cyan"),
                f"{done}/{len(rows)}",
                ProgressBar(total=len(rows), completed=done, width=24),
                _share([row.any_step for row in rows]),
                _share([row.last_step for row in rows]),
                Text(str(failed), style="red" if failed else "dim"),
            )
        minutes, seconds = divmod(int(time.monotonic() - self._begun), 60)
        under_way = [self._line(cell, doing) for cell, doing in list(self._doing.items())[:SHOWN]]
        head = Text(f"{self._ended} of {self._todo} runs ended, {minutes}:{seconds:02d}", style="bold")
        return Group(head, table, *under_way)

    def _line(self, cell: Cell, doing: str) -> Text:
        """A run that is under way."""
        assert self._results is not None
        names = f"{task_name(cell.member.name, self._results)}  {optimizer_name(cell.optimizer)}  seed {cell.seed}"
        return Text(f"  {names}  {doing}", style="dim")


def _share(rates: list[Rate]) -> str:
    n = sum(rate.n for rate in rates)
    return str(Rate(sum(rate.successes for rate in rates), n)) if n else "-"
