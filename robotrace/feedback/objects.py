"""What became of the objects: moved, pushed, carried, lifted, dropped."""

from __future__ import annotations

from robotrace.episodes.array import Array
from robotrace.feedback.gripper import closed_around, nearest_hand, opened_at
from robotrace.feedback.motion import PART, STILL, Ride, distance, first_move, length, rest, rides
from robotrace.feedback.scene import Place, Scene
from robotrace.feedback.words import axes, between, cm, more, point, span

MOST = 3
"""Stretches reported for each object."""


def hand_paths(view: Scene) -> list[str]:
    """Where each hand went."""
    return [_hand(hand) for hand in view.hands]


def object_fates(view: Scene) -> list[str]:
    """What became of each object."""
    return [_fate(thing, view) for thing in view.objects]


def _hand(hand: Place) -> str:
    low, high = hand.path.min(axis=0), hand.path.max(axis=0)
    if (high - low).max() <= STILL:
        return f"{hand.name} stayed at {point(hand.path[0])}."
    ranges = ", ".join(f"{axis} {between(a, b)}" for axis, a, b in zip("xyz", low, high, strict=True))
    return f"{hand.name} went from {point(hand.path[0])} to {point(hand.path[-1])}, within {ranges}."


def _fate(thing: Place, view: Scene) -> str:
    origin = rest(thing.path, tuple(hand.path for hand in view.hands))
    sunk = bool((origin != thing.path[0]).any())
    settled = f" It settled by {axes(origin - thing.path[0])} at t=0, out of the hand's reach." if sunk else ""
    path = thing.path[1:] if sunk else thing.path
    first = first_move(path, origin)
    if first is None:
        most = float(length(path - origin).max())
        return f"{thing.name} was not moved{f' (at most {cm(most)})' if most > STILL else ''}.{settled}"
    first += sunk
    moved = f"{thing.name} was first moved at t={first}{_by(thing, view, first)}"
    return f"{moved}; it {_ended(path, origin)}.{_rides(thing, view, origin)}{settled}"


def _ended(path: Array, origin: Array) -> str:
    """Where the object came to in the end, and at its farthest where that is another place."""
    away = length(path - origin)
    ended = f"ended {axes(path[-1] - origin)} from where it lay"
    return ended if away.max() - away[-1] <= PART else f"{ended}, after {cm(float(away.max()))} at the farthest"


def _by(thing: Place, view: Scene, timestep: int) -> str:
    hand = nearest_hand(view, thing)
    if hand is None:
        return ""
    apart = float(distance(hand.path, thing.path)[timestep : timestep + 2].min())
    return f", with {hand.name} {cm(apart)} away"


def _rides(thing: Place, view: Scene, origin: Array) -> str:
    hand = nearest_hand(view, thing)
    if hand is None:
        return ""
    stretches = rides(hand.path, thing.path, origin)
    if not stretches:
        return f" It never moved along with {hand.name}: knocked or nudged, it seems."
    words = "; ".join(_ride(ride, thing, hand, view) for ride in stretches[:MOST])
    return f" It moved along with {hand.name} {words}{more(len(stretches) - MOST, 'stretch', 'stretches')}."


def _ride(ride: Ride, thing: Place, hand: Place, view: Scene) -> str:
    lifted = ride.lift > PART
    held = lifted or closed_around(view.grip, hand, thing, ride.first)
    text = f"at t={span(ride.first, ride.last)} ({'seems held' if held else 'seems pushed or pulled'}"
    text += f", lifted by {cm(ride.lift)})" if lifted else ", not lifted)"
    return text + _lost(ride, held, view)


def _lost(ride: Ride, held: bool, view: Scene) -> str:
    if ride.lost is None:
        return ""
    text = f", {'grasp' if held else 'contact'} lost at t={ride.lost}"
    if held:
        text += (
            " as the gripper opened"
            if opened_at(view.grip, ride.lost)
            else " without the gripper opening"
            if view.grip
            else ""
        )
    return text + (f", dropped by {cm(ride.fall)}" if ride.fall else "")
