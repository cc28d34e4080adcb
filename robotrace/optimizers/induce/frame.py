"""The frame of a robot that nobody calibrated: from what it is asked for to the place that its hand goes to."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from robotrace.optimizers.induce.dataset import Array

AXES = "xyz"


@dataclass(frozen=True, slots=True)
class Frame:
    """The hand goes to `scale * mirror(turn(asked)) + offset`; of that way it covers `gain`, less the dead band.

    Attributes:
        axis: The axis that the robot turns about: 0, 1, 2 for x, y, z.
        degrees: The angle by which it turns, counter-clockwise seen from the axis's tip.
        mirrored: The axis that is mirrored afterwards, or None.
        scale: The factor of all lengths.
        offset: (x, y, z) in metres.
        gain: The share of the way from the hand to there that the robot is sent.
        dead: The length of each axis's way that is lost, in metres.
    """

    axis: int = 2
    degrees: float = 0.0
    mirrored: int | None = None
    scale: float = 1.0
    offset: tuple[float, float, float] = (0.0, 0.0, 0.0)
    gain: float = 1.0
    dead: float = 0.0

    @property
    def neutral(self) -> bool:
        """Whether it changes nothing."""
        return self == Frame(axis=self.axis)

    @property
    def follows_hand(self) -> bool:
        """Whether what has to be asked depends on where the hand is."""
        return self.gain != 1.0 or self.dead != 0.0

    def matrix(self) -> Array:
        """(3, 3) the turn, then the mirror."""
        turn = rotation(self.axis, self.degrees)
        if self.mirrored is not None:
            turn[self.mirrored] *= -1.0
        return turn

    def goes_to(self, asked: Array, hand: Array) -> Array:
        """The places, (n, 3), that the hand is sent to from where it is, (n, 3), by what is asked, (n, 3)."""
        way = self.scale * asked @ self.matrix().T + np.array(self.offset) - hand
        way = self.gain * way
        goes: Array = hand + way - np.clip(way, -self.dead, self.dead)
        return goes

    def to_robot(self, place: Array, hand: Array) -> Array:
        """What has to be asked, (n, 3), for the hand to go to the places."""
        way = place - hand
        place = hand + (way + self.dead * np.sign(way)) / self.gain
        asked: Array = (place - np.array(self.offset)) / self.scale @ self.matrix()
        return asked


def rotation(axis: int, degrees: float) -> Array:
    """(3, 3) the turn about one of the axes; multiples of 90 degrees are exact."""
    turns, rest = divmod(degrees, 90.0)
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    if rest == 0.0:
        cosine, sine = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[int(turns) % 4]
    matrix = np.eye(3)
    one, other = (axis + 1) % 3, (axis + 2) % 3
    matrix[one, one] = matrix[other, other] = cosine
    matrix[other, one], matrix[one, other] = sine, -sine
    return matrix
