"""What there is, with a line each: tasks, problems and guides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from robotrace.episodes.families import Listing
    from robotrace.guides import Guide


def tasks_table(rows: Iterable[Listing]) -> Table:
    """Tasks with one line each."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("task", no_wrap=True, style="cyan")
    table.add_column("horizon", justify="right")
    table.add_column("what to do")
    for row in rows:
        table.add_row(Text(row.name), str(row.horizon), Text(row.description))
    return table


def problems_table(lines: Mapping[str, str]) -> Table:
    """Problems with one line each, by name."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("problem", no_wrap=True, style="cyan")
    table.add_column("what to do")
    for name, line in lines.items():
        table.add_row(Text(name), Text(line))
    return table


def guides_table(guides: Iterable[Guide]) -> Table:
    """Guides with one line each."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("guide", no_wrap=True, style="cyan")
    table.add_column("what it shows")
    for one in guides:
        table.add_row(Text(one.name), Text(one.title))
    return table


def summary(instruction: str) -> str:
    """One line of a task's instruction: the one that begins with "Task:", else the first."""
    lines = [line.strip() for line in instruction.splitlines() if line.strip()]
    named = (line.removeprefix("Task:").strip() for line in lines if line.startswith("Task:"))
    return next(named, lines[0] if lines else "")
