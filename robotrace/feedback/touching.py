"""What the robot and the objects touched, and when."""

from __future__ import annotations

from collections.abc import Sequence

from robotrace.episodes.touch import FINGER, FINGERS, HAND, Touch
from robotrace.feedback.scene import Scene
from robotrace.feedback.words import more, timesteps

MOST = 5
"""Pairs reported, and stretches of each."""

ROBOT = (HAND, FINGER, FINGERS)


def touching(view: Scene) -> list[str]:
    """Which touched which, in the order in which they first did."""
    if not view.touching:
        return []
    found = list(dict.fromkeys(touch for together in view.touching for touch in together))
    if not any(one in ROBOT for one, _ in found):
        return ["The robot touched nothing.", *_told(found, view)]
    return _told(found, view)


def while_touching(view: Scene, first: int, last: int) -> str:
    """What the robot touched in at least half of these timesteps, as in ", the hand touching something fixed"; else ""."""
    stretch = view.touching[first : last + 1]
    found = dict.fromkeys(touch for together in stretch for touch in together if touch[0] in ROBOT)
    often = [touch for touch in found if 2 * sum(touch in together for together in stretch) >= len(stretch)]
    return "".join(f", {one} touching {other}" for one, other in often)


def _told(found: Sequence[Touch], view: Scene) -> list[str]:
    """At most one line."""
    told = (
        f"{one} and {other} at {timesteps([(one, other) in together for together in view.touching], MOST)}"
        for one, other in found[:MOST]
    )
    return [f"Touching: {'; '.join(told)}{more(len(found) - MOST, 'pair', 'pairs')}."] if found else []
