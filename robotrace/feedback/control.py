"""Actions asked and carried out: what was clipped, and where the hand stayed away from its target."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from robotrace.episodes.array import Array
from robotrace.episodes.episode import Episode
from robotrace.episodes.task import Task
from robotrace.feedback.motion import MOVED, STILL, length
from robotrace.feedback.scene import Place, Scene
from robotrace.feedback.touching import while_touching
from robotrace.feedback.words import Mask, axes, cm, number, plural, point, runs, span, timesteps

MOST = 3
"""Stretches of misses reported."""

SHORTEST = 2
"""Actions in a stretch of misses; a single one shows nothing: a robot takes time to turn round."""

HEADWAY = 0.25
"""An action that closes less than this part of the gap, or of the longest way of any action, made no headway."""


@dataclass(frozen=True, slots=True, eq=False)
class Miss:
    """A stretch of actions that brought the hand no nearer to targets from which it was away.

    Attributes:
        first: The first timestep.
        last: The last timestep.
        error: (T, 3) the hand minus its target after each action of the stretch, in metres.
        still: Whether the hand hardly moved in the second half of the stretch.
        settled: The last timestep of the stretch at which the hand rested under a target that it had before, or None.
    """

    first: int
    last: int
    error: Array
    still: bool
    settled: int | None


def misses(hand: Array, targets: Array) -> list[Miss]:
    """Where a hand stayed away from its target without getting nearer.

    A robot needs several actions for a long way, so a gap alone is no miss. A miss is a gap of more than 1 cm that the
    action hardly closed, measured against the gap and against the longest way that any action of the episode went.

    Args:
        hand: The hand's positions, (T + 1, 3) metres.
        targets: The targets of the actions, (T, 3) metres.
    """
    gap, error = length(hand[:-1] - targets), length(hand[1:] - targets)
    reach = float(length(np.diff(hand, axis=0)).max())
    stuck: Mask = (error > MOVED) & (gap - error <= HEADWAY * np.minimum(gap, reach))
    return [_stretch(first, last, hand, targets) for first, last in runs(stuck) if last - first + 1 >= SHORTEST]


def saturation(task: Task, episode: Episode) -> list[str]:
    """How many actions were clipped, when, and which components were out of bounds."""
    clipped = np.asarray(episode.saturated, dtype=bool)
    if not clipped.any():
        return []
    count = f"{int(clipped.sum())} of {plural(len(episode), 'action')}"
    return [f"Clipped: {count}, at {timesteps(clipped)}{_beyond(task, episode)}."]


def asked_and_reached(view: Scene) -> list[str]:
    """Where the commanded hand target was not reached, by how much and in which direction."""
    if view.targets is None:
        return []
    hand = view.hands[0]
    stretches = misses(hand.path, view.targets)
    if not stretches:
        return []
    count = sum(miss.last - miss.first + 1 for miss in stretches)
    longest = sorted(sorted(stretches, key=lambda miss: miss.first - miss.last)[:MOST], key=lambda miss: miss.first)
    words = "; ".join(_miss(miss, hand, view.targets, while_touching(view, miss.first, miss.last)) for miss in longest)
    which = f"the {MOST} longest stretches: " if len(stretches) > MOST else ""
    share = f"{count} of {plural(len(view.targets), 'action')}"
    return [f"Hand target not reached and not approached in {share}: {which}{words}."]


def _stretch(first: int, last: int, hand: Array, targets: Array) -> Miss:
    second_half = hand[(first + last + 1) // 2 : last + 2]
    still = float(length(second_half - second_half[0]).max()) <= MOVED
    error = hand[first + 1 : last + 2] - targets[first : last + 1]
    return Miss(first, last, error, still, _settled(first, last, hand, targets))


def _settled(first: int, last: int, hand: Array, targets: Array) -> int | None:
    """Only there do an action and a place belong together: a moving hand lags, and a late one carries out an older action."""
    rested = length(hand[first + 1 : last + 2] - hand[first : last + 1]) <= STILL
    before = targets[np.maximum(np.arange(first, last + 1) - 1, 0)]
    same = length(targets[first : last + 1] - before) <= STILL
    same[0] &= first > 0
    times = np.flatnonzero(rested & same)
    return first + int(times[-1]) if len(times) else None


def _miss(miss: Miss, hand: Place, targets: Array, touching: str) -> str:
    when, how = span(miss.first, miss.last), "stood still" if miss.still else "kept moving"
    mean = cm(float(length(miss.error).mean()))
    text = f"t={when} {hand.name} {how}{touching}, mean error {mean}"
    if miss.settled is None:
        return f"{text}, never at rest under a target that stayed, so no target and place belong together"
    at = miss.settled
    asked, reached, error = point(targets[at]), point(hand.path[at + 1]), axes(miss.error[at - miss.first])
    return f"{text}, at rest at t={at}: asked {asked}, reached {reached}, off by {error}"


def _beyond(task: Task, episode: Episode) -> str:
    low, high = np.asarray(task.action.low, dtype=float), np.asarray(task.action.high, dtype=float)
    actions = np.asarray(episode.actions, dtype=float)
    parts = []
    for index, name in enumerate(task.action.names):
        below, above = actions[:, index].min(), actions[:, index].max()
        if below < low[index]:
            parts.append(f"{name} down to {number(below)} (lowest useful {number(low[index])})")
        if above > high[index]:
            parts.append(f"{name} up to {number(above)} (highest useful {number(high[index])})")
    return f"; {', '.join(parts)}" if parts else ""
