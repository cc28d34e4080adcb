"""CarRacing's picture in numbers: what it shows of the road ahead, and what its instruments at the bottom say.

The car stands at one place of the picture, and looks up. A second after the start the picture is as near as it stays; until
then it comes nearer, and what is on it is farther away than the numbers say.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from robotrace.episodes.array import Array

ID = "CarRacing-v3"

ACROSS, ALONG = 96 * 16.2 / 1000, 96 * 16.2 / 800
"""Pixels a metre, to the side and ahead: a window of 1000 x 800 with 16.2 pixels a metre, shrunk to 96 x 96."""
COLUMN, ROW = 48, 72
"""Where the car's middle is."""
CAR = (slice(64, 80), slice(43, 54))
"""Pixels around the car, where what is under it is not seen."""
INSTRUMENTS = 84
"""The first row of the instruments."""
UNIT = 96 / 40
"""Pixels of one unit of the instruments' scales."""

ANGLES = (-90, -60, -40, -20, 0, 20, 40, 60, 90)
"""Directions in which the road's edge is looked for, in degrees from ahead, to the right positive."""
AHEAD = (5, 10, 15, 20, 25, 30)
"""Metres ahead at which the road's middle is looked for."""
FARTHEST = 50.0
"""Metres after which a road without an edge is said to go on: the picture ends before."""
_STEP = 0.25


def numbers(picture: npt.NDArray[np.uint8]) -> Array:
    """A picture as numbers, in the order of the table: instruments, edges by direction, the road's middle by distance.

    Args:
        picture: (96, 96, 3), with the colours that the environment has where it does not draw them by chance.

    Returns:
        (18,) speed in m/s, the front wheels' angle in rad, the turn rate in rad/s, metres to the road's edge in nine directions,
        metres from straight ahead to the road's middle at six distances.
    """
    road = _road(picture)
    edges = [_edge(road, np.radians(angle)) for angle in ANGLES]
    return np.array([*_instruments(picture), *edges, *_middles(road)])


def _road(picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """(84, 96) where there is road: neither grass, which is green, nor the black beyond the field."""
    seen = picture[:INSTRUMENTS].astype(int)
    red, green, blue = seen[..., 0], seen[..., 1], seen[..., 2]
    road: npt.NDArray[np.bool_] = (green - np.maximum(red, blue) < 40) & (seen.sum(axis=-1) > 60)
    under = road[CAR[0], (CAR[1].start - 1, CAR[1].stop)].mean()
    road[CAR] = under >= 0.5  # what is on both sides of the car is under it
    return road


def _instruments(picture: npt.NDArray[np.uint8]) -> tuple[float, float, float]:
    """Speed in m/s from the white bar, the wheels' angle from the green one, the turn rate from the red one; left is positive."""
    seen = picture[INSTRUMENTS:].astype(float) / 255
    white = seen[:, 13].min(axis=-1).sum()
    green = np.clip(seen[5, :, 1] - seen[5, :, 0], 0, None)
    red = np.clip(seen[5, :, 0] - seen[5, :, 1], 0, None)
    red[:40] = 0
    wheel = green[:COLUMN].sum() - green[COLUMN:].sum()
    turn = red[:72].sum() - red[72:].sum()
    return float(white / (0.02 * UNIT)), float(wheel / (10 * UNIT)), float(turn / (0.8 * UNIT))


def _edge(road: npt.NDArray[np.bool_], angle: float) -> float:
    """Metres from the car's middle to where the road ends in a direction; FARTHEST where the picture ends before."""
    far = np.arange(0, FARTHEST, _STEP)
    rows = np.rint(ROW - far * np.cos(angle) * ALONG).astype(int)
    columns = np.rint(COLUMN + far * np.sin(angle) * ACROSS).astype(int)
    inside = (rows >= 0) & (rows < len(road)) & (columns >= 0) & (columns < road.shape[1])
    off = ~road[rows[inside], columns[inside]]
    return float(far[int(np.argmax(off))]) if off.any() else FARTHEST


def _middles(road: npt.NDArray[np.bool_]) -> list[float]:
    """Metres to the right at which the road's middle is, at each distance ahead; the nearer one where no road is seen there."""
    found, before = [], float(COLUMN)
    for metres in AHEAD:
        row = road[round(ROW - metres * ALONG)]
        stretches = np.flatnonzero(np.diff(np.concatenate(([False], row, [False])).astype(int))).reshape(-1, 2)
        middles = (stretches.sum(axis=1) - 1) / 2
        if len(middles):
            before = float(middles[np.argmin(np.abs(middles - before))])
        found.append((before - COLUMN) / ACROSS)
    return found
