"""What happens from row to row of a table, and which rows are worth showing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import numpy.typing as npt

from robotrace.optimizers.view.column import ABSENT, UNCHANGED, Column, Numbers

_LONGEST = 8  # rows of a cycle
_ROUNDS = 2  # of a cycle, from which on it is told rather than shown


@dataclass(frozen=True, slots=True)
class Changes:
    """What happens from row to row.

    Attributes:
        changed: (R,) whether a row differs, as printed, from the last one that did, and is no repetition.
        amount: (R,) how much the numbers moved since the row before, each in parts of its range.
        events: for each row, what happened beside numbers, such as (column, before, after).
        period: (R,) after how many rows a row repeats an earlier one; 0 where it does not.
    """

    changed: npt.NDArray[np.bool_]
    amount: Numbers
    events: Sequence[Sequence[tuple[object, ...]]]
    period: npt.NDArray[np.intp]


def changes(columns: Sequence[Column], rows: int) -> Changes:
    """Look through a table's columns."""
    events: list[list[tuple[object, ...]]] = [[] for _ in range(rows)]
    tables = [np.zeros((rows, 1))]
    for index, column in enumerate(columns):
        if column.numbers is not None:
            tables.append(column.numbers)
            continue
        texts = [column.text(row) for row in range(rows)]
        codes = {text: float(code) for code, text in enumerate(dict.fromkeys(texts))}
        tables.append(np.array([[codes[text]] for text in texts]))
        for row in range(1, rows):
            if texts[row] != texts[row - 1]:
                events[row].append((index, texts[row - 1], texts[row]))
    table = np.concatenate(tables, axis=1)
    # Against the last row that changed, not the one before: a slow drift shows, a flicker in the last place does not.
    changed = np.zeros(rows, dtype=bool)
    reference = table[0]
    for row in range(1, rows):
        if np.abs(table[row] - reference).max() >= UNCHANGED:
            changed[row], reference = True, table[row]
    period = _periods(table)
    return Changes(changed & (period == 0), _moved(table), events, period)


def choose(found: Changes, most: int) -> list[int]:
    """Which rows to show: the first and the last, those with events, and the rest evenly.

    Events are taken by novelty: a change that was seen often before goes last. The rest is spread evenly, half over the
    rows and half over what moves.

    Args:
        found: what happens in the table.
        most: rows to show.

    Returns:
        Indices, ascending.
    """
    changed, amount, events = found.changed, found.amount, found.events
    rows = len(changed)
    candidates = {0, rows - 1, *np.flatnonzero(changed).tolist()}
    if len(candidates) <= most:
        return sorted(candidates)
    seen: Counter[tuple[object, ...]] = Counter()
    novelty = []
    for row in range(rows):
        if events[row] and changed[row]:
            novelty.append((min(seen[event] for event in events[row]), row))
            seen.update(events[row])
    kept = {0, rows - 1}
    for start in np.flatnonzero((found.period > 0) & (np.roll(found.period, 1) != found.period)).tolist():
        if len(kept) < most // 2:  # a cycle is told by the rows that it repeats
            kept.update(range(start - int(found.period[start]), start))
    for _, row in sorted(novelty):
        if len(kept) >= most * 2 // 3:
            break
        kept.add(row)
    left = np.array(sorted(candidates - kept))
    if len(left) and most > len(kept):
        moved = np.add.reduceat(amount, left) if amount.any() else np.ones(len(left))
        weight = 1.0 / len(left) + moved / max(moved.sum(), 1e-12)
        reached = np.cumsum(weight) / weight.sum()
        places = (np.arange(most - len(kept)) + 0.5) / (most - len(kept))
        kept.update(left[np.minimum(np.searchsorted(reached, places), len(left) - 1)].tolist())
    return sorted(kept)


def stretches(found: Changes, first: int, last: int) -> list[tuple[int, int, int]]:
    """The rows from first to last, as (first, last, period) of stretches that stand still (period 1) or repeat."""
    rows = range(first, last + 1)
    return [
        (group[0], group[-1], period or 1)
        for period, found_rows in groupby(rows, key=lambda row: int(found.period[row]))
        for group in [list(found_rows)]
    ]


def _moved(table: Numbers) -> Numbers:
    """How much all columns together move from row to row."""
    known = np.ma.masked_where(np.abs(table) >= ABSENT, table)
    span = np.ma.ptp(known, axis=0).filled(0.0)
    moved = np.zeros(len(table))
    moved[1:] = np.ma.abs((known[1:] - known[:-1]) / np.where(span > 0, span, 1.0)).filled(0.0).sum(axis=1)
    return moved


def _periods(table: Numbers) -> npt.NDArray[np.intp]:
    """For each row, the shortest period of the cycle that it goes on with; 0 for none."""
    periods = np.zeros(len(table), dtype=np.intp)
    for period in range(2, min(_LONGEST, len(table) - 1) + 1):
        alike = np.zeros(len(table), dtype=bool)
        alike[period:] = (np.abs(table[period:] - table[:-period]) < UNCHANGED).all(axis=1)
        edges = np.flatnonzero(np.diff(np.concatenate([[False], alike, [False]]).astype(int)))
        for start, stop in zip(edges[::2], edges[1::2], strict=True):
            cycle = table[start - period : start]
            rounds = cycle[np.arange(stop - start) % period]
            kept = (np.abs(table[start:stop] - rounds) < UNCHANGED).all(axis=1)  # the same cycle, not one that drifts
            length = stop - start if kept.all() else int(kept.argmin())
            moves = (np.ptp(cycle, axis=0) >= UNCHANGED).any()
            if moves and length >= _ROUNDS * period and not periods[start : start + length].any():
                periods[start : start + length] = period
    return periods
