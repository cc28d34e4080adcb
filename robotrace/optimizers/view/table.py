"""A loop's passes as a table of few rows: what never changes is said once, what stands still is one row."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from robotrace.optimizers.tokens import tokens
from robotrace.optimizers.view.changes import Changes, changes, choose, stretches
from robotrace.optimizers.view.column import Column
from robotrace.optimizers.view.columns import Columns
from robotrace.optimizers.view.values import cut

_HOW_TO_READ = (
    "One row a pass of the loop, what goes in before what comes out; unchanged rows print like the row above."
)
_LEAST_ROWS = 4
_MOST_ROWS = 80
_ERROR = 1_500  # characters of what a call raised


def table(columns: Columns, *, budget: int) -> str:
    """The table, with what it leaves out said in words.

    Args:
        columns: of a loop.
        budget: tokens that it may take.
    """
    passes = columns.rows - columns.ends
    fixed = [column for column in columns.all if column.constant(columns.rows if column.carried else passes)]
    moving = [column for column in columns.all if column not in fixed]
    width = {id(column): _width(column, columns.rows) for column in moving}
    dropped: list[Column] = []
    head = _head(fixed, moving, dropped)
    while moving and tokens(head) + _LEAST_ROWS * (4 + sum(width[id(it)] for it in moving)) > budget:
        dropped.append(moving.pop(max(range(len(moving)), key=lambda index: width[id(moving[index])])))
        head = _head(fixed, moving, dropped)
    body = _body(columns, moving, budget - tokens(head), 4 + sum(width[id(it)] for it in moving))
    return f"{head}\n{body}"


def _width(column: Column, rows: int) -> float:
    """Tokens of a cell, on average."""
    samples = sorted({0, rows // 4, rows // 2, rows * 3 // 4, rows - 1} & column.cells.keys()) or [
        next(iter(column.cells))
    ]
    return 1 + sum(tokens(column.text(row)) for row in samples) / len(samples)


def _head(fixed: Sequence[Column], moving: Sequence[Column], dropped: Sequence[Column]) -> str:
    sources: dict[str, list[str]] = {}
    for column in moving:
        sources.setdefault(column.source, []).append(column.name)
    lines = [_HOW_TO_READ, "Columns: " + "; ".join(_legend(source, names) for source, names in sources.items())]
    if fixed:
        lines.append("Never changes: " + "; ".join(f"{column.name} = {column.text(0)}" for column in fixed))
    if dropped:
        lines.append("Left out for room: " + ", ".join(column.name for column in dropped))
    return "\n".join(lines)


def _legend(source: str, names: Sequence[str]) -> str:
    title, _, meaning = source.partition(": ")
    listed = ", ".join(names)
    if not meaning:
        return listed if listed == source else f"{listed} ({source})"
    return f"{title} ({meaning})" if list(names) == [title] else f"{listed} ({title}, {meaning})"


def _body(columns: Columns, moving: Sequence[Column], budget: int, width: float) -> str:
    found = changes(moving, columns.rows)
    most = max(_LEAST_ROWS, min(_MOST_ROWS, int(budget / width)))
    while True:
        text = _rows(columns, moving, found, choose(found, most))
        if most <= 2 or tokens(text) <= budget:
            return text
        most = max(2, most * 4 // 5)


def _rows(columns: Columns, moving: Sequence[Column], found: Changes, shown: Sequence[int]) -> str:
    last = columns.rows - 1
    lines = [" | ".join([columns.index, *(column.name for column in moving)])]
    thinned = 0
    for row, following in pairwise([*shown, columns.rows]):
        lines.append(_row(moving, "end" if row == last and columns.ends else str(row), row))
        missing = int(found.changed[row + 1 : following].sum())
        thinned += missing
        if not missing:
            lines += [_stretch(*it) for it in stretches(found, row + 1, following - 1)]
    if thinned:
        lines.append(f"({thinned} more rows that differ were left out for room, evenly.)")
    return "\n".join(lines)


def _stretch(first: int, last: int, period: int) -> str:
    rows = str(first) if first == last else f"{first}..{last}"
    if period == 1:
        return f"{rows} unchanged"
    return f"{rows} repeat {first - period}..{first - 1}"


def _row(columns: Sequence[Column], label: str, row: int) -> str:
    return " | ".join([label, *(column.text(row) for column in columns)]).rstrip(" |")


def failures(columns: Columns) -> str:
    """What calls of the loop raised, to stand below the table; the first ones and the last where there are many."""
    said = [f"\n{name} at {columns.index}={row} raised: {cut(error, _ERROR)}" for name, row, error in columns.failed]
    return "".join(said if len(said) <= 4 else [*said[:2], f"\n... ({len(said) - 3} more)", said[-1]])
