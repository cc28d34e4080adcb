"""The few answers that explain all the answers wanted.

An answer such as "10 cm above the puck" reads, component by component, as a named reference plus an offset, or as a
plain number. Most wanted answers are instances of a few of these; they are found by a greedy cover: the form that
explains the most rows, then the form that explains the most of what is left, and so on, the simplest one among
equals.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from robotrace.optimizers.induce.dataset import Array

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
MOST = 12  # forms a group of components may have
ENOUGH = 0.995  # share of the rows to explain
OFF_CENTRE = 0.237  # of a grid cell: keeps the borders away from the round numbers that people write
CLEAR = 0.8  # share of the rows that settles how closely answers agree
RARE = 0.002  # share of the rows that an answer must explain where hints are exact
COMMON = 0.02  # the same where they scatter
LOOSER = (1.0, 4.0, 16.0, 64.0)  # tolerances tried in turn, in units of the finest


@dataclass(frozen=True, slots=True)
class Waypoint:
    """One form of answer for D components.

    Attributes:
        references: The name of the field that each component is relative to, or None for a plain number.
        offsets: (D,) the numbers that are added to the references, or the plain numbers themselves.
    """

    references: tuple[str | None, ...]
    offsets: tuple[float, ...]

    @property
    def complexity(self) -> float:
        """Names and numbers a reader has to take in."""
        names = {name for name in self.references if name is not None}
        numbers = sum(offset != 0.0 or name is None for name, offset in zip(self.references, self.offsets, strict=True))
        plain = sum(name is None for name in self.references)
        return 2.0 * len(names) + 0.5 * numbers + plain

    def at(self, fields: Mapping[str, Array], count: int) -> Array:
        """The waypoint's value for n rows of fields, each (n, D): (n, D)."""
        columns = [
            np.full(count, offset) if name is None else fields[name][:, axis] + offset
            for axis, (name, offset) in enumerate(zip(self.references, self.offsets, strict=True))
        ]
        return np.stack(columns, axis=1)


def explain(targets: Array, fields: Mapping[str, Array], tolerance: float) -> list[Waypoint]:
    """The waypoints that explain the targets, those that explain the most rows first.

    They are looked for at the finest tolerance at which a few of them explain most rows: hints that are exact are told
    apart exactly, and hints that scatter are not each given a waypoint of their own. What is left over is met loosely.

    Args:
        targets: The wanted answers, (n, D).
        fields: The reference positions by name, each (n, D).
        tolerance: The finest tolerance tried.
    """
    cover = _Cover(targets, fields, tolerance)
    grids = [looser * tolerance for looser in LOOSER]
    for grid in grids:
        share = RARE if grid == tolerance else COMMON
        found = cover.extend([], grid, share)
        if cover.explained(found, grid).mean() >= CLEAR:
            break
    for looser in grids[grids.index(grid) + 1 :]:
        found = cover.extend(found, looser, share)
    return found or [Waypoint((None,) * targets.shape[1], tuple(_rounded(np.median(targets, axis=0), tolerance)))]


class _Cover:
    """Rows to explain, and the residuals to every reference that could explain them."""

    def __init__(self, targets: Array, fields: Mapping[str, Array], tolerance: float) -> None:
        self.targets, self.fields, self.tolerance = targets, fields, tolerance
        self.names: list[str | None] = [*fields, None]
        self.residuals = np.stack([targets - fields[name] if name is not None else targets for name in self.names])

    def explained(self, waypoints: Sequence[Waypoint], grid: float) -> Bools:
        """The rows that agree with one of the waypoints, (n,)."""
        rows = np.zeros(len(self.targets), dtype=bool)
        for waypoint in waypoints:
            rows |= near(self.targets, waypoint.at(self.fields, len(rows)), grid)
        return rows

    def extend(self, waypoints: Sequence[Waypoint], grid: float, share: float) -> list[Waypoint]:
        """The waypoints, and those that explain the most of what is left, at least a share of all rows each."""
        found = list(waypoints)
        count = len(self.targets)
        rows = self.explained(found, grid)
        while len(found) < MOST and (~rows).sum() > (1.0 - ENOUGH) * count:
            waypoint, support = _commonest(self.residuals[:, ~rows], self.names, grid, self.tolerance)
            if support < max(2, share * count):
                break
            found.append(waypoint)
            rows |= near(self.targets, waypoint.at(self.fields, count), grid)
        return found


def near(targets: Array, values: Array, tolerance: float) -> Bools:
    """The rows that agree in every component, (n,)."""
    return np.asarray((np.abs(targets - values) <= 1.5 * tolerance).all(axis=1))


def _commonest(residuals: Array, names: Sequence[str | None], grid: float, tolerance: float) -> tuple[Waypoint, int]:
    """The waypoint that explains the most rows, and how many; among equals the simplest.

    A form (one reference for each component) explains the rows whose residuals to its references fall into one cell of
    a grid. It cannot explain more than any of its components alone does, so most forms need not be looked at.
    """
    size = residuals.shape[2]
    cells = np.rint(residuals / grid + OFF_CENTRE).astype(np.int64)
    ranks = np.stack([_ranks(cells[r, :, d]) for r in range(len(names)) for d in range(size)])
    bounds = np.array([np.bincount(row).max() for row in ranks]).reshape(len(names), size)
    ranks = ranks.reshape(len(names), size, -1)
    base = int(ranks.max()) + 1
    forms = [
        (min(bounds[reference, axis] for axis, reference in enumerate(form)), form)
        for form in itertools.product(range(len(names)), repeat=size)
    ]
    best: tuple[float, float] = (0.0, 0.0)
    chosen = Waypoint((None,) * size, (0.0,) * size)
    for bound, form in sorted(forms, key=lambda item: (-item[0], item[1])):
        if bound < max(2.0, -best[0]):
            break
        key = np.zeros(ranks.shape[2], dtype=np.int64)
        for axis, reference in enumerate(form):
            key = key * base + ranks[reference, axis]
        cell, counts = np.unique(key, return_counts=True)
        most = int(counts.max())
        if most < max(2.0, -best[0]):
            continue
        for value in cell[counts == most]:
            rows = key == value
            picked = [residuals[reference, rows, axis] for axis, reference in enumerate(form)]
            offsets = _rounded(np.median(np.stack(picked), axis=1), tolerance)
            waypoint = Waypoint(tuple(names[r] for r in form), tuple(offsets))
            merit = (-float(most), waypoint.complexity)
            if merit < best:
                best, chosen = merit, waypoint
    return chosen, int(-best[0])


def _ranks(values: Ints) -> Ints:
    return np.unique(values, return_inverse=True)[1].astype(np.int64)


def _rounded(values: Array, tolerance: float) -> list[float]:
    """Each value with the fewest decimals that keep it within half the tolerance."""
    return [round_within(float(value), float(value) - tolerance / 2, float(value) + tolerance / 2) for value in values]


def round_within(value: float, low: float, high: float) -> float:
    """The number with the fewest decimals in [low, high], the nearest to `value` among them."""
    for decimals in range(10):
        rounded = round(value, decimals)
        if low <= rounded <= high:
            return rounded + 0.0  # no negative zero
    return value
