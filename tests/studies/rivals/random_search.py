"""Random search: every setting is as likely as any other, whatever came of the earlier ones."""

from __future__ import annotations

import numpy as np
from asking import Box, Rival, Search


class RandomSearch(Rival):
    """Draws settings from the box."""

    name = "random"

    def search(self, box: Box, chance: np.random.Generator) -> Search:
        yield box.start
        while True:
            yield box.draw(chance)
