"""A loop's passes as a table of few rows: what never changes is shown once, what stands still is one row.

Several runs of one loop have a table each below one head, and share the room.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from robotrace.optimizers.view.changes import changes, stretches
from robotrace.optimizers.view.column import Column
from robotrace.optimizers.view.columns import Columns
from robotrace.optimizers.view.estimate import tokens
from robotrace.optimizers.view.flow import Run
from robotrace.optimizers.view.rows import choose
from robotrace.text import one_line, quoted

_HOW_TO_READ = (
    "One row a pass of the loop: what goes in, then what comes out, which shows in the next row. "
    "Unchanged rows print like the row above."
)
_LEAST_ROWS = 4
_MOST_ROWS = 80
_WANTED_ROWS = 24  # below which arithmetic between other columns is left out
_FIRST_SHARE = 0.6  # of the room, to the first of several runs
_ERROR = 1_500  # characters of what a call raised


def tables(columns: Columns, *, room: int) -> str:
    """The tables, with what they leave out in words.

    Args:
        columns: The columns of a loop.
        room: The tokens that the tables may take.
    """
    parts = [_Part(columns, run) for run in columns.flow.runs]
    fixed = [
        column
        for column in columns.all
        if column.cells and all(part.has_fixed(column) for part in parts) and _same(column)
    ]
    moving = [column for column in columns.all if column not in fixed]
    failed = sum(part.spent_on_failures for part in parts)
    dropped = _give_way(moving, columns, room - failed - tokens(_head(fixed, moving, [])), len(parts))
    moving = [column for column in moving if column not in dropped]
    head = _head(fixed, moving, dropped)
    left = room - tokens(head) - failed
    for part in parts:
        part.look(moving)
    shares = _shares(parts, left)
    return "\n".join([head, *(part.text(share) for part, share in zip(parts, shares, strict=True))])


class _Part:
    """The table of one run."""

    def __init__(self, columns: Columns, run: Run) -> None:
        self.run = run
        self.index = columns.index
        self.ends = run in columns.ends
        self.rows = range(run.first, run.first + columns.height(run))
        self.failures = _failures(columns, run)
        self.spent_on_failures = tokens(self.failures)
        self._lines: dict[int, tuple[str, int]] = {}
        self._fixed: dict[Column, bool] = {}

    def has_fixed(self, column: Column) -> bool:
        """Whether a column is the same in all rows."""
        if column not in self._fixed:
            self._fixed[column] = column.constant(self.rows if column.carried or not self.ends else self.rows[:-1])
        return self._fixed[column]

    def look(self, columns: Sequence[Column]) -> None:
        """Separate the columns that change from those that do not, and find out what happens when."""
        self.fixed = [column for column in columns if self.has_fixed(column)]
        self.moving = [
            column for column in columns if column not in self.fixed and not column.cells.keys().isdisjoint(self.rows)
        ]
        self.changes = changes(self.moving, self.rows)
        here = "; ".join(f"{column.name} = {column.text(self.rows[0])}" for column in self.fixed)
        self.head = [f"## {self.run.title}"] if self.run.title else []
        self.head += [f"Here unchanged: {here}"] if here else []
        self.head.append(" | ".join([self.index, *(column.name for column in self.moving)]))

    @property
    def wants(self) -> int:
        """Tokens that show every row that changes."""
        shown = choose(self.changes, _MOST_ROWS)
        return sum(self._line(row)[1] + 4 for row in shown) + tokens("\n".join(self.head))

    def text(self, room: int) -> str:
        """The table in so many tokens, what was raised below it."""
        room -= tokens("\n".join(self.head))
        changing = choose(self.changes, _MOST_ROWS)
        width = 2 + sum(self._line(row)[1] for row in changing) / len(changing)
        most = max(_LEAST_ROWS, min(_MOST_ROWS, int(1.15 * room / width)))
        while True:
            body = self._body(choose(self.changes, most))
            if most <= 2 or tokens("\n".join(body)) <= room:
                return "\n".join([*self.head, *body]) + self.failures
            most = max(2, min(most - 1, most * 9 // 10))

    def _body(self, shown: Sequence[int]) -> list[str]:
        lines: list[str] = []
        thinned = 0
        for row, following in pairwise([*shown, len(self.rows)]):
            lines.append(self._line(row)[0])
            missing = int(self.changes.changed[row + 1 : following].sum())
            thinned += missing
            if not missing:
                lines += [_stretch(*stretch) for stretch in stretches(self.changes, row + 1, following - 1)]
        if thinned:
            lines.append(f"({thinned} more rows that differ were left out for room.)")
        return lines

    def _line(self, row: int) -> tuple[str, int]:
        """A row, and the tokens that it takes."""
        if row not in self._lines:
            label = "end" if self.ends and row == len(self.rows) - 1 else str(row)
            text = " | ".join([label, *(column.text(self.rows[row]) for column in self.moving)]).rstrip(" |")
            self._lines[row] = text, tokens(text) + 1
        return self._lines[row]


def _shares(parts: Sequence[_Part], room: int) -> list[int]:
    """The room of each table: most of it to the first, and what one does not need to the others."""
    if len(parts) == 1:
        return [room]
    rest = int(room * (1 - _FIRST_SHARE)) // (len(parts) - 1)
    others = [min(part.wants, rest) for part in parts[1:]]
    first = min(parts[0].wants, room - sum(others))
    spare = room - first - sum(others)
    return [first, *(share + spare // len(others) for share in others)]


def _same(column: Column) -> bool:
    """Whether all its cells print the same."""
    return column.constant(sorted(column.cells))


def _give_way(moving: Sequence[Column], columns: Columns, room: int, count: int) -> list[Column]:
    """The columns to leave out, so that enough rows have room: arithmetic first, then the widest."""
    width = {id(column): _width(column, columns.rows) for column in moving}
    rows = min(_WANTED_ROWS * count, columns.rows)
    minor = [column for column in moving if column.minor]
    dropped: list[Column] = []
    for wanted, choice in ((rows, minor), (_LEAST_ROWS * count, sorted(moving, key=lambda column: width[id(column)]))):
        while choice and wanted * (4 + sum(width[id(column)] for column in moving if column not in dropped)) > room:
            widest = choice.pop()
            dropped += [widest] if widest not in dropped else []
    return [column for column in moving if column in dropped]


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
        never = (f"{column.name} = {column.text(next(iter(column.cells)))}" for column in fixed)
        lines.append("Never changes: " + "; ".join(never))
    if dropped:
        lines.append("Left out for room: " + ", ".join(column.name for column in dropped))
    return "\n".join(lines)


def _legend(source: str, names: Sequence[str]) -> str:
    title, _, meaning = source.partition(": ")
    listed = ", ".join(names)
    if not meaning:
        return listed if listed == source else f"{listed} ({source})"
    return f"{title} ({meaning})" if list(names) == [title] else f"{listed} ({title}, {meaning})"


def _stretch(first: int, last: int, period: int) -> str:
    rows = str(first) if first == last else f"{first}..{last}"
    if period == 1:
        return f"{rows} unchanged"
    return f"{rows} repeat {first - period}..{first - 1}"


def _failures(columns: Columns, run: Run) -> str:
    """What calls of the loop raised, to stand below the table; the first ones and the last where there are many."""
    texts = [
        f"\n{one_line(name)} at {columns.index}={row} raised:\n{quoted(error, _ERROR)}"
        for name, row, error in columns.failed(run)
    ]
    return "".join(texts if len(texts) <= 4 else [*texts[:2], f"\n... ({len(texts) - 3} more)", texts[-1]])
