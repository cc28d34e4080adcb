"""What the benchmarks hand over: rows of one table, both sides of each ratio from one run.

A script prints what it likes, and gives `hand_over` the rows of its figures, which prints them as a table; where `make bench` has
started the script, they are written for the one table of all scripts as well.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "ROBOTRACE_BENCHMARK_ROWS"
"""The variable that names the file for a script's rows."""
HEADS = ("what", "ours", "other side", "ratio", "target")


@dataclass(frozen=True)
class Row:
    """One figure.

    Attributes:
        what: What was measured.
        ours: Our side, with its unit.
        other: The other side, with its name or unit.
        ratio: The ratio of the two, in the sense in which the target is given.
        target: What the ratio is to be, such as "<= 0.5" or ">= 15"; "" for a yardstick.
    """

    what: str
    ours: str
    other: str
    ratio: float
    target: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as it is printed."""
        return self.what, self.ours, self.other, f"{self.ratio:.3g}x", self.target

    @property
    def holds(self) -> bool:
        """Whether the ratio meets its target; a yardstick always does."""
        sense, _, bound = self.target.partition(" ")
        return not bound or (self.ratio <= float(bound) if sense == "<=" else self.ratio >= float(bound))


def table(rows: Sequence[Row], *, markdown: bool = False) -> str:
    """Rows beneath each other; a ratio that misses its target is marked, in a README as well."""
    cells = [HEADS, *((*row.cells[:-1], row.target if row.holds else f"{row.target} (missed)") for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEADS))]
    if markdown:
        lines = [f"| {' | '.join(line)} |" for line in cells]
        return "\n".join([lines[0], f"|{' --- |' * len(HEADS)}", *lines[1:]])
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in cells
    )


def hand_over(rows: Sequence[Row]) -> None:
    """Print some rows, and write them where `make bench` reads them."""
    print(f"\n{table(rows)}", flush=True)
    if file := os.environ.get(FILE):
        with Path(file).open("a", encoding="utf-8") as stream:
            stream.writelines(json.dumps(asdict(row)) + "\n" for row in rows)


def read(file: Path) -> list[Row]:
    """The rows that scripts have written."""
    return [Row(**json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []
