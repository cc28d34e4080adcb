"""Pattern search (Hooke and Jeeves, "Direct search solution of numerical and statistical problems", JACM 1961), its compass form.

It tries a step along each number, either way, in random order, and goes on from what is better. Where no step is, the steps
are halved; where they are as small as they get, it begins anew at a random place.
"""

from __future__ import annotations

import math

import numpy as np
from asking import Box, Rival, Search

SMALLEST = 2.0**-20
"""Of a number's span."""


class PatternSearch(Rival):
    """Goes downhill by steps along one number at a time."""

    name = "pattern"

    def search(self, box: Box, chance: np.random.Generator) -> Search:
        at = box.start
        first = np.array([2.0 ** math.floor(math.log2(span / 4)) if span > 0 else 0.0 for span in box.span])
        least = np.where(box.whole, 1.0, SMALLEST * box.span)
        while True:
            best, step = (yield at).cost, np.maximum(first, least)
            while True:
                better = False
                for way in chance.permutation([*range(len(first)), *range(-len(first), 0)]):
                    axis, sign = (way, 1.0) if way >= 0 else (-way - 1, -1.0)
                    there = box.setting(np.array(at, float) + sign * step * (np.arange(len(first)) == axis))
                    if there == at:
                        continue
                    cost = (yield there).cost
                    if cost < best:
                        at, best, better = there, cost, True
                if better:
                    continue
                if (step <= least).all():
                    break
                step = np.maximum(step / 2, least)
            at = box.draw(chance)
