"""The bundled controller `phases` in the words of a task: a start whose numbers are searched, where nobody knows more."""

from __future__ import annotations

import re
from importlib import resources

from robotrace.episodes import Task
from robotrace.episodes.library import POLICIES
from robotrace.opto import Program

BLANK = ("x", "y", "z", "grip")
"""The action that the bundled policies give."""
_FIELDS = re.compile(r"^HAND, THING, GOAL = .*$", re.MULTILINE)


def lacking(task: Task) -> str:
    """What a task lacks that `phases` needs, in words; "" where it lacks nothing."""
    if tuple(task.action.names) != BLANK:
        return f"the action x, y, z, grip (it is {', '.join(task.action.names)})"
    missing = [role for role in ("hand", "goal") if not _places(task, role)]
    return " and ".join(f"a position in metres whose role is {role}" for role in missing)


def phases(task: Task) -> Program:
    """The controller with the names of a task's fields: its first object, or the hand itself where it has none."""
    hand, goal = _places(task, "hand")[0], _places(task, "goal")[0]
    thing = [*_places(task, "object"), hand][0]
    text = resources.files(POLICIES).joinpath("phases.py").read_text(encoding="utf-8")
    found, count = _FIELDS.subn(lambda _: f"HAND, THING, GOAL = {hand!r}, {thing!r}, {goal!r}  # fields", text)
    assert count == 1, "phases names its fields in one line"
    return Program.parse(found, origin="the starting controller")


def _places(task: Task, role: str) -> list[str]:
    return [field.name for field in task.fields if field.role == role and field.shape == (3,) and field.unit == "m"]
