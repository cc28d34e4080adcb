"""From rows to rules: which answers there are, and which tests choose between them."""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from robotrace.optimizers.induce.dataset import Array, Key, Rows
from robotrace.optimizers.induce.features import Features, tabulate
from robotrace.optimizers.induce.naming import name_waypoints, unique
from robotrace.optimizers.induce.tree import Tree, grow, leaves, predict
from robotrace.optimizers.induce.waypoints import Waypoint, explain, near

MILLIMETRE = 1e-3
FINE = 1e-3  # of a number that is not a length, or of its range where that is larger than 1
FAR = 0.05  # metres: a place as wrong as this is simply wrong
LEAF_PRICE = 2.0  # rows that a further rule must put right
USED = ("abs", "np", "to_robot")  # names that the code needs for itself
CLOSE = 0.01  # metres: a place as near as this counts as right in the report


@dataclass(frozen=True, slots=True)
class Group:
    """Components of the answer that are decided together.

    Attributes:
        axes: The indices of the components.
        waypoints: The K possible answers.
        names: The name of each waypoint in the code; "" for plain numbers.
        tree: The decision tree that chooses a waypoint for each row.
    """

    axes: tuple[int, ...]
    waypoints: tuple[Waypoint, ...]
    names: tuple[str, ...]
    tree: Tree


@dataclass(frozen=True, slots=True)
class Rules:
    """A fitted program.

    Attributes:
        keys: The name in the code of each field.
        features: The features that tests may use.
        place: The first three components, if they are a place among named positions; else None.
        numbers: The other components, one group each.
        error: The median distance over the rows between program and wanted answer, of the worst component.
        right: The share of the rows where that distance is small.
    """

    keys: Mapping[Key, str]
    features: Features
    place: Group | None
    numbers: tuple[Group, ...]
    error: float
    right: float

    @property
    def count(self) -> int:
        """How many rules there are."""
        groups = [*self.numbers, *([self.place] if self.place else [])]
        return sum(leaves(group.tree) for group in groups)


def fit(rows: Rows) -> Rules:
    """The rules that explain the rows."""
    keys = _names(rows)
    columns = {keys[key]: column for key, column in rows.fields.items()}
    positions = {name: column for name, column in columns.items() if column.shape[1:] == (3,)}
    size = rows.targets.shape[1]
    spatial = bool(positions) and size >= 3
    places: dict[str, Array] = {}
    waypoints: list[Waypoint] = []
    names: list[str] = []
    if spatial:
        waypoints = explain(rows.targets[:, :3], positions, MILLIMETRE)
        names = name_waypoints(waypoints, [*columns, *(key.argument for key in keys), *USED])
        for name, waypoint in zip(names, waypoints, strict=True):
            if name not in columns:
                places[name] = waypoint.at(positions, len(rows))
    features = tabulate(positions, places, dict(_numbers(columns)))
    place = _place(rows, positions, features, waypoints, names) if spatial else None
    numbers = tuple(_number(rows, features, axis) for axis in range(3 if spatial else 0, size))
    error, right = _residual(rows, positions, features, place, numbers)
    return Rules(keys, features, place, numbers, error, right)


def _names(rows: Rows) -> dict[Key, str]:
    """A field's name in the code is its key, unless Python or the code itself needs that name."""
    names = {key: key.argument for key in rows.fields if key.item is None}
    taken = [*USED, *(key.argument for key in rows.fields)]
    for key in rows.fields:
        if key.item is not None:
            wanted = "".join(letter if letter.isalnum() else "_" for letter in str(key.item))
            if not wanted.isidentifier() or keyword.iskeyword(wanted):
                wanted = f"field_{wanted}"
            names[key] = unique(wanted, [*taken, *names.values()])
    return names


def _numbers(columns: Mapping[str, Array]) -> Iterable[tuple[str, Array]]:
    for name, column in columns.items():
        if column.ndim == 1:
            yield name, column
        elif column.shape[1] != 3:
            yield from ((f"{name}[{i}]", column[:, i]) for i in range(column.shape[1]))


def _place(
    rows: Rows, positions: Mapping[str, Array], features: Features, waypoints: list[Waypoint], names: list[str]
) -> Group:
    values = np.stack([waypoint.at(positions, len(rows)) for waypoint in waypoints])
    tree = _decide(rows, features, rows.targets[:, :3], values, fine=MILLIMETRE, far=FAR)
    return Group((0, 1, 2), tuple(waypoints), tuple(names), tree)


def _number(rows: Rows, features: Features, axis: int) -> Group:
    wanted = rows.targets[:, axis : axis + 1]
    spread = max(float(np.ptp(wanted)), 1e-9)
    fine = FINE * max(spread, 1.0)
    waypoints = explain(wanted, {}, fine)
    values = np.stack([waypoint.at({}, len(rows)) for waypoint in waypoints])
    tree = _decide(rows, features, wanted, values, fine=fine, far=spread / 2)
    return Group((axis,), tuple(waypoints), ("",) * len(waypoints), tree)


def _decide(rows: Rows, features: Features, wanted: Array, values: Array, *, fine: float, far: float) -> Tree:
    """The tree that chooses an answer: those within `fine` of what was wanted fit, one that is `far` from it is wrong.

    Args:
        rows: The n rows of the data set.
        features: The features that tests may use.
        wanted: The wanted answers, (n, D).
        values: The answers of the K waypoints, (K, n, D).
        fine: The distance within which an answer fits.
        far: The distance from which an answer is simply wrong.
    """
    fits = np.stack([near(wanted, value, fine) for value in values])
    distances = np.linalg.norm(values - wanted, axis=2)
    costs = np.where(fits, 0.0, np.minimum(1.0, distances / far))
    fits |= (distances == distances.min(axis=0)) & ~fits.any(axis=0)
    return grow(features, fits, costs * rows.weights, leaf_price=LEAF_PRICE)


def _residual(
    rows: Rows, positions: Mapping[str, Array], features: Features, place: Group | None, numbers: tuple[Group, ...]
) -> tuple[float, float]:
    answers = np.empty_like(rows.targets)
    for group in [*([place] if place else []), *numbers]:
        labels = predict(group.tree, features.values)
        values = np.stack([waypoint.at(positions, len(rows)) for waypoint in group.waypoints])
        answers[:, group.axes] = values[labels, np.arange(len(rows))]
    errors = np.abs(answers - rows.targets).max(axis=1)
    return float(np.median(errors)), float((errors <= CLOSE).mean())
