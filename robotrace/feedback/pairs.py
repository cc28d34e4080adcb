"""Positions without a role: how far they were from one another, and which of them moved along together.

What is said of hand, object and goal by their roles is said here of any two positions, from their readings alone.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from robotrace.episodes.array import Array
from robotrace.episodes.episode import Episode
from robotrace.feedback.motion import MOVED, STILL, Approach, approach, length, rides
from robotrace.feedback.scene import Place, Scene
from robotrace.feedback.words import axes, cm, more, span

MOST = 10
"""Pairs told: all of five positions."""

MOST_STRETCHES = 3
"""Stretches told of a pair that moved along together."""


def pairs(view: Scene, episode: Episode) -> list[str]:
    """The distances of each position without a role from the other positions; those that came nearest first.

    Args:
        view: The scene of the episode.
        episode: The episode of T actions.
    """
    unknown = [
        Place(field.name, np.asarray(episode.observations[field.name], dtype=float).reshape(-1, 3))
        for field in view.others
        if field.shape == (3,) and field.unit == "m"
    ]
    both = [*combinations(unknown, 2), *((one, known) for one in unknown for known in view.places)]
    ways = sorted(((approach(one.path, other.path), one, other) for one, other in both), key=lambda way: way[0].nearest)
    facts = [_pair(way, one, other) for way, one, other in ways[:MOST]]
    if len(ways) > MOST:
        facts.append(f"And{more(len(ways) - MOST, 'pair', 'pairs').removeprefix(' and')} of positions.")
    return facts


def _pair(way: Approach, one: Place, other: Place) -> str:
    offset = f"({one.name} minus {other.name}: {axes(way.offset)})"
    if way.spread <= STILL:
        return f"{one.name} to {other.name}: {cm(way.start)} throughout {offset}.{_along(one, other)}"
    went = f"{cm(way.start)} at the start, nearest {cm(way.nearest)} at t={way.nearest_at} {offset}, {cm(way.end)} at the end"
    return f"{one.name} to {other.name}: {went}.{_along(one, other)}"


def _along(one: Place, other: Place) -> str:
    """Where both moved alike: held, pushed or carried, whichever of them is the hand."""
    if not (_moved(one.path) and _moved(other.path)):
        return ""
    stretches = [span(ride.first, ride.last) for ride in rides(one.path, other.path, other.path[0])]
    if not stretches:
        return " They did not move along together."
    listed = ", ".join(stretches[:MOST_STRETCHES])
    left = more(len(stretches) - MOST_STRETCHES, "stretch", "stretches")
    return f" They moved along together at t={listed}{left}."


def _moved(path: Array) -> bool:
    return bool((length(path - path[0]) > MOVED).any())
