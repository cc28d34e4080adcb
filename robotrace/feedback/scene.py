"""What a task's fields are to each other: who is the hand, what are the objects, where is the goal.

Everything is read off `Field.role`, `Field.shape` and `Field.unit`, and off the names of the action's components; no
task is known by name.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from robotrace.episodes.array import Array
from robotrace.episodes.episode import Episode
from robotrace.episodes.task import Field, Role, Task
from robotrace.episodes.touch import FINGER, FINGERS, FIXED, HAND, Touch


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A named position over an episode.

    Attributes:
        name: The name of the position's field.
        path: (T + 1, 3) the positions, in metres.
    """

    name: str
    path: Array


@dataclass(frozen=True, slots=True, eq=False)
class Grip:
    """A gripper over an episode.

    Attributes:
        name: The name of the gripper's field.
        opening: (T + 1,) the openings, in the field's unit.
        effort: (T,) the efforts asked for, the action's last gripper component, or None where no component is one.
    """

    name: str
    opening: Array
    effort: Array | None


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A reward that the controller sees, over an episode.

    Attributes:
        name: The name of the reward's field.
        path: (T + 1,) what was seen at each timestep, which is what the action before it had earned.
    """

    name: str
    path: Array


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """An episode seen through its task's fields.

    Attributes:
        hands: The positions of role "hand".
        objects: The positions of role "object".
        goals: The positions of role "goal".
        grip: The first field of role "gripper", or None.
        targets: (T, 3) the places where the hand was asked to be, in metres, or None where actions are not absolute hand targets.
        others: The fields that are none of these.
        told: The first field of role "reward", where the goal is hidden; else None.
        touching: What touched what during each action, T; empty where the task does not tell. What no field is named after is
            "something that moves".
    """

    hands: tuple[Place, ...]
    objects: tuple[Place, ...]
    goals: tuple[Place, ...]
    grip: Grip | None
    targets: Array | None
    others: tuple[Field, ...]
    told: Told | None = None
    touching: tuple[tuple[Touch, ...], ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        """Hands, objects and goals."""
        return self.hands + self.objects + self.goals


def scene(task: Task, episode: Episode) -> Scene:
    """Sort an episode's fields by what they are to the task.

    Args:
        task: The task, whose fields and action names are read.
        episode: The episode of T actions; fields that it does not have are passed over.
    """
    fields = tuple(field for field in task.fields if field.name in episode.observations)
    hands = _places(fields, episode, "hand")
    grips = tuple(field for field in fields if field.role == "gripper" and int(np.prod(field.shape)) == 1)
    known = {place.name for role in ("hand", "object", "goal") for place in _places(fields, episode, role)}
    known.update(field.name for field in grips[:1])
    goals = _places(fields, episode, "goal")
    rewards = tuple(field for field in fields if field.role == "reward" and field.shape == ())[: 0 if goals else 1]
    known.update(field.name for field in rewards)
    return Scene(
        hands=hands,
        objects=_places(fields, episode, "object"),
        goals=goals,
        grip=_grip(grips[0], task, episode) if grips else None,
        targets=_targets(task, episode) if hands else None,
        others=tuple(field for field in fields if field.name not in known),
        told=_told(rewards[0], episode) if rewards else None,
        touching=_touching(fields, episode),
    )


def _places(fields: tuple[Field, ...], episode: Episode, role: Role) -> tuple[Place, ...]:
    return tuple(
        Place(field.name, np.asarray(episode.observations[field.name], dtype=float).reshape(-1, 3))
        for field in fields
        if field.role == role and field.shape == (3,) and field.unit == "m"
    )


def _told(field: Field, episode: Episode) -> Told:
    return Told(field.name, np.asarray(episode.observations[field.name], dtype=float).reshape(-1))


def _touching(fields: tuple[Field, ...], episode: Episode) -> tuple[tuple[Touch, ...], ...]:
    """Names that the controller does not see are not told: its task may have given them others."""
    known = {HAND, FINGER, FINGERS, FIXED, *(field.name for field in fields)}

    def said(name: str) -> str:
        return name if name in known else "something that moves"

    return tuple(
        tuple(dict.fromkeys((said(one), said(other)) for one, other in together)) for together in episode.touching
    )


def _grip(field: Field, task: Task, episode: Episode) -> Grip:
    opening = np.asarray(episode.observations[field.name], dtype=float).reshape(-1)
    columns = [index for index, name in enumerate(task.action.names) if name.startswith("grip") or name == "effort"]
    effort = np.asarray(episode.actions, dtype=float)[:, columns[-1]] if columns and len(episode) else None
    return Grip(field.name, opening, effort)


def _targets(task: Task, episode: Episode) -> Array | None:
    """Only under "macro" control is an action's x, y, z a place where the hand ought to arrive."""
    names = task.action.names
    if episode.control != "macro" or not {"x", "y", "z"} <= set(names) or not len(episode):
        return None
    return np.asarray(episode.actions, dtype=float)[:, [names.index(axis) for axis in "xyz"]]


def ranges(task: Task, seen: Array) -> Array:
    """How far each component of an action can vary, (A,): as declared, or as seen where nothing finite is declared.

    Args:
        task: The task, whose `action.low` and `action.high` are read.
        seen: (N, A) the actions that were seen.
    """
    with np.errstate(invalid="ignore"):
        declared = np.asarray(task.action.high, dtype=float) - np.asarray(task.action.low, dtype=float)
    width = np.ptp(seen, axis=0)
    scale: Array = np.where(np.isfinite(declared) & (declared > 0), declared, np.where(width > 0, width, 1.0))
    return scale
