"""The controller that training begins with, where nobody gives one."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from robotrace.episodes import ActionSpec, Programs, Task, program_of
from robotrace.episodes.several import SeveralTasks
from robotrace.errors import OptionError
from robotrace.optimizers.registry import TUNE, TUNED
from robotrace.opto import Program
from robotrace.results import RunFolder
from robotrace.training.linear import linear
from robotrace.training.parts import parted
from robotrace.training.phases import BLANK, lacking, phases
from robotrace.training.probe import probe
from robotrace.training.resting import resting_values, words_of

FITTED = 0.1
"""The first standard deviation of a search around fitted constants, in units of each: with thrice that, few gaits still walk."""
_TEXT = '''"""A controller: `controller({takes})` takes a dict of arrays and returns the next action."""

import robotrace as rt


@rt.bundle(trainable=True)
def controller({takes}):
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


def starting_controller(task: Task, *, searched: bool = False, probes: bool = False) -> Program | str:
    """What training begins with: the task's starter, numbers to search, a probe, or `blank` where an action is what that returns.

    Where none fits, a controller that returns zeros, or what is nearest within bounds. Where a goal has to be searched for it takes
    a memory, too; of several tasks it has a part for each of them.

    Args:
        task: The task, whose action and fields decide.
        searched: Whether the numbers of what is begun with are searched, as by tune: then `phases`, if the task has its fields,
            else a linear controller.
        probes: Whether to start from a probe where the robot is not calibrated, which is where the task has `nominal`; it serves
            an optimizer that reads, such as a language model.
    """
    if isinstance(task, SeveralTasks):
        return parted(task)
    if starter := getattr(task, "starter", ""):
        return str(starter)
    if searched and not lacking(task):
        return phases(task)
    if searched and (found := linear(task)) is not None:
        return found
    nominal: ActionSpec | None = getattr(task, "nominal", None)
    if probes and nominal is not None:
        return probe(nominal, task.horizon)
    action, blind = task.action, any(field.role == "reward" for field in task.fields)
    if tuple(action.names) == BLANK:
        return "blank_memory" if blind else "blank"
    takes = "observation, memory" if blind else "observation"
    text = _TEXT.format(takes=takes, words=words_of(action), values=resting_values(action))
    return Program.parse(text, origin="the starting controller")


def search_options(task: Task, program: Programs, optimizer: str, given: Collection[str] = ()) -> dict[str, Any]:
    """How a search begins that starts from a task's own starter, whose constants are fitted already: with small steps.

    Args:
        task: The task.
        program: What training begins with.
        optimizer: The optimizer's name; with "+tune" behind it, of one that tune takes turns with.
        given: The names of the options that a user gave; "tune_every" says that tune takes turns, too.
    """
    if not isinstance(program, str) or program != (getattr(task, "starter", "") or None):
        return {}
    if optimizer.endswith(TUNED) or "tune_every" in given:
        return {"tune": {"sigma": FITTED}}
    return {"sigma": FITTED} if optimizer == TUNE else {}


def start_words(task: Task, *, searched: bool) -> str:
    """Why training begins with what `starting_controller` gives, in words; "" where that goes without saying.

    Args:
        task: The task.
        searched: Whether the numbers of what is begun with are searched.
    """
    if starter := getattr(task, "starter", ""):
        return f"controller {starter}: no policy is given, and that is the one for this task"
    if not searched:
        return ""
    lacks = lacking(task)
    if not lacks:
        return "controller phases: no policy is given, and the task has the fields that it needs"
    start = "a constant action" if linear(task) is None else "a linear controller over its fields"
    return f"no policy is given, and the task lacks what phases needs, {lacks}: training begins with {start}"
