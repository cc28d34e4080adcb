"""The frame that the robot's answers show, in round numbers, made exact by the hints.

A hint is what has to be asked for the hand to go where the expert wants it. Only in the right frame are these few places:
so many hints above one puck agree to a millimetre. Among the round numbers that the answers leave possible, those win in
which the most hints agree.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from robotrace.optimizers.induce.dataset import Array
from robotrace.optimizers.induce.frame import Frame, rotation
from robotrace.optimizers.induce.motions import Motions
from robotrace.optimizers.induce.response import Response

AGREE = 2e-3  # metres: hints that agree to this mean the same place
COMMON = 6  # places that most hints mean
BETTER = 1.03  # by this factor must more hints agree for a frame that is further from what the answers show
GAINS = (0.5, 2.0)
SCALES = (0.3, 3.0)  # that are believable
VOTES = 150  # slopes that are told apart
DEADS = (0.0, 0.005, 0.0075, 0.01, 0.0125, 0.015, 0.0175)  # metres: dead bands to start from
PASSES = 3
ENOUGH = 400  # hints that are looked at
UNSURE = 8e-3  # metres: an offset smaller than this may be none
STEPPED = 4e-3  # metres: a motion long enough to tell a slope


def frame_of(response: Response, episodes: Sequence[Motions]) -> Frame:
    """The frame in round numbers.

    Args:
        response: How the hand answers.
        episodes: All episodes, whose hints tell the numbers apart.
    """
    asked = np.vstack([it.hints for it in episodes])
    hands = np.vstack([it.positions[response.hand] for it in episodes])
    positions = [np.vstack([it.positions[key] for it in episodes]) for key in episodes[0].positions]
    few = slice(None, None, 1 + len(asked) // ENOUGH)
    asked, hands, positions = asked[few], hands[few], [places[few] for places in positions]
    best, most = _rounded(response), 0.0
    for start in _starts(best):
        moved = _moved(start, response)
        tried = replace(moved, gain=_gain(moved, response, episodes))
        found = _agreement(tried, asked, hands, positions)
        if found > most * BETTER:
            best, most = tried, found
    for _ in range(PASSES):
        start = best
        for near in _neighbours(best):
            moved = _moved(near, response)
            found = _agreement(moved, asked, hands, positions)
            if found > most * BETTER:
                best, most = moved, found
        if best == start:
            break
    return best


def _rounded(response: Response) -> Frame:
    """The turn about one axis, mirror and scale that come nearest."""
    left, scales, right = np.linalg.svd(response.turn)
    scale = float(np.median(scales))  # an axis along which something was in the way counts little
    turn = left @ right
    flips: Iterable[int | None] = (None,) if np.linalg.det(turn) > 0 else (0, 1, 2)
    found: list[tuple[float, Frame]] = []
    for mirrored in flips:
        signs = np.where(np.arange(3) == mirrored, -1.0, 1.0) if mirrored is not None else np.ones(3)
        plain = signs[:, None] * turn
        for axis in range(3):
            one, other = (axis + 1) % 3, (axis + 2) % 3
            angle = math.degrees(
                math.atan2(plain[other, one] - plain[one, other], plain[one, one] + plain[other, other])
            )
            degrees = float(5 * round(angle / 5)) + 0.0
            left_over = float(np.abs(rotation(axis, degrees) - plain).sum())
            penalty = 1e-3 * (axis != 2) + 0.1 * (degrees != 0.0)
            found.append((left_over + penalty, Frame(axis, degrees, mirrored, _believable(round(scale * 20) / 20))))
    return _moved(min(found, key=lambda item: item[0])[1], response)


def _moved(frame: Frame, response: Response) -> Frame:
    """The frame with the offset that the answers show where they show it best, to half a centimetre."""
    goes = response.turn @ response.middle + response.offset
    offset = goes - frame.scale * frame.matrix() @ response.middle
    x, y, z = (round(0.005 * round(value / 0.005), 3) if abs(value) > UNSURE else 0.0 for value in offset)
    return replace(frame, offset=(float(x), float(y), float(z)))


def _starts(frame: Frame) -> Iterator[Frame]:
    """The frames to start from: what the answers show, then what they might mean, in coarse steps."""
    for degrees, dead, scale in itertools.product(
        dict.fromkeys((frame.degrees, 0.0, frame.degrees + 5, frame.degrees - 5)),
        DEADS,
        (0, 1, -1, 2, -2, 3, -3, 4, -4, 5, 6, 7),
    ):
        yield replace(frame, degrees=degrees, dead=dead, scale=_believable(frame.scale + scale * 0.05))


def _neighbours(frame: Frame) -> Iterator[Frame]:
    """The frames a little way off, the nearest first."""
    for degrees in (1, -1, 2, -2, 3, -3, 5, -5):
        yield replace(frame, degrees=frame.degrees + degrees)
    for hundredths in (1, -1, 2, -2, 3, -3, 4, -4, 5, -5):
        yield replace(frame, scale=_believable(frame.scale + hundredths / 100))
    for hundredths in (1, -1, 2, -2, 3, -3, 5, -5):
        yield replace(frame, gain=round(max(frame.gain + hundredths / 100, GAINS[0]), 2))
    for halves in range(41):
        yield replace(frame, dead=round(halves / 2000, 4))


def _believable(scale: float) -> float:
    return round(min(max(scale, SCALES[0]), SCALES[1]), 2)


def _gain(frame: Frame, response: Response, episodes: Sequence[Motions]) -> float:
    """The gain by which what is asked for one and the same place changes as the hand moves."""
    slopes: list[Array] = []
    for episode in episodes:
        sent = frame.scale * episode.hints @ frame.matrix().T
        moved, changed = np.diff(episode.positions[response.hand], axis=0), np.diff(sent, axis=0)
        usable = np.abs(moved) > STEPPED
        slopes.append(changed[usable] / moved[usable])
    every = np.hstack([np.empty(0), *slopes])
    low, high = 1.0 - 1.0 / GAINS[0], 1.0 - 1.0 / GAINS[1]
    near = every[(every > low) & (every < high)]
    if len(near) < 10:
        return 1.0
    counts, edges = np.histogram(near, bins=VOTES, range=(low, high))
    votes = np.convolve(counts, np.ones(3), mode="same")
    slope = float(edges[int(np.argmax(votes))] + edges[1] / 2 - edges[0] / 2)
    slope = float(np.median(near[np.abs(near - slope) < 0.02]))
    gain = 1.0 / (1.0 - slope)
    return 1.0 if abs(gain - 1.0) < 0.05 else round(gain * 20) / 20


def _agreement(frame: Frame, asked: Array, hands: Array, positions: Sequence[Array]) -> float:
    """How many hints mean one of a few places, counted by axis."""
    places = frame.goes_to(asked, hands)
    total = 0.0
    for axis in range(3):
        counts = []
        for reference in [np.zeros_like(places), *positions]:
            cells = np.rint((places[:, axis] - reference[:, axis]) / AGREE + 0.237).astype(np.int64)
            counts.append(np.bincount(cells - cells.min()))
        total += float(np.sort(np.concatenate(counts))[-COMMON:].sum())
    return total
