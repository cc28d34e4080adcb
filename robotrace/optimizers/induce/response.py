"""Where the hand ends up for what it is asked: an affine map, read off how it answers.

The hand lags, so that no single timestep shows where it was sent. Its motion is regressed on what was asked and where it was
in the last timesteps (an autoregressive model with exogenous input: Ljung, "System Identification", 1999), and the place
where the fitted model comes to rest is the place it was sent to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from robotrace.optimizers.induce.dataset import Array, Key
from robotrace.optimizers.induce.motions import Motions

MEMORY = 3  # timesteps that the lag reaches back
ROUNDS = 40
FINEST = 1e-4  # metres: errors below are all the same
SOONER = (
    1.2  # a model of what comes at once reaches back as well: it has to be so much better than one of what comes late
)
EXPLAINED = 0.5  # share of the typical motion that a model may leave unexplained


@dataclass(frozen=True, slots=True, eq=False)
class Response:
    """How the hand answers.

    Attributes:
        hand: The field that answers.
        late: The number of timesteps that what is asked comes late.
        turn: (3, 3) the place the hand is sent to is `turn @ asked + offset`.
        offset: (3,) in metres.
        middle: (3,) the middle of what was asked for, around which the map is known best.
        error: The median error of the model, over the median motion.
    """

    hand: Key
    late: int
    turn: Array
    offset: Array
    middle: Array
    error: float


def respond(episodes: Sequence[Motions]) -> Response | None:
    """The position that answers best to what was asked, and how; None where none does."""
    found = [
        response
        for key in episodes[0].positions
        for late in (0, 1)
        if (response := _response(episodes, key, late)) is not None
    ]
    best = min(found, key=lambda response: response.error * (1 if response.late else SOONER), default=None)
    return best if best is not None and best.error < EXPLAINED else None


def _response(episodes: Sequence[Motions], key: Key, late: int) -> Response | None:
    asked, places, after = _rows(episodes, key, late)
    if len(after) < 6 * MEMORY:
        return None
    moved = after - places[0]
    typical = float(np.median(np.linalg.norm(moved, axis=1)))
    if typical < FINEST:
        return None
    turn, offset, errors = np.zeros((3, 3)), np.zeros(3), []
    for axis in range(3):
        here = places[0][:, axis]
        past = [place[:, axis] - here for place in places[1:]]
        design = np.column_stack([*asked, here, *past, np.ones(len(here))])
        values, left = _robust(design, moved[:, axis])
        share = -values[3 * MEMORY]
        if share <= 0.05:  # it does not come to rest
            return None
        turn[axis] = values[: 3 * MEMORY].reshape(MEMORY, 3).sum(axis=0) / share
        offset[axis] = values[-1] / share
        errors.append(left)
    return Response(key, late, turn, offset, np.median(asked[0], axis=0), float(np.mean(errors)) / typical)


def _rows(episodes: Sequence[Motions], key: Key, late: int) -> tuple[list[Array], list[Array], Array]:
    """What was asked and where it was, the newest first, each (n, 3), and where it got."""
    first = MEMORY + late - 1
    spans = [(episode, len(episode.asked)) for episode in episodes if len(episode.asked) > first + 1]
    empty = np.empty((0, 3))

    def stacked(columns: list[Array]) -> Array:
        return np.vstack([empty, *columns])

    asked = [
        stacked([it.asked[first - late - back : count - 1 - late - back] for it, count in spans])
        for back in range(MEMORY)
    ]
    places = [
        stacked([it.positions[key][first - back : count - 1 - back] for it, count in spans]) for back in range(MEMORY)
    ]
    return asked, places, stacked([it.positions[key][first + 1 : count] for it, count in spans])


def _robust(design: Array, wanted: Array) -> tuple[Array, float]:
    """The line with Cauchy weights, as contacts and walls stop the hand now and then, and its median error."""
    weights = np.ones(len(wanted))
    for _ in range(ROUNDS):
        root = np.sqrt(weights)
        values = np.linalg.lstsq(design * root[:, None], wanted * root, rcond=None)[0]
        errors = np.abs(design @ values - wanted)
        weights = 1.0 / (1.0 + (errors / max(FINEST, 1.5 * float(np.median(errors)))) ** 2)
    return np.asarray(values, dtype=np.float64), float(np.median(errors))
