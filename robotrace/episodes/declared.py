"""What a task says of itself: its attributes, and how many goals it has; nothing is simulated."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args

import numpy as np

from robotrace.episodes.contract import is_count, name_of
from robotrace.episodes.episode import COUNTED, SCORED
from robotrace.episodes.task import LEVELS, ActionSpec, Camera, Field, Role, Task
from robotrace.opto.mistake import Mistake, raised, shown


def of_declaration(task: Task) -> Iterator[Mistake]:
    """What a task says of itself: its attributes, and how many goals it has; nothing is simulated."""
    for member, holds, expected, remedy in _MEMBERS:
        try:
            value = getattr(task, member)
        except Exception as error:  # noqa: BLE001 - a user's own property
            yield Mistake(name_of(task), member, expected, raised(error, task), remedy)
            continue
        if not holds(value):
            yield Mistake(name_of(task), member, expected, shown(value), remedy)
        elif member == "fields":
            yield from _of_fields(task)
        elif member == "action":
            yield from _of_action(task)
    for member, holds, expected, remedy in _OPTIONAL:
        value = getattr(task, member, None)
        if value is not None and not holds(value):
            yield Mistake(name_of(task), member, expected, shown(value), remedy)
    for split, least in (("train", 1), ("heldout", 0)):
        yield from _of_goals(task, split, least)


def _of_goals(task: Task, split: Any, least: int) -> Iterator[Mistake]:
    where, expected = f"goals({split!r})", f"a whole number of {least} or more"
    try:
        count: Any = task.goals(split)
    except Exception as error:  # noqa: BLE001 - a user's own method
        yield Mistake(name_of(task), where, expected, raised(error, task), _GOALS)
        return
    if not (is_count(count) and count >= least):
        yield Mistake(name_of(task), where, expected, shown(count), _GOALS)


def _of_fields(task: Task) -> Iterator[Mistake]:
    seen: set[str] = set()
    for field in task.fields:
        for part, holds, expected, remedy in _FIELD:
            value = getattr(field, part)
            if not holds(value):
                where = f"fields: {field.name!r:.60}"
                yield Mistake(name_of(task), where, f"{part} to be {expected}", shown(value), remedy)
        if field.name in seen:
            yield Mistake(name_of(task), "fields", "each name once", f"{field.name!r} twice", "Rename one.")
        seen.add(field.name)


def _of_action(task: Task) -> Iterator[Mistake]:
    spec = task.action
    if not _are_names(spec.names):
        yield Mistake(name_of(task), "action.names", "a tuple of names, each once", shown(spec.names), _NAMES)
        return
    sizes = f"one for each of {', '.join(spec.names)}"
    bounded = True
    for part in ("low", "high"):
        value = getattr(spec, part)
        if not (isinstance(value, tuple | list) and len(value) == len(spec.names) and all(map(_is_number, value))):
            bounded = False
            remedy = "Give the least and the largest useful value, in the action's unit."
            yield Mistake(name_of(task), f"action.{part}", f"a tuple of numbers, {sizes}", shown(value), remedy)
    for name, low, high in zip(spec.names, spec.low, spec.high, strict=True) if bounded else ():
        if not low < high:
            yield Mistake(name_of(task), "action", f"low < high for {name}", f"{low:g} and {high:g}", "Exchange them.")
    if not isinstance(spec.description, str):
        remedy = "Say what an action means, with unit and frame."
        yield Mistake(name_of(task), "action.description", "a text", shown(spec.description), remedy)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_string(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | np.number) and not isinstance(value, bool) and not math.isnan(value)


def _is_shape(value: Any) -> bool:
    return isinstance(value, tuple) and all(map(is_count, value))


def _are_names(value: Any) -> bool:
    return isinstance(value, tuple | list) and all(map(_is_text, value)) and len(set(value)) == len(value) > 0


_GOALS = 'Return how many goals there are in "train" and in "heldout".'
_NAMES = 'Name each component, such as ("x", "y", "z", "grip").'
_Rule = tuple[str, Callable[[Any], bool], str, str]
_MEMBERS: tuple[_Rule, ...] = (
    ("name", _is_text, "a text", 'Give it a name, such as "lab/reach".'),
    ("seed", is_count, "a whole number of 0 or more", "Keep the seed given."),
    ("options", lambda it: isinstance(it, Mapping), "a dict", "Keep each option by its name."),
    ("control", _is_text, "a word", 'Say how actions drive the robot, such as "torque".'),
    (
        "horizon",
        lambda it: is_count(it) and it > 0,
        "a whole number of 1 or more",
        "Give the most actions of an episode.",
    ),
    ("instruction", _is_string, "a text", "Say what success is, frames, units and what an action does."),
    (
        "fields",
        lambda it: isinstance(it, tuple | list) and bool(it) and all(isinstance(one, Field) for one in it),
        "a tuple of Field",
        "List the parts of an observation: robotrace.episodes.Field(name, shape, unit, description).",
    ),
    (
        "action",
        lambda it: isinstance(it, ActionSpec),
        "an ActionSpec",
        "Give robotrace.episodes.ActionSpec(names, low, high, description).",
    ),
    (
        "levels",
        lambda it: isinstance(it, tuple | list) and bool(it) and all(one in LEVELS for one in it),
        f"a tuple of some of {', '.join(LEVELS)}",
        'Give ("score", "facts"), and "hints" where there is an expert.',
    ),
)
_OPTIONAL: tuple[_Rule, ...] = (
    ("solved_reward", _is_number, "a number, or None", "Give what an action earns that leaves the task solved."),
    ("step_seconds", lambda it: _is_number(it) and it > 0, "a number above 0, or None", "Give it in seconds."),
    ("camera", lambda it: isinstance(it, Camera), "a Camera, or None", "Give robotrace.episodes.Camera(words, open)."),
    (
        "success",
        lambda it: isinstance(it, str) and it in COUNTED,
        '"any" or "last"',
        "Say which success counts, or leave it out.",
    ),
    (
        "solvable",
        lambda it: isinstance(it, bool),
        "True or False",
        "Say whether an episode can be solved, or leave it out.",
    ),
    ("scored", lambda it: it in SCORED, '"reward" or "return"', "Say what the score is, or leave it out."),
    ("threshold", _is_number, "a number, or None", "Give the return that counts as solved, or leave it out."),
    ("action_seconds", lambda it: _is_number(it) and it > 0, "a number above 0, or None", "Give it in seconds."),
    ("starter", _is_string, "a text", "Name a bundled policy, or leave it out."),
    ("starts", callable, "a method", "Define starts(split, *, seed=None), or leave it out."),
)
_FIELD: tuple[_Rule, ...] = (
    ("name", _is_text, "a text", "Name it as the observation does."),
    ("shape", _is_shape, "a tuple of whole numbers", "Give () for a number, (3,) for a position."),
    ("unit", _is_string, "a text", 'Give the unit, such as "m", or "1" where there is none.'),
    ("description", _is_string, "a text", "Say what the field holds, in a sentence."),
    ("role", lambda it: it in get_args(Role), f"one of {', '.join(get_args(Role))}", 'Leave it out, or "other".'),
)
