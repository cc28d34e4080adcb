"""The controller that training begins with on several tasks: a part for each of them, and the choice between the parts."""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Mapping

from robotrace.episodes import Task
from robotrace.episodes.families import listed
from robotrace.episodes.several import TASK, SeveralTasks
from robotrace.opto import ENTRY, Program
from robotrace.text import one_line
from robotrace.training.resting import resting_values

_BLANK: Mapping[tuple[str, ...], str] = {("x", "y", "z", "grip"): "0.0, 0.6, 0.2, -1.0"}
"""What the bundled `blank` returns."""
_VERSION = re.compile(r"-v\d+(?=$|@)")
_HEAD = """\"\"\"A controller for several tasks: `controller(observation)` asks the part for the task at hand.\"\"\"

import numpy as np

import robotrace as rt
"""
_PART = '''

@rt.bundle(trainable=True)
def {name}(observation):
    """{about} Return [{names}]."""
    return [{values}]
'''
_CHOICE = '''

def {entry}(observation):
    """Return [{names}] for one observation: what the part for its task returns."""
    task = observation["{task}"]
{cases}
    raise ValueError(f"There is no part for the task {{task!r}}.")
'''


def parted(task: SeveralTasks) -> Program:
    """A controller with a trainable function for each task, and a fixed one that chooses between them by the task's name.

    Args:
        task: The tasks.
    """
    names = part_names(task.members)
    action = ", ".join(task.action.names)
    values = _BLANK.get(tuple(task.action.names)) or resting_values(task.action)
    parts = "".join(
        _PART.format(name=name, about=_about(member), names=action, values=values)
        for name, member in zip(names, task.tasks, strict=True)
    )
    cases = "\n".join(
        f"    if task == {json.dumps(member)}:\n        return {name}(observation)"
        for name, member in zip(names, task.members, strict=True)
    )
    choice = _CHOICE.format(entry=ENTRY, names=action, task=TASK, cases=cases)
    return Program.parse(_HEAD + parts + choice, origin="the starting controller")


def part_names(members: tuple[str, ...]) -> list[str]:
    """A function's name for each task: its own, without its version where no other has the same.

    Args:
        members: The names of the tasks, such as "push-v3".
    """
    short = [_VERSION.sub("", member) for member in members]
    wanted = short if len({_identifier(name) for name in short}) == len(short) else members
    names: list[str] = []
    for one in wanted:
        name, number = _identifier(one), 2
        while name in names:
            name, number = f"{_identifier(one)}_{number}", number + 1
        names.append(name)
    return names


def _identifier(name: str) -> str:
    word = re.sub(r"\W+", "_", name).strip("_")
    return word if word.isidentifier() and not keyword.iskeyword(word) and word not in _TAKEN else f"part_{word}"


def _about(member: Task) -> str:
    """What a task asks for, as a sentence."""
    known = listed(member.name)
    first = next(filter(None, map(str.strip, member.instruction.splitlines())), "")
    words = one_line(known.description if known else first, 300).replace("\\", "/").replace('"', "'").rstrip(".")
    return f"{words[:1].upper()}{words[1:]}."


_TAKEN = (ENTRY, "np", "rt", TASK)
