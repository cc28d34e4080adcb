"""How far an episode that was not solved came, in words that are the same for episodes that failed alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from robotrace.episodes.episode import Episode
from robotrace.episodes.task import Task
from robotrace.feedback.gripper import closed_around, nearest_hand
from robotrace.feedback.motion import PART, STILL, approach, first_move, rest, rides
from robotrace.feedback.scene import Place, Scene, scene
from robotrace.feedback.words import clipped, cm

NEAR = 0.05
"""Metres. A hand that stayed farther from an object than this, and did not move it, never came to it."""


class Stage(NamedTuple):
    """How far an episode that was not solved came.

    Attributes:
        words: The stage in words, the same for all episodes that failed alike; "" where no field shows how far it came.
        gap: The distance that was missing at best, in metres, or None where no distance shows it.
    """

    words: str
    gap: float | None = None


def how_far(task: Task, episode: Episode) -> list[str]:
    """The stage that an episode came to, where it was not solved and its fields show that."""
    if episode.success or episode.failure is not None or not len(episode):
        return []
    words, gap = stage(task, episode)
    return [f"How far it came: {words}{f' (nearest {cm(gap)})' if gap is not None else ''}."] if words else []


def stage(task: Task, episode: Episode) -> Stage:
    """How far an episode that was not solved came."""
    if episode.failure is not None:
        wrong = episode.failure
        line = f" in line {wrong.line}" if wrong.line is not None else ""
        return Stage(f"The controller failed{line} ({wrong.kind}: {_gist(wrong.message)})")
    view = scene(task, episode)
    for thing in view.objects[:1]:
        hand = nearest_hand(view, thing)
        if hand is not None:
            return _handling(view, hand, thing)
    movers = view.objects or view.hands
    if movers and view.goals:
        return _short_of_goal(movers, view.goals[0])
    return Stage("")


def _handling(view: Scene, hand: Place, thing: Place) -> Stage:
    """The stages of handling the first object: come to it, move it, keep it, bring it to the goal."""
    near = approach(hand.path, thing.path)
    origin = rest(thing.path, (hand.path,))
    settled = thing.path[1:] if (origin != thing.path[0]).any() else thing.path
    if first_move(settled, origin) is None:
        if near.nearest > NEAR:
            return Stage(f"{hand.name} never came within {100 * NEAR:.0f} cm of {thing.name}", near.nearest)
        return Stage(f"{hand.name} came to {thing.name}, but did not move it", near.nearest)
    for ride in rides(hand.path, thing.path, origin):
        if ride.fall:
            return Stage(f"{thing.name} was lifted and dropped")
        if ride.lost is not None and (ride.lift > PART or closed_around(view.grip, hand, thing, ride.first)):
            return Stage(f"Grasp of {thing.name} lost")
    if not view.goals:
        return Stage(f"{thing.name} was moved, but that did not solve the task")
    return _short_of_goal(view.objects, view.goals[0])


def _short_of_goal(movers: Sequence[Place], goal: Place) -> Stage:
    """The object, or without objects the hand, that got nearest to the goal, and whether that was any progress."""
    approaches = [(approach(mover.path, goal.path), mover.name) for mover in movers]
    best, name = min(approaches, key=lambda entry: entry[0].nearest)
    if best.nearest >= best.start - STILL:
        return Stage(f"{name} never got nearer to {goal.name} than at the start", best.nearest)
    return Stage(f"{name} got nearer to {goal.name}, but not to a success", best.nearest)


def _gist(message: str) -> str:
    first = message.strip().splitlines()[:1]
    return clipped(first[0], 100) if first else "no message"
