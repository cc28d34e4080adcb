"""How near the hand came to the objects, and the objects to the goals."""

from __future__ import annotations

from itertools import product

from robotrace.feedback.motion import STILL, Approach, approach
from robotrace.feedback.scene import Place, Scene
from robotrace.feedback.words import axes, cm

MOST = 4
"""Pairs reported of each kind."""


def hand_to_object(view: Scene) -> list[str]:
    """Start, nearest and end of the distance from each hand to each object."""
    return [course(hand, thing) for hand, thing in list(product(view.hands, view.objects))[:MOST]]


def to_goal(view: Scene) -> list[str]:
    """Start, nearest and end of the distance to each goal: of the objects, or of the hands where there is no object."""
    movers = view.objects or view.hands
    return [course(mover, goal) + gain(mover, goal) for mover, goal in list(product(movers, view.goals))[:MOST]]


def course(one: Place, other: Place) -> str:
    """One distance over the episode, with the offset by axis where it was smallest."""
    way = approach(one.path, other.path)
    pair = f"{one.name} to {other.name}: "
    where = f"({one.name} minus {other.name}: {axes(way.offset)})"
    if way.spread <= STILL:
        return pair + f"{cm(way.start)} throughout {where}."
    if way.nearest >= way.start - STILL:
        return pair + f"{cm(way.start)} at the start {where}, never nearer, {cm(way.end)} at the end."
    if way.end <= way.nearest + STILL and way.nearest_at == len(one.path) - 1:
        return pair + f"{cm(way.start)} at the start, nearest {cm(way.end)} at the end {where}."
    nearest = f"nearest {cm(way.nearest)} at t={way.nearest_at} {where}"
    return pair + f"{cm(way.start)} at the start, {nearest}, {cm(way.end)} at the end."


def gain(one: Place, other: Place) -> str:
    """Whether the end was better than the start."""
    way: Approach = approach(one.path, other.path)
    better = way.start - way.end
    if abs(better) <= STILL:
        return "" if way.spread <= STILL else " No better than at the start."
    return f" Improved by {cm(better)}." if better > 0 else f" Worse by {cm(-better)}."
