"""The toy task with a camera: a picture is the point's x as a grey, and every opening of the camera is counted."""

from contextlib import contextmanager

import numpy as np
from toy import PointTask

from robotrace.episodes import Camera


class FilmedPoint(PointTask):
    """PointTask, 8 pixels wide and 4 high."""

    def __init__(self, **options):
        super().__init__(**options)
        self.opened = 0
        self.camera = Camera("Seen from above.", self._open)

    @contextmanager
    def _open(self):
        self.opened += 1
        yield lambda: np.full((4, 8, 3), grey(self.hand[0]), dtype=np.uint8)


def grey(x):
    """How bright the point's picture is."""
    return round(128 + 100 * x)
