"""The controller that training begins with, where nobody gives one."""

from __future__ import annotations

from pathlib import Path

from robotrace.episodes import Programs, Task, program_of
from robotrace.episodes.several import SeveralTasks
from robotrace.errors import OptionError
from robotrace.opto import Program
from robotrace.results import RunFolder
from robotrace.text import one_line
from robotrace.training.parts import parted, resting_values

_BLANK = ("x", "y", "z", "grip")
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


def starting_controller(task: Task) -> Program | str:
    """The bundled `blank` where an action is what that returns; else one that returns zeros, or what is nearest within bounds.

    Of several tasks one with a part for each of them.

    Args:
        task: The task, whose action decides.
    """
    if isinstance(task, SeveralTasks):
        return parted(task)
    action = task.action
    if tuple(action.names) == _BLANK:
        return "blank"
    named = f"[{', '.join(action.names)}]; {action.description}".replace("\\", "/").replace('"', "'")
    text = _TEXT.format(words=one_line(named, 500), values=resting_values(action))
    return Program.parse(text, origin="the starting controller")
