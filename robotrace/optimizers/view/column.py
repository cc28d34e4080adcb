"""One value in every pass of a loop, as a column of a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from robotrace.optimizers.view.values import decimals_for, number, short

ABSENT = 1e300  # stands for a missing cell, and with the other sign for a number that is not finite
_LARGEST = 1e280  # finite numbers
_NUMBERS = 24  # in one cell
UNCHANGED = 0.75  # of the last printed place

Numbers = npt.NDArray[np.float64]


@dataclass(slots=True)
class Column:
    """One value in every pass.

    Attributes:
        source: where it comes from, in words.
        path: its names from the outermost: a value, a field of it ...
        carried: whether it has one more cell, for what the last pass put out.
        cells: by row; rows without a value are absent.
        name: as the table's head says it.
        numbers: (R, N) what the cells hold, scaled so that 1 is the last printed place; None where they are no numbers.
        decimals: printed places after the point.
    """

    source: str
    path: tuple[str, ...]
    carried: bool = False
    cells: dict[int, Any] = field(default_factory=dict)
    name: str = ""
    numbers: Numbers | None = None
    decimals: int = 3

    def prepare(self, rows: int) -> None:
        """Read the cells as numbers where all of them are, as many in each."""
        found = [numbers_in(cell) for cell in self.cells.values()]
        sizes = {len(numbers) for numbers in found if numbers is not None}
        if len(sizes) != 1 or any(numbers is None for numbers in found):
            return
        values = np.array(found, dtype=np.float64)
        finite = np.abs(values) < _LARGEST  # not so for inf and nan
        self.decimals = decimals_for(float(np.max(np.abs(values), where=finite, initial=0.0)))
        self.numbers = np.full((rows, sizes.pop()), -ABSENT)
        self.numbers[list(self.cells)] = np.where(finite, values * 10.0**self.decimals, ABSENT)

    def text(self, row: int) -> str:
        """A cell as printed."""
        if row not in self.cells:
            return ""
        cell = self.cells[row]
        if self.numbers is not None:
            return " ".join(number(value, self.decimals) for value in numbers_in(cell) or ())
        if isinstance(cell, (bool, np.bool_)):
            return "yes" if cell else "no"
        return (cell if isinstance(cell, str) else short(cell)).replace("|", "/").replace("\n", " ")[:200]

    def constant(self, rows: int) -> bool:
        """Whether all rows print the same."""
        if len(self.cells) < rows:
            return False
        if self.numbers is not None:
            return bool((np.ptp(self.numbers[:rows], axis=0) < UNCHANGED).all())
        return len({self.text(row) for row in self.cells}) == 1


def repeats(column: Column, other: Column) -> bool:
    """Whether each cell of a column stands in another one's too."""
    if (
        column is other
        or not column.cells.keys() <= other.cells.keys()
        or (column.numbers is None) != (other.numbers is None)
    ):
        return False
    if column.numbers is None or other.numbers is None:
        return all(column.text(row) == other.text(row) for row in column.cells)
    rows = list(column.cells)
    return column.numbers.shape == other.numbers.shape and np.array_equal(column.numbers[rows], other.numbers[rows])


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
    return isinstance(item, (float, int, np.number)) and not isinstance(item, (bool, complex, np.complexfloating))
