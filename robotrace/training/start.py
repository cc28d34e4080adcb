"""The controller that training begins with, where nobody gives one."""

from __future__ import annotations

import math
import re
from importlib import resources
from pathlib import Path

from robotrace.episodes import Programs, Task, program_of
from robotrace.episodes.library import POLICIES
from robotrace.errors import OptionError
from robotrace.opto import Program
from robotrace.results import RunFolder
from robotrace.text import one_line

_BLANK = ("x", "y", "z", "grip")
_FIELDS = re.compile(r"^HAND, THING, GOAL = .*$", re.MULTILINE)
_TEXT = '''"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: {words}"""
    return [{values}]
'''


def trainable(given: Programs) -> Program:
    """The program of what a user gives, which has something to train.

    Raises:
        OptionError: It has not; where it is a run's result, the line says what to give instead.
    """
    program = program_of(given)
    if not program.variables and isinstance(given, str | Path):
        folder = RunFolder(Path(str(given).partition(".py:")[0]).parent)
        if folder.exists:
            raise OptionError(
                f"{given} is a run's result, whose trainable parts are no longer marked: to train it on, give the run, "
                f"{folder.path}."
            )
    return program


def starting_controller(task: Task, *, searched: bool = False) -> Program | str:
    """What training begins with: numbers to search, or the bundled `blank` where an action is what that returns.

    Where neither fits, a controller that returns zeros, or what is nearest within bounds.

    Args:
        task: The task, whose fields and action decide.
        searched: Whether the numbers of what is begun with are searched, as by tune: then `phases`, if the task has its fields.
    """
    if searched and not lacking(task):
        return _phases(task)
    action = task.action
    if tuple(action.names) == _BLANK:
        return "blank"
    named = f"[{', '.join(action.names)}]; {action.description}".replace("\\", "/").replace('"', "'")
    values = ", ".join(repr(_resting(low, high)) for low, high in zip(action.low, action.high, strict=True))
    return Program.parse(_TEXT.format(words=one_line(named, 500), values=values), origin="the starting controller")


def lacking(task: Task) -> str:
    """What a task lacks that the bundled `phases` needs, in words; "" where it lacks nothing."""
    if tuple(task.action.names) != _BLANK:
        return f"the action x, y, z, grip (it is {', '.join(task.action.names)})"
    missing = [role for role in ("hand", "goal") if not _places(task, role)]
    return " and ".join(f"a position in metres whose role is {role}" for role in missing)


def _phases(task: Task) -> Program:
    """The bundled `phases` with the names of a task's fields: its first object, or the hand itself where it has none."""
    hand, goal = _places(task, "hand")[0], _places(task, "goal")[0]
    thing = [*_places(task, "object"), hand][0]
    text = resources.files(POLICIES).joinpath("phases.py").read_text(encoding="utf-8")
    found, count = _FIELDS.subn(lambda _: f"HAND, THING, GOAL = {hand!r}, {thing!r}, {goal!r}  # fields", text)
    assert count == 1, "phases names its fields in one line"
    return Program.parse(found, origin="the starting controller")


def _places(task: Task, role: str) -> list[str]:
    return [field.name for field in task.fields if field.role == role and field.shape == (3,) and field.unit == "m"]


def _resting(low: float, high: float) -> float:
    """Zero where the bounds allow it, else their middle, else the one that is finite."""
    if low <= 0.0 <= high:
        return 0.0
    if math.isfinite(low) and math.isfinite(high):
        return float((low + high) / 2)
    return float(low if math.isfinite(low) else high)
