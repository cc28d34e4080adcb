"""The expert's actions beside the controller's, in a few phases."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from robotrace.episodes.array import Array
from robotrace.episodes.episode import Episode
from robotrace.episodes.task import Task
from robotrace.feedback.motion import MOVED, length
from robotrace.feedback.scene import Place, ranges, scene
from robotrace.feedback.words import Times, axes, cm, number, plain, plural, span

MOST = 8
"""Phases reported, and components of an action."""

USUAL = 4.0
"""Where jumps are many, one is larger than this many times the lower quartile of changes: a drift has no phases."""

FINEST = 24
"""Phases that are distinguished."""

JUMP = 0.02
"""Part of an action component's range by which the expert's action jumps from one phase to the next."""

TINY = 0.001
"""A difference below this is none; metres for hand targets."""


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """An expert and a controller in the same states.

    Attributes:
        names: The names of an action's components.
        expert: (T, A) the expert's actions.
        controller: (T, A) the controller's actions.
        scale: (A,) how far each component can vary.
        columns: The indices of the components that are the hand's absolute target x, y, z; empty where an action is no such target.
        places: The positions that a target may follow.
    """

    names: tuple[str, ...]
    expert: Array
    controller: Array
    scale: Array
    columns: tuple[int, ...]
    places: tuple[Place, ...]


def hints(task: Task, episode: Episode) -> list[str]:
    """What the expert would have done in the states that the episode went through, beside what the controller did.

    Args:
        task: The task, whose action names and ranges are read.
        episode: An episode with hints (T, A); rows that are not finite are passed over.
    """
    if episode.hints is None:
        return []
    sides = _sides(task, episode, episode.hints)
    times = np.flatnonzero(np.isfinite(sides.expert).all(axis=1)) if len(sides.expert) else np.zeros(0, dtype=np.intp)
    if not len(times):
        return ["Hints: none for this episode."]
    all_phases = phases(sides, times)
    shown = _chosen(sides, all_phases)
    left = len(all_phases) - len(shown)
    return [
        f"Hints, ({', '.join(task.action.names)}): what the expert would have done in the states of this episode{_stays(episode)}.",
        *(_phase(sides, stretch) for stretch in shown),
        *([f"And {plural(left, 'more phase')}."] if left else []),
        *_largest(sides, times),
    ]


def _stays(episode: Episode) -> str:
    return "; where they are solved, to stay" if episode.counted == "last" else ""


def phases(sides: Sides, times: Times) -> list[Times]:
    """Timesteps in stretches of nearly constant expert action; where there are many, only the largest jumps separate them.

    A target that follows a hand, an object or a goal is as constant as one that stays in place.

    Args:
        sides: The actions of both.
        times: (N,) the timesteps with a hint.
    """
    jumps = np.abs(np.diff(sides.expert[times], axis=0)) / sides.scale
    for place in sides.places if sides.columns else ():
        columns = list(sides.columns)
        follows = np.abs(np.diff(sides.expert[times][:, columns] - place.path[times], axis=0)) / sides.scale[columns]
        steadier = follows.max(axis=1) < jumps[:, columns].max(axis=1)
        jumps[np.ix_(steadier, columns)] = follows[steadier]
    jump = jumps.max(axis=1)
    drifts = int((jump > JUMP).sum()) >= MOST
    least = max(JUMP, USUAL * float(np.quantile(jump, 0.25))) if drifts else JUMP
    largest = np.argsort(-jump, kind="stable")[: FINEST - 1]
    return np.split(times, np.sort(largest[jump[largest] > least]) + 1)


def _sides(task: Task, episode: Episode, hinted: Array) -> Sides:
    controller = np.asarray(episode.actions, dtype=float)
    expert = np.asarray(hinted, dtype=float)[: len(controller)]
    view = scene(task, episode)
    seen = np.concatenate([expert[np.isfinite(expert).all(axis=1)], controller]) if len(controller) else controller
    return Sides(
        names=task.action.names,
        expert=expert,
        controller=controller,
        scale=ranges(task, seen) if len(seen) else np.ones(len(task.action.names)),
        columns=() if view.targets is None else tuple(task.action.names.index(axis) for axis in "xyz"),
        places=view.objects + view.goals + view.hands,
    )


def _chosen(sides: Sides, stretches: list[Times]) -> list[Times]:
    """The first phases, and of the others those in which the two differed most, in order of time."""
    if len(stretches) <= MOST:
        return stretches
    first = MOST // 2
    most = [float(_difference(sides, stretch).max()) for stretch in stretches]
    others = sorted(range(first, len(stretches)), key=lambda index: -most[index])[: MOST - first]
    return [*stretches[:first], *(stretches[index] for index in sorted(others))]


def _difference(sides: Sides, times: Times) -> Array:
    """(N,) how far the two actions are apart, in ranges of the components."""
    distances: Array = np.linalg.norm((sides.expert[times] - sides.controller[times]) / sides.scale, axis=1)
    return distances


def _phase(sides: Sides, stretch: Times) -> str:
    expert, controller = sides.expert[stretch], sides.controller[stretch]
    when = span(int(stretch[0]), int(stretch[-1]))
    text = f"t={when}: expert {_course(expert, sides.scale)}{_place(sides, stretch)}"
    if (np.abs(expert - controller) <= JUMP * sides.scale).all():
        return f"{text}; the controller did the same."
    return f"{text}; controller {_course(controller, sides.scale)}, {_apart(sides, stretch)}."


def _course(values: Array, scale: Array) -> str:
    """One action where it stayed nearly the same, else the first and the last."""
    if (np.abs(values - values[0]) <= JUMP * scale).all():
        return plain(np.median(values, axis=0))
    return f"from {plain(values[0])} to {plain(values[-1])}"


def _place(sides: Sides, stretch: Times) -> str:
    """The expert's hand target as an offset from the position that it kept to most closely."""
    if not sides.columns:
        return ""
    offsets = []
    for place in sides.places:
        offset = sides.expert[stretch][:, list(sides.columns)] - place.path[stretch]
        middle = np.median(offset, axis=0)
        spread = float(length(offset - middle).max())
        offsets.append((4 * spread + float(np.linalg.norm(middle)), spread, place.name, middle))
    _, spread, name, middle = min(offsets, key=lambda entry: entry[0])
    if spread > MOVED:
        return ""
    return f", that is {name}" + (f" plus ({axes(middle)})" if np.abs(middle).max() > TINY else "")


def _apart(sides: Sides, stretch: Times) -> str:
    """By how much the two differ: hand targets as a distance, other components one by one."""
    difference = sides.expert[stretch] - sides.controller[stretch]
    parts = []
    if sides.columns:
        apart = float(length(difference[:, list(sides.columns)]).mean())
        parts = [f"targets {cm(apart)} apart"] if apart > TINY else []
    gaps = np.abs(difference).mean(axis=0)
    others = [index for index in range(len(sides.names)) if index not in sides.columns][:MOST]
    parts += [f"{sides.names[index]} {number(gaps[index])} apart" for index in others if gaps[index] > TINY]
    return ", ".join(parts) or "hardly apart"


def _largest(sides: Sides, times: Times) -> list[str]:
    difference = _difference(sides, times)
    if difference.max() <= JUMP:
        return []
    at = int(times[np.argmax(difference)])
    return [f"Largest difference: t={at}, expert {plain(sides.expert[at])}, controller {plain(sides.controller[at])}."]
