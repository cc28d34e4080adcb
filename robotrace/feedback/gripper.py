"""What the gripper did: when it closed, around what, and under which sign of effort."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from robotrace.feedback.motion import PART, distance, length, rest, rides
from robotrace.feedback.scene import Grip, Place, Scene
from robotrace.feedback.words import Mask, cm, fixed, more, number, runs, span

MOST = 3
"""Closings reported."""

CONSTANT = 0.05
"""An opening that varies by less than this part of its largest value has not changed."""

REACH = 0.08
"""Metres. No gripper of a table-top robot holds what is farther from its hand's position than this."""

NOTABLE = 0.1
"""Part of the opening's range that counts as staying wider than at its narrowest."""

OPENING = 0.03
"""Part of the opening's range that counts as opening; less is the spring of the fingers."""


@dataclass(frozen=True, slots=True)
class Closing:
    """A stretch of timesteps in which the gripper was closed: below the middle of the openings that this episode shows.

    Attributes:
        first: The first timestep.
        last: The last timestep.
    """

    first: int
    last: int


def closings(grip: Grip) -> list[Closing]:
    """All closings, in order; none where the opening did not change."""
    low, high = float(grip.opening.min()), float(grip.opening.max())
    if high - low <= CONSTANT * max(abs(low), abs(high)):
        return []
    closed: Mask = grip.opening < (low + high) / 2
    return [Closing(first, last) for first, last in runs(closed)]


def closed_around(grip: Grip | None, hand: Place, thing: Place, timestep: int) -> bool:
    """Whether the gripper was closed at a timestep, and closed when the object was already where it is in the hand now.

    A gripper that was closed before it came to the object pushes; it does not hold.
    """
    if grip is None:
        return False
    offset = thing.path - hand.path
    return any(
        closing.first <= timestep + 1 <= closing.last + 1
        and float(np.linalg.norm(offset[closing.first] - offset[timestep])) <= PART
        for closing in closings(grip)
    )


def opened_at(grip: Grip | None, timestep: int) -> bool:
    """Whether the gripper was opening during the action of a timestep; what it did later does not count."""
    if grip is None:
        return False
    before, after = grip.opening[max(timestep - 2, 0) : timestep + 1], grip.opening[timestep + 1 : timestep + 2]
    return bool(after.size and after[0] - before.min() > OPENING * np.ptp(grip.opening))


def nearest_hand(view: Scene, thing: Place) -> Place | None:
    """The hand that came nearest to an object."""
    return min(view.hands, key=lambda hand: float(distance(hand.path, thing.path).min()), default=None)


def gripper(view: Scene) -> list[str]:
    """The opening over the episode, each closing with what it closed on, and what effort did."""
    if view.grip is None:
        return []
    closed = closings(view.grip)
    if not closed:
        return [f"{view.grip.name} stayed at {fixed(view.grip.opening[0], 2)}{_effort(view.grip)}."]
    words = "; ".join(_closing(closing, view, view.grip) for closing in closed[:MOST])
    start, end = (fixed(view.grip.opening[index], 2) for index in (0, -1))
    left = more(len(closed) - MOST, "closing", "closings")
    return [f"{view.grip.name}: {start} at the start, {end} at the end; {words}{left}{_sign(view.grip)}."]


def _effort(grip: Grip) -> str:
    if grip.effort is None:
        return ""
    low, high = float(grip.effort.min()), float(grip.effort.max())
    if high - low <= 0.01:
        return f" while its effort was {number(high)} throughout"
    return f" although its effort went from {number(low)} to {number(high)}"


def _sign(grip: Grip) -> str:
    """The sign of effort that closed the gripper: robots differ, and a reversed one shows only here."""
    if grip.effort is None:
        return ""
    change = np.diff(grip.opening)
    closing = float(-change[grip.effort > 0].sum())
    opening = float(-change[grip.effort < 0].sum())
    if abs(closing - opening) <= NOTABLE * np.ptp(grip.opening):
        return ""
    return "; it closed under positive effort" if closing > opening else "; it closed under negative effort"


def _closing(closing: Closing, view: Scene, grip: Grip) -> str:
    opening = float(np.median(grip.opening[closing.first : closing.last + 1]))
    text = f"closed to {fixed(opening, 2)} at t={span(closing.first, closing.last)}"
    pairs = [(hand, thing) for thing in view.objects if (hand := nearest_hand(view, thing)) is not None]
    if not pairs:
        return text
    hand, thing = min(pairs, key=lambda pair: float(distance(pair[0].path, pair[1].path)[closing.first]))
    apart = float(distance(hand.path, thing.path)[closing.first])
    text += f" with {thing.name} {cm(apart)} from {hand.name}{_wide(closing, opening, grip)}"
    return f"{text}: {_held(closing, view, hand, thing)}"


def _wide(closing: Closing, opening: float, grip: Grip) -> str:
    """A gripper that stops wider than at its narrowest has something between its fingers, or is not yet done."""
    wider = opening - float(grip.opening.min())
    if wider <= NOTABLE * np.ptp(grip.opening) or closing.last - closing.first < 2:
        return ""
    return f", {fixed(wider, 2)} wider than at its narrowest"


def _held(closing: Closing, view: Scene, hand: Place, thing: Place) -> str:
    """Only what moves along shows a grasp: how wide a gripper is on a thin object shows nothing."""
    origin = rest(thing.path, tuple(each.path for each in view.hands))
    for ride in rides(hand.path, thing.path, origin):
        if closing.first <= ride.last + 1 and ride.first <= closing.last:
            held = closed_around(view.grip, hand, thing, ride.first)
            how = "then moved along" if held else "moved along later, pushed or pulled by a gripper closed before"
            return f"{thing.name} {how}"
    apart = float(distance(hand.path, thing.path)[closing.first : closing.last + 1].min())
    if apart > REACH:
        return "seems closed on nothing"
    moved = float(length(hand.path[closing.first : closing.last + 1] - hand.path[closing.first]).max())
    if moved <= PART:
        return f"{hand.name} then stood still, so a grasp does not show"
    return f"{thing.name} did not move along; seems closed on nothing"
