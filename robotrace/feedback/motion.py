"""What the positions of an episode show: approaches, motion, and what went along with what. Numbers only; no words.

The lengths below are about what a camera beside a table-top robot resolves. All else is relative to the episode:
an object is taken to move with the hand where its displacement agrees with the hand's, whatever the speed, the control
or the number of steps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from robotrace.episodes.array import Array
from robotrace.feedback.words import Mask, Times, runs

STILL = 0.003
"""Metres. What changes less has not changed: simulators jitter by 1 or 2 mm."""

MOVED = 0.01
"""Metres. An object that went farther from its start has been moved."""

PART = 0.02
"""Metres. Things that were together and are farther out of place than this have parted; a lift is higher than this."""

PIECE = 0.005
"""Metres. Motion is compared in pieces of at least this length, so that slow and fast robots are judged alike."""

AGREE = 0.5
"""Two displacements agree where their difference is at most this part of the longer one."""


@dataclass(frozen=True, slots=True, eq=False)
class Approach:
    """How the distance between two places went.

    Attributes:
        start: The first distance, in metres.
        nearest: The smallest distance, in metres.
        nearest_at: The first timestep within 2 mm of the smallest distance.
        offset: (3,) the first place minus the second at that timestep, in metres.
        end: The last distance, in metres.
        spread: The largest distance minus the smallest, in metres.
    """

    start: float
    nearest: float
    nearest_at: int
    offset: Array
    end: float
    spread: float


@dataclass(frozen=True, slots=True)
class Ride:
    """A stretch in which an object moved with the hand.

    Attributes:
        first: The timestep of the first action of the stretch.
        last: The timestep of the last action of the stretch.
        lift: The height to which the object rose above its rest, in metres.
        lost: The timestep of the action at which the object left the hand, or None where it stayed there.
        fall: The height that the object fell after it left the hand, in metres; 0 unless that undid most of the lift.
    """

    first: int
    last: int
    lift: float
    lost: int | None
    fall: float


def distance(one: Array, other: Array) -> Array:
    """(T + 1,) metres between two (T + 1, 3) paths."""
    return length(one - other)


def length(vectors: Array) -> Array:
    """(N,) lengths of (N, 3) vectors."""
    lengths: Array = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    return lengths


def approach(one: Array, other: Array) -> Approach:
    """How near two (T + 1, 3) paths came."""
    apart = distance(one, other)
    nearest = float(apart.min())
    at = int(np.argmax(apart <= nearest + 0.002))
    return Approach(float(apart[0]), nearest, at, one[at] - other[at], float(apart[-1]), float(apart.max()) - nearest)


def rest(path: Array, hands: tuple[Array, ...]) -> Array:
    """(3,) where an object lay before anything was done to it.

    Simulators let objects sink or pop into place in the first step. Where an object did so once, with every hand at
    least twice that motion away, and then lay still, its rest is where it lay afterwards.
    """
    if len(path) < 3:
        return np.asarray(path[0])
    settled = length(path[1:3] - path[0:2])
    near = min((float(distance(hand[:2], path[:2]).min()) for hand in hands), default=np.inf)
    origin: Array = path[1] if STILL < settled[0] < near / 2 and settled[1] <= STILL else path[0]
    return origin


def first_move(path: Array, origin: Array) -> int | None:
    """The timestep of the action that brought an object away from its rest, or None."""
    away = length(path[1:] - origin) > MOVED
    return int(np.argmax(away)) if away.any() else None


def rides(hand: Array, path: Array, origin: Array) -> list[Ride]:
    """The stretches in which an object moved with a hand, in order.

    Args:
        hand: The hand's positions, (T + 1, 3) metres.
        path: The object's positions, (T + 1, 3) metres.
        origin: The position where the object lay at rest, (3,) metres.
    """
    keys = _keyframes(hand, path)
    stretches = [(int(keys[first]), int(keys[last + 1])) for first, last in runs(_together(hand[keys], path[keys]))]
    offset = path - hand
    return [
        _ride(start, stop, offset, path, origin)
        for start, stop in _merged(stretches, offset)
        if np.linalg.norm(path[stop] - path[start]) > MOVED
    ]


def _keyframes(hand: Array, path: Array) -> Times:
    """Timesteps between which the hand or the object went about a PIECE or more, with the first and the last."""
    steps = np.maximum(length(np.diff(hand, axis=0)), length(np.diff(path, axis=0)))
    travelled = np.cumsum(np.where(steps > PIECE / 50, steps, 0.0))
    marks = np.floor(travelled / PIECE)
    passed = np.flatnonzero(np.diff(marks, prepend=0.0) > 0) + 1
    keys: Times = np.unique(np.concatenate(([0], passed, [len(path) - 1])))
    return keys


def _together(hand: Array, path: Array) -> Mask:
    """Between keyframes: did the object move as the hand did? Where neither moved, what held before still holds."""
    by_hand, by_object = np.diff(hand, axis=0), np.diff(path, axis=0)
    size = np.maximum(length(by_hand), length(by_object))
    agree = (length(by_object - by_hand) <= AGREE * size) & (length(by_object) > STILL)
    telling = np.where(size > STILL, np.arange(len(size)), -1)
    last = np.maximum.accumulate(telling) if len(telling) else telling
    together: Mask = np.where(last >= 0, agree[last], False)
    return together


def _merged(stretches: list[tuple[int, int]], offset: Array) -> list[tuple[int, int]]:
    """Stretches between which the object kept its place in the hand are one."""
    merged: list[tuple[int, int]] = []
    for start, stop in stretches:
        if merged and float(length(offset[merged[-1][1] : start + 1] - offset[merged[-1][1]]).max()) <= PART:
            merged[-1] = (merged[-1][0], stop)
        else:
            merged.append((start, stop))
    return merged


def _ride(start: int, stop: int, offset: Array, path: Array, origin: Array) -> Ride:
    begun = length(path[start : stop + 1] - path[start]) > STILL
    slipped = length(offset[stop:] - offset[stop])
    parted = bool((slipped > PART).any())
    kept = np.flatnonzero(slipped[: int(np.argmax(slipped > PART)) + 1] <= 2 * STILL)
    height = float(path[stop, 2] - origin[2])
    fall = float(path[stop, 2] - path[stop:, 2].min())
    dropped = parted and height > PART and fall > height / 2
    return Ride(
        first=start + int(np.argmax(begun)) - 1,
        last=stop - 1,
        lift=float(path[start : stop + 1, 2].max() - origin[2]),
        lost=stop + int(kept[-1]) if parted else None,
        fall=fall if dropped else 0.0,
    )
