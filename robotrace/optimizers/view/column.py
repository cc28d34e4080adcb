"""One value in every pass of a loop, as a column of a table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from robotrace.optimizers.view.values import decimals_for, number, short
from robotrace.text import one_line

ABSENT = 1e300  # stands for a missing cell, and with the other sign for a number that is not finite
UNCHANGED = 0.75  # of the last printed place
_LARGEST = 1e280  # finite numbers
_NUMBERS = 24  # in one cell
_WORDS = 200  # characters of a cell

Numbers = npt.NDArray[np.float64]


@dataclass(slots=True, eq=False)
class Column:
    """One value in every pass.

    Attributes:
        source: Where the value comes from, in words.
        path: The names that lead to the value, from the outermost: a value, a field of it ...
        carried: Whether the column has one more cell, for what the last pass put out.
        minor: Whether a reader can do without the column: plain arithmetic on what stands in other columns.
        cells: The values by row; rows without a value are absent.
        name: The name in the table's head.
        raw: (R, N) the numbers of the cells, ABSENT where there is none; None where cells hold anything else, or differ in how
            many they hold.
        numbers: (R, N) the numbers, scaled so that a change of 1 is worth a row (for sizes of a metre: a millimetre).
        decimals: The printed places after the point; one more than `numbers` counts where little changes.
    """

    source: str
    path: tuple[str, ...]
    carried: bool = False
    minor: bool = False
    cells: dict[int, Any] = field(default_factory=dict)
    name: str = ""
    raw: Numbers | None = None
    numbers: Numbers | None = None
    decimals: int = 3

    def prepare(self, rows: int) -> None:
        """Read the cells as numbers where all of them are, as many in each."""
        values = _array(list(self.cells.values()))
        if values is None:
            return
        finite = np.abs(values) < _LARGEST  # not so for inf and nan
        places, self.decimals = _decimals(values, finite)
        known = np.fromiter(self.cells, dtype=np.intp, count=len(self.cells))
        self.raw = np.full((rows, values.shape[1]), ABSENT)
        self.raw[known] = values
        self.numbers = np.full((rows, values.shape[1]), -ABSENT)
        self.numbers[known] = np.where(finite, values * 10.0**places, ABSENT)

    def text(self, row: int) -> str:
        """A cell as printed."""
        if row not in self.cells:
            return ""
        if self.raw is not None:
            return " ".join(number(value, self.decimals) for value in self.raw[row].tolist())
        cell = self.cells[row]
        if isinstance(cell, (bool, np.bool_)):
            return "yes" if cell else "no"
        if not isinstance(cell, str):
            cell = short(cell)
        if len(cell) <= _WORDS and cell.isprintable():
            return cell.replace("|", "/") if "|" in cell else cell
        return one_line(cell, _WORDS).replace("|", "/")

    def codes(self, rows: Sequence[int]) -> tuple[Numbers, list[str]]:
        """Whole numbers in place of what is printed in these rows, and what each one stands for."""
        cells = [self.cells.get(row, "") for row in rows]
        if set(map(type, cells)) != {str}:
            cells = [self.text(row) for row in rows]
        texts = {cell: self.text(row) for cell, row in dict(zip(reversed(cells), reversed(rows), strict=True)).items()}
        known = {text: code for code, text in enumerate(dict.fromkeys(texts.values()))}
        return np.array([known[texts[cell]] for cell in cells], dtype=np.float64), list(known)

    def constant(self, rows: Sequence[int]) -> bool:
        """Whether these rows print the same."""
        if self.numbers is not None:
            numbers = self.numbers[rows.start : rows.stop] if isinstance(rows, range) else self.numbers[rows]
            # A missing cell is far from all numbers, so that the first one speaks for all.
            return rows[0] in self.cells and bool((np.ptp(numbers, axis=0) < UNCHANGED).all())
        return all(map(self.cells.__contains__, rows)) and len(self.codes(rows)[1]) == 1


def repeats(column: Column, other: Column) -> bool:
    """Whether each cell of a column stands in another one's too."""
    if column is other or not column.cells.keys() <= other.cells.keys() or (column.raw is None) != (other.raw is None):
        return False
    if column.raw is None or other.raw is None:
        return all(column.text(row) == other.text(row) for row in column.cells)
    rows = list(column.cells)
    return column.raw.shape == other.raw.shape and np.array_equal(column.raw[rows], other.raw[rows], equal_nan=True)


