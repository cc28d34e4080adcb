"""Which rows of a table are worth showing."""

from __future__ import annotations

from collections import Counter
from itertools import chain

import numpy as np

from robotrace.optimizers.view.changes import Changes

_HEAD = 10  # rows at the beginning that are shown one by one; half of all where there are fewer than twenty

_AROUND = (-1, 1, 2, 3)  # rows about one with events: a gripper that is told to close takes some rows to have closed


def choose(changes: Changes, most: int) -> list[int]:
    """Which rows to show: the beginning and the end, those with events and the ones around them, and pairs of others.

    Events are taken by novelty: a change that was seen often before goes last. The rest is spread evenly, half over the
    rows and half over what moves, and comes in pairs of neighbours, so that each shows what one pass changes.

    Args:
        changes: What happens from row to row.
        most: The largest number of rows to show.

    Returns:
        The indices of the rows, ascending.
    """
    last = len(changes.changed) - 1
    candidates = {0, last, *np.flatnonzero(changes.changed).tolist()}
    if len(candidates) <= most:
        return sorted(candidates)
    head = most // 2 if most >= _HEAD else most // 5  # few rows show more of the way where they lie apart
    kept = {0, last, *sorted(candidates)[: min(_HEAD, head)]}
    for start in np.flatnonzero((changes.period > 0) & (np.roll(changes.period, 1) != changes.period)).tolist():
        if len(kept) < most // 2:  # a cycle is shown by the rows that it repeats
            kept.update(range(start - int(changes.period[start]), start))
    eventful = []
    for novelty, row in _by_novelty(changes):
        if len(kept) < (most * 3 // 4 if novelty == 0 else most // 2):
            kept.add(row)
            eventful.append(row)
    around = _AROUND if most >= 2 * _HEAD else _AROUND[:2]
    for row in chain.from_iterable([row + offset for row in eventful] for offset in around):
        if len(kept) < most * 3 // 4 and row in candidates:
            kept.add(row)
    kept.update(_spread(changes, sorted(candidates - kept), most - len(kept)))
    return sorted(kept)


def _by_novelty(changes: Changes) -> list[tuple[int, int]]:
    """The rows with events, after how often the rarest of these was seen before."""
    seen: Counter[tuple[object, ...]] = Counter()
    novelty = []
    for row, events in enumerate(changes.events):
        if events and changes.changed[row]:
            novelty.append((min(seen[event] for event in events), row))
            for event in events:
                seen[event] += 1
    return sorted(novelty)


def _spread(changes: Changes, left: list[int], most: int) -> set[int]:
    """Up to so many of the rows that are left, in pairs of neighbours."""
    if not left or most < 1:
        return set()
    moved = np.add.reduceat(changes.amount, left) if changes.amount.any() else np.ones(len(left))
    weight = 1.0 / len(left) + moved / max(moved.sum(), 1e-12)
    reached = np.cumsum(weight) / weight.sum()
    count = max(1, most // 2)
    places = np.searchsorted(reached, (np.arange(count) + 0.5) / count)
    anchors = [left[place] for place in dict.fromkeys(np.minimum(places, len(left) - 1).tolist())]
    free = set(left)
    pairs = [*anchors, *(row + 1 for row in anchors if row + 1 in free)]
    return set(pairs[:most])
