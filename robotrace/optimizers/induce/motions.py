"""What was asked of the robot and where its named positions got, timestep by timestep; and whether they disagree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from robotrace.optimizers.induce.dataset import Array, Key, calls
from robotrace.trace import Graph

FARTHEST = 0.15  # metres: nothing that a robot moves gets farther in a timestep
ASTRAY = 0.01  # metres: a motion this far from every place on the way to what was asked went astray
CARRIED = 0.8  # share of the last motion that may carry on
MOVES = 0.03  # metres: a position that covers less in an episode does not move


@dataclass(frozen=True, slots=True, eq=False)
class Motions:
    """One episode of T calls.

    Attributes:
        positions: (T, 3) each position field.
        asked: (T, 3) what was asked for as the place to go to.
        hints: (T, 3) what should have been asked for.
    """

    positions: Mapping[Key, Array]
    asked: Array
    hints: Array


def motions(graphs: Iterable[Graph], name: str) -> list[Motions]:
    """The episodes in which the function called `name` gave three numbers or more each time."""
    return [episode for graph in graphs for episode in _episode(graph, name)]


def _episode(graph: Graph, name: str) -> Iterator[Motions]:
    found = [(inputs, _place(output), _place(hint)) for inputs, output, hint in calls(graph, name)]
    rows = [(inputs, asked, hint) for inputs, asked, hint in found if asked is not None and hint is not None]
    if len(rows) < 3 or len(rows) < len(found):
        return
    keys = [key for key, value in rows[0][0].items() if value.shape == (3,)]
    if keys and all(key in inputs and inputs[key].shape == (3,) for inputs, _, _ in rows for key in keys):
        positions = {key: np.array([inputs[key] for inputs, _, _ in rows]) for key in keys}
        yield Motions(positions, np.array([asked for _, asked, _ in rows]), np.array([hint for _, _, hint in rows]))


def _place(value: object) -> Array | None:
    try:
        place = np.asarray(value, dtype=np.float64).ravel()[:3]
    except (TypeError, ValueError):
        return None
    return place if place.shape == (3,) and np.isfinite(place).all() else None


def astray(episodes: Iterable[Motions]) -> bool:
    """Whether the robot goes elsewhere than it is asked to, in most of the episodes.

    Where what was asked is a position itself, that position is the hand. Else the hand is what moves the most.
    """
    verdicts = [_astray(episode) for episode in episodes]
    return 2 * sum(verdicts) > len(verdicts)


def _astray(episode: Motions) -> bool:
    own = [at for at in episode.positions.values() if np.abs(at - episode.asked).max() < 1e-9]
    hand = own[0] if own else max(episode.positions.values(), key=_path)
    return _path(hand) > MOVES and _strays(hand, episode.asked)


def _path(at: Array) -> float:
    """The length of the way, in metres."""
    return float(np.linalg.norm(np.diff(at, axis=0), axis=1).sum())


def _strays(at: Array, asked: Array) -> bool:
    before, here, after, wanted = at[:-2], at[1:-1], at[2:], asked[1:-1]
    if np.abs(after - here).max() > FARTHEST:
        return False  # no motion of a robot
    if np.ptp(asked, axis=0).max() < 1e-9 and _outside(at[-1], at[0], asked[0]).max() > ASTRAY:
        return True
    beyond = _outside(after, here, wanted) - CARRIED * np.abs(here - before)
    return bool(max(beyond.max(), _outside(at[1], at[0], asked[0]).max()) > ASTRAY)


def _outside(place: Array, here: Array, there: Array) -> Array:
    """How far places are, along each axis, from what lies between two others."""
    return np.abs(place - np.clip(place, np.minimum(here, there), np.maximum(here, there)))
