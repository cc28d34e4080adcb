"""What every answer of a task has to be, whatever it simulates: each function yields what is not so."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from robotrace.episodes.task import Field, Task, Transition
from robotrace.opto.mistake import Mistake, shown

FLAGS = ("success", "success_now", "saturated")
"""What `info` holds at least."""
_BOOL = (bool, np.bool_)
_NUMERIC = "biuf"
_TRANSITION = "Transition(observation, reward, terminated, truncated, info)"


def name_of(task: Any) -> str:
    """The name of a task, or of its class where it has none that could be told."""
    name = getattr(task, "name", None)
    return name if isinstance(name, str) and name else type(task).__name__


def of_observation(task: Task, seen: Any, where: str) -> Iterator[Mistake]:
    """An observation: the declared fields and no others, each of its shape, all numbers finite.

    Args:
        task: The task, whose fields are expected.
        seen: What it returned.
        where: The method that returned it.
    """
    name, declared = name_of(task), task.fields
    if not isinstance(seen, Mapping):
        remedy = "Return the dict alone, without Gymnasium's info." if isinstance(seen, tuple) else "Return a dict."
        yield Mistake(name, where, "a dict of the declared fields", shown(seen), remedy)
        return
    for field in declared:
        if field.name not in seen:
            remedy = "Observe it, or leave it out of `fields`."
            yield Mistake(name, where, f"the field {field.name!r}", f"only {', '.join(map(str, seen))}", remedy)
        else:
            yield from _of_value(name, field, seen[field.name], where)
    for other in seen:
        if all(other != field.name for field in declared):
            remedy = "Declare it in `fields`, or leave it out."
            yield Mistake(name, where, "the declared fields and no others", f"the field {other!r} too", remedy)


def of_names(task: Task, first: Mapping[str, Any], seen: Mapping[str, Any], where: str) -> Iterator[Mistake]:
    """The texts of an observation: those of the first one of the episode."""
    for field in task.fields:
        if field.role == "task" and seen[field.name] != first[field.name]:
            expected, found = f"{field.name!r} to stay {first[field.name]!r}", shown(seen[field.name])
            yield Mistake(name_of(task), where, expected, found, "Change the task at a reset only.")


def of_transition(task: Task, transition: Any, where: str = "step()") -> Iterator[Mistake]:
    """What a step returned: its form, the reward, the flags; and the observation.

    Args:
        task: The task, whose fields are expected.
        transition: What it returned.
        where: The method that returned it.
    """
    wrong = tuple(of_form(task, transition, where))
    yield from wrong
    if isinstance(transition, Transition):
        yield from of_observation(task, transition.observation, where)


def of_form(task: Task, transition: Any, where: str = "step()") -> Iterator[Mistake]:
    """What a step returned, beside the observation; quick enough to be asked at every step."""
    if not isinstance(transition, Transition):
        remedy = f"Return robotrace.episodes.{_TRANSITION}."
        yield Mistake(name_of(task), where, "a Transition", shown(transition), remedy)
        return
    if not _is_finite_number(transition.reward):
        remedy = "Return float(reward), and look for what makes it so."
        yield Mistake(name_of(task), where, "a finite reward", shown(transition.reward), remedy)
    for part in ("terminated", "truncated"):
        value = getattr(transition, part)
        if not isinstance(value, _BOOL):
            yield Mistake(name_of(task), where, f"{part} to be a bool", shown(value), f"Return bool({part}).")
    info = transition.info
    if not isinstance(info, Mapping):
        yield Mistake(name_of(task), where, "info to be a dict", shown(info), f"Give it {', '.join(FLAGS)}.")
        return
    for flag in FLAGS:
        if flag not in info:
            found = f"only {', '.join(map(str, info))}" if info else "an empty dict"
            yield Mistake(name_of(task), where, f"info[{flag!r}]", found, f"Put it there, a bool: {_MEANING[flag]}.")
        elif not isinstance(info[flag], _BOOL):
            yield Mistake(
                name_of(task),
                where,
                f"info[{flag!r}] to be a bool",
                shown(info[flag]),
                f"Make it one: {_MEANING[flag]}.",
            )
    if info.get("success_now") and not info.get("success"):
        remedy = "success counts at any simulator step of the action, the last one too."
        yield Mistake(name_of(task), where, "info['success'] where info['success_now']", "False and True", remedy)
    if not is_count(info.get("sim_steps", 1)):
        remedy = "Give the number of simulator steps, or leave it out."
        yield Mistake(name_of(task), where, "info['sim_steps'] to be a whole number", shown(info["sim_steps"]), remedy)
    if not are_touches(info.get("touching", ())):
        expected, found = "info['touching'] to be a tuple of pairs of names", shown(info["touching"])
        remedy = "Give what touched what, such as (('the hand', 'puck_pos'),), or leave it out."
        yield Mistake(name_of(task), where, expected, found, remedy)
    if not are_parts(info.get("parts", {})):
        expected, found = "info['parts'] to be finite numbers by name", shown(info["parts"])
        remedy = "Give what the reward is made of, such as {'forward': 1.2}, or leave it out."
        yield Mistake(name_of(task), where, expected, found, remedy)


def of_hint(task: Task, hint: Any) -> Iterator[Mistake]:
    """What an expert advised: an action."""
    size, expected = len(task.action.names), f"the expert's action, ({len(task.action.names)},) and finite"
    try:
        given = np.asarray(hint, dtype=np.float64)
    except (TypeError, ValueError):
        given = np.zeros(0)
    if given.shape != (size,) or not np.isfinite(given).all():
        remedy = 'Return one, or leave "hints" out of `levels`.'
        yield Mistake(name_of(task), "hint()", expected, shown(hint), remedy)


def _of_value(name: str, field: Field, value: Any, where: str) -> Iterator[Mistake]:
    culprit = f"the field {field.name!r}"
    if field.role == "task":
        if not isinstance(value, str):
            yield Mistake(name, where, f"{culprit}, a task's name, to be a text", shown(value), "Return the name.")
        return
    try:
        found = np.asarray(value)
    except (TypeError, ValueError):
        found = np.empty((), dtype=object)
    if found.dtype.kind not in _NUMERIC:
        yield Mistake(name, where, f"{culprit} to be numbers", shown(value), "Return np.array(..., dtype=float).")
    elif found.shape != field.shape:
        remedy = "Return this shape, or declare the other in `fields`."
        yield Mistake(name, where, f"{culprit} to have the shape {field.shape}", f"{found.shape}", remedy)
    elif not np.isfinite(found).all():
        remedy = "Look for what makes it so, or end the episode before."
        yield Mistake(name, where, f"{culprit} to be finite", shown(found), remedy)


def is_count(value: Any) -> bool:
    """Whether a value is a whole number of 0 or more."""
    return isinstance(value, int | np.integer) and not isinstance(value, bool) and bool(value >= 0)


def are_touches(value: Any) -> bool:
    """Whether a value tells what touched what: pairs of names."""
    return isinstance(value, tuple) and all(
        isinstance(touch, tuple) and len(touch) == 2 and type(touch[0]) is type(touch[1]) is str for touch in value
    )


def are_parts(value: Any) -> bool:
    """Whether a value tells what a reward is made of: finite numbers by name."""
    if type(value) is dict and not value:  # quicker to ask than whether it is a mapping
        return True
    return isinstance(value, Mapping) and all(
        isinstance(name, str) and isinstance(part, int | float) and math.isfinite(part) for name, part in value.items()
    )


def _is_finite_number(value: Any) -> bool:
    if isinstance(value, np.ndarray):
        return value.shape == () and value.dtype.kind in "iuf" and math.isfinite(value.item())
    return isinstance(value, int | float | np.integer | np.floating) and math.isfinite(value)


_MEANING: Mapping[str, str] = {
    "success": "whether the task was solved at any simulator step of this action",
    "success_now": "whether it was solved at the last simulator step of this action",
    "saturated": "whether the action had to be clipped",
}
