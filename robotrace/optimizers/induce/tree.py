"""A decision tree over labels that may be ambiguous, grown to explain and pruned to be read.

Every row has a set of answers that would do (two waypoints may coincide there), and a tree is right on a row if its
leaf is one of them. Splits are thresholds on features; among splits that separate about equally well the simpler
feature and the wider gap win, and the threshold is the roundest number well inside the gap.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from robotrace.optimizers.induce.dataset import Array
from robotrace.optimizers.induce.features import Features
from robotrace.optimizers.induce.waypoints import Bools, Ints, round_within

DEPTH = 9  # tests on the way to a leaf
INSIDE = 0.3  # a threshold keeps to this share of its gap, either side of the middle
NARROW = 0.1  # share of the best gain that a test forgoes by resting on next to nothing
FAVOUR = 0.04  # share of the best gain that a simple test with a wide gap may lack


@dataclass(frozen=True, slots=True)
class Leaf:
    """An answer.

    Attributes:
        label: The index of the answer.
    """

    label: int


@dataclass(frozen=True, slots=True)
class Split:
    """A test.

    Attributes:
        feature: The index of the feature.
        threshold: The value that the feature is compared with.
        above: The subtree where the feature exceeds the threshold.
        below: The subtree where it does not.
    """

    feature: int
    threshold: float
    above: Tree
    below: Tree


Tree = Leaf | Split


def leaves(tree: Tree) -> int:
    """How many answers a tree has."""
    return 1 if isinstance(tree, Leaf) else leaves(tree.above) + leaves(tree.below)


def predict(tree: Tree, values: Array) -> Ints:
    """The label of each row: (F, n) -> (n,)."""
    if isinstance(tree, Leaf):
        return np.full(values.shape[1], tree.label)
    above = values[tree.feature] > tree.threshold
    return np.where(above, predict(tree.above, values), predict(tree.below, values))


def grow(features: Features, fits: Bools, costs: Array, *, leaf_price: float) -> Tree:
    """Fit a tree.

    Args:
        features: The F features of n rows.
        fits: Whether an answer would do for a row, (K, n).
        costs: How bad an answer is for a row, (K, n): 0 where it fits, 1 at worst.
        leaf_price: The cost that a further leaf must save.
    """
    order = np.argsort(features.values, axis=1, kind="stable").astype(np.int32)
    rows = np.ones(fits.shape[1], dtype=bool)
    tree = _grow(features, order, fits, costs, rows=rows, depth=DEPTH)
    return _prune(tree, features.values, costs, rows, leaf_price)[0]


def _grow(
    features: Features, order: npt.NDArray[np.int32], fits: Bools, costs: Array, *, rows: Bools, depth: int
) -> Tree:
    best = Leaf(int(np.argmin(costs[:, rows].sum(axis=1))))
    if depth == 0 or fits[:, rows].all(axis=1).any():
        return best
    order = order[rows[order]].reshape(len(order), int(rows.sum()))
    split = _best_split(features, order, _labels(fits, rows))
    if split is None:
        return best
    feature, threshold = split
    above = rows & (features.values[feature] > threshold)
    return Split(
        feature,
        threshold,
        _grow(features, order, fits, costs, rows=above, depth=depth - 1),
        _grow(features, order, fits, costs, rows=rows & ~above, depth=depth - 1),
    )


def _labels(fits: Bools, rows: Bools) -> Ints:
    """One label a row, (n,): of the answers that would do, the one that serves the most rows here; -1 elsewhere."""
    labels = np.full(fits.shape[1], -1)
    left = rows & fits.any(axis=0)
    while left.any():
        label = int(np.argmax((fits & left).sum(axis=1)))
        taken = left & fits[label]
        labels[taken] = label
        left &= ~taken
    return labels


def _best_split(features: Features, order: npt.NDArray[np.int32], labels: Ints) -> tuple[int, float] | None:
    """The feature and threshold that leave the purest halves; None where nothing separates."""
    count = order.shape[1]
    if count < 2 or len(order) == 0:
        return None
    sorted_values = np.take_along_axis(features.values, order, axis=1)
    penalties = np.array([item.complexity for item in features.items])
    sorted_labels = labels[order]
    gaps = np.diff(sorted_values, axis=1)
    changes = sorted_labels[:, 1:] != sorted_labels[:, :-1]
    tied = np.zeros_like(changes)
    same = gaps <= 1e-6
    tied[:, 1:] |= same[:, :-1]
    tied[:, :-1] |= same[:, 1:]
    feature, position = np.nonzero(~same & (changes | tied))
    if len(feature) == 0:
        return None
    kinds = np.unique(labels[order[0]])
    kinds = kinds[kinds >= 0]
    left = np.stack([np.cumsum(sorted_labels == kind, axis=1, dtype=np.int32)[feature, position] for kind in kinds])
    totals = np.array([(labels[order[0]] == kind).sum() for kind in kinds])
    table = np.arange(count + 1) * np.log(np.maximum(np.arange(count + 1), 1))
    right = totals[:, None] - left
    whole = table[totals].sum() - table[totals.sum()]
    gain = (table[left] + table[right]).sum(axis=0) - table[left.sum(axis=0)] - table[right.sum(axis=0)] - whole
    if gain.max() <= 1e-9:
        return None
    gap = gaps[feature, position]
    spread = np.maximum(np.ptp(sorted_values, axis=1)[feature], 1e-9)
    merit = gain / gain.max() - FAVOUR * (0.5 * penalties[feature] - np.minimum(1.0, np.sqrt(gap / spread)))
    merit -= NARROW * (gap <= features.steps[feature])
    merit[gain <= 1e-9] = -np.inf
    chosen = int(np.argmax(np.round(merit, 9)))
    row, column = int(feature[chosen]), int(position[chosen])
    return row, _between(float(sorted_values[row, column]), float(sorted_values[row, column + 1]))


def _between(low: float, high: float) -> float:
    middle, reach = (low + high) / 2, INSIDE * (high - low)
    return round_within(middle, middle - reach, middle + reach)


def _prune(tree: Tree, values: Array, costs: Array, rows: Bools, price: float) -> tuple[Tree, float]:
    """The tree without the leaves that do not save their price, and its cost."""
    sums = costs[:, rows].sum(axis=1)
    label = int(np.argmin(sums))
    if isinstance(tree, Leaf):
        return Leaf(label), float(sums[label])
    over = values[tree.feature] > tree.threshold
    above, cost_above = _prune(tree.above, values, costs, rows & over, price)
    below, cost_below = _prune(tree.below, values, costs, rows & ~over, price)
    kept = Split(tree.feature, tree.threshold, above, below)
    cost = cost_above + cost_below
    if above == below or sums[label] <= cost + price * (leaves(kept) - 1):
        return Leaf(label), float(sums[label])
    return kept, cost
