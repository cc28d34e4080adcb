"""Listeners that show on a console how a run or an evaluation is getting on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.text import Text

from robotrace.opto import ROBOT, Words
from robotrace.show.console import doing, fresh_line, iteration_line
from robotrace.show.notebook import drawing, in_place
from robotrace.show.standing import Standing
from robotrace.text import escaped

Listener = Callable[[Mapping[str, Any]], None]
LINES = {"trial": iteration_line, "fresh": fresh_line}


@contextmanager
def following(console: Console, optimizer: str, folder: Path, words: Words = ROBOT) -> Iterator[Listener]:
    """Listens to the events of a run: a line for each trial, and below them what is being done."""
    with _live(
        console, SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn()
    ) as progress:
        bar = progress.add_task("starting the simulator" if words == ROBOT else "starting", total=None)

        def show(event: Mapping[str, Any]) -> None:
            if event["event"] in LINES:
                _print(console, LINES[event["event"]](event, words))
            elif event["event"] == "start":
                _print(console, Text(f"run {folder}"))
            now = doing(event, optimizer, words)
            if now:
                progress.update(bar, description=now)

        yield show


def printing(console: Console | None = None) -> Listener:
    """A listener that shows a line for each trial; in a notebook below its cell, with a bar.

    Args:
        console: Where to print; by default standard error.
    """
    where = console or Console(stderr=True, highlight=False)
    if where.is_jupyter:
        return drawing(in_place)
    standing = Standing()

    def tell(event: Mapping[str, Any]) -> None:
        line = standing.hear(event)
        if line is not None:
            where.print(Text(line), soft_wrap=True)

    return tell


@contextmanager
def showing(console: Console | None = None) -> Iterator[Listener]:
    """Listens to the events of a run: a line for each trial, and below them a bar while it lasts.

    Args:
        console: Where to print; by default standard error.
    """
    where = console or Console(stderr=True, highlight=False)
    lines = printing(where)
    if where.is_jupyter:
        yield lines
        return
    columns = [BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False)]
    with _live(where, *columns, TimeElapsedColumn()) as progress:
        standing = Standing()
        bar = progress.add_task(standing.doing, total=None)

        def tell(event: Mapping[str, Any]) -> None:
            lines(event)
            standing.hear(event)
            progress.update(
                bar, total=standing.iterations, completed=standing.iteration, description=escaped(standing.doing, 200)
            )

        yield tell


@contextmanager
def counting(console: Console, words: str, total: int) -> Iterator[Callable[[Any], None]]:
    """Listens to the episodes of an evaluation and counts them and their successes."""
    columns = [
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[solved]}", markup=False),
    ]
    with _live(console, *columns, TimeElapsedColumn()) as progress:
        bar, solved = progress.add_task(words, total=total, solved=""), 0

        def count(episode: Any) -> None:
            nonlocal solved
            solved += episode.success
            progress.update(bar, advance=1, solved=f"{solved} solved")

        yield count


def _live(console: Console, *columns: ProgressColumn) -> Progress:
    """A display that leaves nothing behind, and nothing in a file."""
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _print(console: Console, line: Text) -> None:
    if console.is_terminal:
        console.print(
            line, no_wrap=line.no_wrap is not False, overflow="ellipsis" if line.no_wrap is not False else "fold"
        )
    else:
        console.print(line, soft_wrap=True)
