"""What happens from row to row of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby

import numpy as np
import numpy.typing as npt

from robotrace.optimizers.view.column import ABSENT, UNCHANGED, Column, Numbers

_LONGEST = 8  # rows of a cycle
_ROUNDS = 2  # of a cycle, from which on it is described rather than shown
_LEVELS = 4  # different values of a number up to which it counts as a switch
_STILL = 3  # rows without a change, from which on what follows is a start
_JUMP = 8.0  # times the usual change of a row
_NEAR = 0.25  # of the largest distance

Event = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What happens from row to row.

    Attributes:
        changed: (R,) whether a row differs, as printed, from the last one that did, and is no repetition.
        amount: (R,) how far the numbers moved since the row before, each in parts of its range.
        events: The events of each row: a text or a switch that changed, a number that began or ceased to move
            or jumped, two points at their nearest.
        period: (R,) the number of rows after which a row repeats an earlier one; 0 where it does not.
    """

    changed: npt.NDArray[np.bool_]
    amount: Numbers
    events: Sequence[Sequence[Event]]
    period: npt.NDArray[np.intp]


def changes(columns: Sequence[Column], rows: Sequence[int]) -> Changes:
    """Look through some rows of a table's columns."""
    count = len(rows)
    events: list[list[Event]] = [[] for _ in rows]
    tables = [np.zeros((count, 1))]
    for index, column in enumerate(columns):
        if column.numbers is not None:
            tables.append(column.numbers[rows[0] : rows[-1] + 1])
            found = _happenings(tables[-1])
        else:
            codes, texts = column.codes(rows)
            tables.append(codes[:, None])
            found = (
                (int(row), (texts[int(codes[row - 1])], texts[int(codes[row])]))
                for row in np.flatnonzero(np.diff(codes)) + 1
            )
        for row, event in found:
            events[row].append((index, *event))
    for row, event in _nearest(columns, rows):
        events[row].append(event)
    table = np.concatenate(tables, axis=1)
    period = _periods(table)
    return Changes(_changed(table) & (period == 0), _moved(table), events, period)


def stretches(found: Changes, first: int, last: int) -> list[tuple[int, int, int]]:
    """The rows from first to last, as (first, last, period) of stretches that stand still (period 1) or repeat."""
    rows = range(first, last + 1)
    return [
        (group[0], group[-1], period or 1)
        for period, found_rows in groupby(rows, key=lambda row: int(found.period[row]))
        for group in [list(found_rows)]
    ]


def _changed(table: Numbers) -> npt.NDArray[np.bool_]:
    # Against the last row that changed, not the one before: a slow drift shows, a flicker in the last place does not.
    changed = np.zeros(len(table), dtype=bool)
    steps = (np.abs(np.diff(table, axis=0)).max(axis=1) >= UNCHANGED).tolist()
    row = 0
    while row < len(steps):
        row = row + 1 if steps[row] else _next_unlike(table, row)
        changed[row : row + 1] = True
    return changed


def _next_unlike(table: Numbers, reference: int) -> int:
    """The first row after one that differs from it as printed; the number of rows where none does."""
    start, look = reference + 1, 8
    while start < len(table):
        unlike = np.abs(table[start : start + look] - table[reference]).max(axis=1) >= UNCHANGED
        if unlike.any():
            return start + int(unlike.argmax())
        start, look = start + look, look * 2
    return len(table)


def _happenings(numbers: Numbers) -> Iterator[tuple[int, Event]]:
    """Events in one column of numbers."""
    known = np.asarray((np.abs(numbers) < ABSENT).all(axis=1))
    if known.sum() <= _STILL:
        return
    steps = np.abs(np.diff(numbers, axis=0))
    steps[~(known[1:] & known[:-1])] = 0.0
    for index in range(numbers.shape[1]):
        values, step = np.round(numbers[:, index]), steps[:, index]
        moves = np.flatnonzero(step >= UNCHANGED)
        if not len(moves):
            continue
        if len(np.unique(values[known])) <= _LEVELS:
            yield from ((int(row) + 1, (index, values[row], values[row + 1])) for row in moves)
        else:
            usual, span = np.sort(step[moves])[len(moves) // 2], np.ptp(values[known])
            jumps = np.flatnonzero(step > max(_JUMP * usual, 0.1 * span))
            yield from ((int(row) + 1, ("jumped", index)) for row in jumps)
    moving = np.asarray((steps >= UNCHANGED).any(axis=1))
    edges = np.flatnonzero(moving[1:] != moving[:-1]) + 1
    bounds = [0, *edges.tolist(), len(moving)]
    for before, start, end in zip(bounds, bounds[1:], bounds[2:], strict=False):
        if moving[start] and start - before >= _STILL:
            yield start + 1, ("started",)
        elif not moving[start] and end - start >= _STILL:
            yield start, ("stopped",)


def _nearest(columns: Sequence[Column], rows: Sequence[int]) -> Iterator[tuple[int, Event]]:
    """Where two points come nearest to each other, if they come near at all."""
    points = [
        (index, column.raw[rows[0] : rows[-1] + 1])
        for index, column in enumerate(columns)
        if column.raw is not None and column.carried and column.raw.shape[1] in (2, 3)
    ]
    for (first, one), (second, other) in combinations(points, 2):
        if one.shape == other.shape and np.abs(one).max() < ABSENT and np.abs(other).max() < ABSENT:
            distance = np.linalg.norm(one - other, axis=1)
            row = int(distance.argmin())
            if row > 0 and distance[row] < _NEAR * distance.max():
                yield row, ("near", first, second)


def _moved(table: Numbers) -> Numbers:
    """How much all columns together move from row to row."""
    known = np.abs(table) < ABSENT
    span = np.where(known, table, -ABSENT).max(axis=0) - np.where(known, table, ABSENT).min(axis=0)
    moved = np.zeros(len(table))
    steps = np.where(known[1:] & known[:-1], np.abs(np.diff(table, axis=0)), 0.0)
    moved[1:] = (steps / np.where(span > 0, span, 1.0)).sum(axis=1)
    return moved


def _periods(table: Numbers) -> npt.NDArray[np.intp]:
    """For each row, the shortest period of the cycle that it continues; 0 for none."""
    periods = np.zeros(len(table), dtype=np.intp)
    for period in range(2, min(_LONGEST, len(table) - 1) + 1):
        alike = np.zeros(len(table), dtype=bool)
        alike[period:] = (np.abs(table[period:] - table[:-period]) < UNCHANGED).all(axis=1)
        edges = np.flatnonzero(np.diff(np.concatenate([[False], alike, [False]]).astype(int)))
        for start, stop in zip(edges[::2], edges[1::2], strict=True):
            if stop - start < _ROUNDS * period or periods[start:stop].any():
                continue
            cycle = table[start - period : start]
            rounds = cycle[np.arange(stop - start) % period]
            kept = (np.abs(table[start:stop] - rounds) < UNCHANGED).all(axis=1)  # the same cycle, not one that drifts
            length = stop - start if kept.all() else int(kept.argmin())
            moves = (np.ptp(cycle, axis=0) >= UNCHANGED).any()
            if moves and length >= _ROUNDS * period:
                periods[start : start + length] = period
    return periods