def packed(column: Column, other: Column) -> bool:
    """Whether all numbers of a column stand among the numbers of another one, always in the same places."""
    if column.raw is None or other.raw is None or not column.cells.keys() <= other.cells.keys():
        return False
    rows = list(column.cells)
    mine, theirs = column.raw[rows], other.raw[rows]
    return all((theirs == mine[:, [index]]).all(axis=0).any() for index in range(mine.shape[1]))


def numbers_in(cell: Any) -> list[float] | None:
    """The numbers in a cell, or None where it holds anything else."""
    if isinstance(cell, (float, int)) and not isinstance(cell, bool):
        return [float(cell)] if abs(cell) < _LARGEST or not isinstance(cell, int) else None
    kind = getattr(getattr(cell, "dtype", None), "kind", "")
    if kind and kind in "iuf" and cell.size <= _NUMBERS:
        return [float(value) for value in cell.ravel().tolist()]
    if isinstance(cell, (list, tuple)) and 0 < len(cell) <= _NUMBERS and all(_is_number(item) for item in cell):
        return [float(item) for item in cell]
    return None


def _is_number(item: Any) -> bool:
    if isinstance(item, int):
        return not isinstance(item, bool) and abs(item) < _LARGEST
    return isinstance(item, (float, np.number)) and not isinstance(item, (complex, np.complexfloating))


def _array(cells: Sequence[Any]) -> Numbers | None:
    """The numbers of all cells, (cells, N), or None; the common forms of cells are read as a whole."""
    kinds = set(map(type, cells))
    if not cells:
        return None
    if kinds <= {float, np.float64}:
        return np.array(cells, dtype=np.float64)[:, None]
    if kinds == {np.ndarray}:
        forms = {(cell.dtype.char, cell.shape) for cell in cells}
        if len(forms) == 1 and cells[0].dtype.kind in "iuf" and 0 < cells[0].size <= _NUMBERS:
            return np.array(cells, dtype=np.float64).reshape(len(cells), -1)
    elif (
        kinds <= {list, tuple}
        and len(set(map(len, cells))) == 1
        and 0 < len(cells[0]) <= _NUMBERS
        and set(map(type, chain.from_iterable(cells))) <= {float, np.float64}
    ):
        size = len(cells) * len(cells[0])
        return np.fromiter(chain.from_iterable(cells), np.float64, size).reshape(len(cells), -1)
    found: list[list[float]] = []
    for cell in cells:
        numbers = numbers_in(cell)
        if numbers is None or len(numbers) != len((found or [numbers])[0]):
            return None
        found.append(numbers)
    return np.array(found, dtype=np.float64)


def _decimals(values: Numbers, finite: npt.NDArray[np.bool_]) -> tuple[int, int]:
    """Places after the point that count as a change, and those to print.

    Three, more where all numbers are small, fewer where they change by hundreds. Where they change by a few millimetres
    only, one more is printed, so that even a small motion can be measured.
    """
    places = decimals_for(float(np.max(np.abs(values), where=finite, initial=0.0)))
    if not finite.all() or places > 3:
        return places, places
    span = float(np.ptp(values, axis=0).max(initial=0.0))
    if span >= _WIDE:
        places = max(0, 4 - math.floor(math.log10(span)))
    return places, places + (_NOISE < span < _NARROW)


_NOISE, _NARROW, _WIDE = 0.001, 0.01, 100.0
