"""Fields that have no role: where each began, ended, and how far it went.

It is all there is to say of most Gymnasium environments.
"""

from __future__ import annotations

import numpy as np

from robotrace.episodes.array import Array
from robotrace.episodes.episode import Episode
from robotrace.episodes.task import Field
from robotrace.feedback.scene import Scene
from robotrace.feedback.words import Mask, fixed, more, number, plural, vector

MOST = 24
"""Changed fields reported for a task without roles."""

MOST_MOVING = 12
"""Changed fields reported for a task that has a body or joints, of which more is told by their motion."""

MOST_BESIDE = 4
"""Changed fields reported for a task that has a hand, objects or goals to speak of."""

MOST_COMPONENTS = 4
"""Components reported for a field: all of a short one, those that changed most of a longer one."""

MOST_SHOWN = 8
"""Components of an unchanged field whose values are told."""

UNCHANGED = 1e-3
"""Part of a field's largest magnitude below which it has not changed."""

TURNED = 2.0
"""Degrees. An orientation that differs less has not changed."""


def plain_fields(view: Scene, episode: Episode) -> list[str]:
    """The fields that are no hand, object, goal or gripper: those that changed, then the names of the rest."""
    values = {field: _values(field, episode) for field in view.others}
    changed = [field for field, path in values.items() if _differs(path)]
    constant = [_unchanged(field, values[field]) for field in view.others if field not in changed]
    moving = any(field.role in ("body", "joint") for field in view.others)
    most = MOST_BESIDE if view.places else MOST_MOVING if moving else MOST
    facts = [_field(field, values[field]) for field in changed[:most]]
    if len(changed) > most:
        facts.append(f"And {plural(len(changed) - most, 'more changed field')}.")
    if constant and not view.places:
        facts.append(f"Unchanged: {', '.join(constant[:MOST])}{more(len(constant) - MOST, 'field', 'fields')}.")
    return facts


def _unchanged(field: Field, path: Array) -> str:
    """The name and the value; of many numbers, only how many there are."""
    size = path.shape[1]
    if size > MOST_SHOWN:
        return f"{field.name} ({size} components)"
    return f"{field.name} = {number(path[0, 0]) if size == 1 else vector(path[0])}"


def _values(field: Field, episode: Episode) -> Array:
    return np.asarray(episode.observations[field.name], dtype=float).reshape(len(episode) + 1, -1)


def _changed(path: Array) -> Mask:
    """(D,) bool: which components changed."""
    changed: Mask = np.ptp(path, axis=0) > UNCHANGED * np.maximum(np.abs(path).max(axis=0), 1e-6)
    return changed


def _differs(path: Array) -> bool:
    return bool(_angles(path).max() > TURNED if _is_quaternion(path) else _changed(path).any())


def _field(field: Field, path: Array) -> str:
    name = field.name if field.unit in ("", "1") else f"{field.name} ({field.unit})"
    if path.shape[1] == 1:
        return f"{name}: {_component(path[:, 0])}."
    if _is_quaternion(path):
        return f"{field.name}: {_turn(path)}."
    if path.shape[1] <= MOST_COMPONENTS:
        low, high = vector(path.min(axis=0)), vector(path.max(axis=0))
        return f"{name}: from {vector(path[0])} to {vector(path[-1])}, lowest {low}, highest {high}."
    most = np.argsort(-np.ptp(path, axis=0), kind="stable")[:MOST_COMPONENTS]
    parts = "; ".join(f"[{index}] {_component(path[:, index])}" for index in sorted(most.tolist()))
    return f"{name}, {path.shape[1]} components, {int(_changed(path).sum())} changed: {parts}."


def _component(path: Array) -> str:
    low, high = int(np.argmin(path)), int(np.argmax(path))
    lowest, highest = f"lowest {number(path[low])} at t={low}", f"highest {number(path[high])} at t={high}"
    return f"from {number(path[0])} to {number(path[-1])}, {lowest}, {highest}"


def _is_quaternion(path: Array) -> bool:
    return path.shape[1] == 4 and bool(np.allclose(np.linalg.norm(path, axis=1), 1.0, atol=1e-2))


def _angles(path: Array) -> Array:
    """(T + 1,) degrees from the first orientation; the same whichever component of a quaternion comes first."""
    cosine = np.abs(path @ path[0]) / np.linalg.norm(path, axis=1) / np.linalg.norm(path[0])
    angles: Array = np.degrees(2 * np.arccos(np.clip(cosine, 0.0, 1.0)))
    return angles


def _turn(path: Array) -> str:
    angle = _angles(path)
    most = int(np.argmax(angle))
    return f"turned by up to {fixed(angle[most], 0)} degrees (t={most}), {fixed(angle[-1], 0)} degrees at the end"
