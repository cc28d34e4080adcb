"""How a robot that is no hand moved: the speed of its body and whether it rose, how it was held, and the rhythm of its joints.

Everything is read off `Field.role`: "body" and "joint". Frequencies are of the strongest peak of the power spectrum, phases those
of the cross spectrum at the frequency of the joint that swings most.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from robotrace.episodes.array import Array
from robotrace.episodes.episode import Episode
from robotrace.episodes.task import Task
from robotrace.feedback.ending import body
from robotrace.feedback.words import fixed, number, plural

LEAST = 24
"""Actions that a rhythm is looked for in at least."""
PEAK = 0.35
"""Part of the variance that is within one step of the strongest frequency, from which on an oscillation is told."""
ASIDE = 1e-3
"""Standard deviation below which nothing swings."""
SWITCHES = 0.55
"""Part of all actions at which a component jumps from one half of its range to the other, from which on that is told."""
MOST = 8
"""Joints, speeds or components that are told."""


@dataclass(frozen=True, slots=True, eq=False)
class Rhythm:
    """How one path oscillates.

    Attributes:
        name: What swings.
        cycles: Cycles an action.
        swing: Half the height of the swing, in the path's unit.
        share: The part of the variance at that frequency, from 0 to 1.
        path: (T,) the path without its mean.
    """

    name: str
    cycles: float
    swing: float
    share: float
    path: Array


def speed(task: Task, episode: Episode) -> list[str]:
    """The mean of each velocity of the body, and of its first and last quarter."""
    told = [
        _speed(field.name, field.unit, path)
        for field, path in body(task, episode)
        if _is_velocity(field.name, field.unit)
    ]
    return [f"Speed of the body: {'; '.join(told[:MOST])}."] if told and len(episode) else []


def posture(task: Task, episode: Episode) -> list[str]:
    """The mean and the range of each place and angle of the body."""
    told = [
        f"{field.name} {number(path.mean())} ({number(path.min())} to {number(path.max())})"
        for field, path in body(task, episode)
        if not _is_velocity(field.name, field.unit) and not field.name.endswith("_rate")
    ]
    return [f"Posture, on average: {', '.join(told[:MOST])}."] if told and len(episode) else []


def rhythm(task: Task, episode: Episode) -> list[str]:
    """At which frequency each joint swings, how far, and how much later than the one that swings most."""
    if len(episode) < LEAST:
        return []
    found = [swing for name, path in _joints(task, episode) if (swing := oscillation(name, path)) is not None]
    if not found:
        return []
    lead = max(found, key=lambda one: one.swing * one.share)
    seconds = getattr(task, "action_seconds", None)
    told = [_rhythm(one, lead, seconds) for one in sorted(found, key=lambda one: -one.swing)[:MOST]]
    still = [name for name, path in _joints(task, episode) if all(name != one.name for one in found)]
    aside = f"; no clear rhythm in {', '.join(still[:MOST])}" if still else ""
    return [f"Rhythm of the joints: {'; '.join(told)}{aside}."]


def chatter(task: Task, episode: Episode) -> list[str]:
    """Components of the action that jump between the halves of their range at most actions."""
    actions = np.asarray(episode.actions, dtype=float)
    if len(actions) < LEAST:
        return []
    middle = (actions.max(axis=0) + actions.min(axis=0)) / 2
    share = (np.diff(actions > middle, axis=0) != 0).mean(axis=0)
    names = [
        f"{name} at {fixed(100 * share[i], 0)} % of {plural(len(actions), 'action')}"
        for i, name in enumerate(task.action.names)
        if share[i] > SWITCHES
    ]
    return [f"The action switches to and fro: {', '.join(names[:MOST])}."] if names else []


def bounds(task: Task, episode: Episode) -> list[str]:
    """How often each component of the action was at its bounds or beyond, where that was often."""
    actions = np.asarray(episode.actions, dtype=float)
    low, high = np.asarray(task.action.low, dtype=float), np.asarray(task.action.high, dtype=float)
    if episode.scored != "return" or not len(actions) or len(np.unique(actions)) <= len(low) + 2:
        return []
    share = ((actions <= low) | (actions >= high)).mean(axis=0)
    told = [f"{name} {fixed(100 * share[i], 0)} %" for i, name in enumerate(task.action.names) if share[i] >= 0.1]
    return [f"Part of the actions at their bounds: {', '.join(told[:MOST])}."] if told else []


def oscillation(name: str, path: Array) -> Rhythm | None:
    """The strongest oscillation of a path; None where there is none to speak of.

    Args:
        name: What swings.
        path: (T,) its values, one an action.
    """
    centred = path - path.mean()
    if len(path) < LEAST or centred.std() < ASIDE:
        return None
    power = np.abs(np.fft.rfft(centred * np.hanning(len(centred)))) ** 2
    power[0] = 0.0
    peak = int(np.argmax(power))
    share = float(power[max(peak - 1, 1) : peak + 2].sum() / power.sum())
    if share < PEAK or peak < 2:  # less than two cycles are a drift
        return None
    return Rhythm(name, peak / len(path), float(np.sqrt(2 * share) * centred.std()), share, centred)


def lag(one: Rhythm, lead: Rhythm) -> float:
    """How much later one swings than another at the other's frequency, in degrees from -180 to 180."""
    times = np.arange(len(one.path))
    wave = np.exp(-2j * np.pi * lead.cycles * times)
    late: float = np.degrees(np.angle((lead.path @ wave) * np.conj(one.path @ wave)))
    return float(late)


def _rhythm(one: Rhythm, lead: Rhythm, seconds: float | None) -> str:
    often = f"{number(one.cycles / seconds)} Hz" if seconds else f"a cycle of {number(1 / one.cycles)} actions"
    text = f"{one.name} {often}, swing {number(one.swing)}"
    if one is lead:
        return f"{text} (leads)"
    if abs(one.cycles - lead.cycles) * len(one.path) > 1.5:
        return text
    late = fixed(lag(one, lead), 0)
    return f"{text}, {late} {'degree' if late in ('1', '-1') else 'degrees'} later"


def _joints(task: Task, episode: Episode) -> list[tuple[str, Array]]:
    """The angles of joints, (T,) each, without their rates."""
    return [
        (field.name, np.asarray(episode.observations[field.name], dtype=float)[1:])
        for field in task.fields
        if field.role == "joint"
        and field.shape == ()
        and not field.name.endswith("_rate")
        and field.name in episode.observations
    ]


def _is_velocity(name: str, unit: str) -> bool:
    return unit in ("m/s", "m/action") or "velocity" in name


def _speed(name: str, unit: str, path: Array) -> str:
    quarter = max(len(path) // 4, 1)
    first, last = path[:quarter].mean(), path[-quarter:].mean()
    said = f" {unit}" if unit != "1" else ""
    return (
        f"{name} {number(path.mean())}{said} on average, {number(first)} in the first quarter, {number(last)} in the last, highest "
        f"{number(path.max())} at t={int(np.argmax(path))}"
    )
