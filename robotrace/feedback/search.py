"""How a search went for a goal that the controller is not shown: what the reward that it did see could have told it."""

from __future__ import annotations

import numpy as np

from robotrace.episodes.array import Array
from robotrace.feedback.motion import MOVED, length
from robotrace.feedback.scene import Place, Scene
from robotrace.feedback.words import cm, number, plural, point

SAME = 0.01
"""Part of the highest reward seen by which two rewards count as the same."""

TRIED = 0.03
"""Metres between places that count as different ones."""


def search(view: Scene) -> list[str]:
    """Where the reward that was seen was highest, how many places were tried, and whether the search came back to the best one."""
    if view.told is None or not len(view.told.path) - 1:
        return []
    earned = view.told.path[1:]  # the first is what no action has earned yet
    best, name = int(np.argmax(earned)), view.told.name
    if np.ptp(earned) <= SAME * np.abs(earned).max():
        return [f"The goal is hidden, and {name} was {number(earned[0])} throughout: nothing was found out."]
    movers = view.objects + view.hands
    places = ", ".join(f"{mover.name} then at {point(mover.path[best + 1])}" for mover in movers)
    facts = [
        f"The goal is hidden; {name}, which tells of it, was highest for the action at t={best}: {number(earned[best])}"
        f"{f' ({places})' if places else ''}, after {number(earned[0])} for the first and before {number(earned[-1])} for the last."
    ]
    mover = (view.objects or view.hands)[:1]
    return facts + (_tried(mover[0], best) if mover else [])


def _tried(mover: Place, best: int) -> list[str]:
    """How much of space the search has covered, and where it ended."""
    seen = _places(mover.path[1:])
    away = float(length(mover.path[-1:] - mover.path[best + 1])[0])
    ended = f"ended {cm(away)} from the best of them" if away > MOVED else "ended at the best of them"
    return [f"{mover.name} was in {plural(len(seen), 'place')} more than {cm(TRIED)} apart, and {ended}."]


def _places(path: Array) -> list[Array]:
    """The first of each lot of positions that lie together."""
    found: list[Array] = []
    for place in path:
        if all(float(np.linalg.norm(place - other)) > TRIED for other in found):
            found.append(place)
    return found
