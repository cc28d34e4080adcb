"""What of a run is taken along: its task, its controller without robotrace, and names that the controller leaves free."""

from __future__ import annotations

from robotrace.episodes import Task, make, program_of
from robotrace.episodes.registry import task_of
from robotrace.errors import OptionError, RunError
from robotrace.opto import ROBOT
from robotrace.opto.available import mentioned
from robotrace.results import Run
from robotrace.results.trusted import refuse_import
from robotrace.text import one_line


def subject_of(run: Run, task: Task | str | None = None, *, command: str) -> Task:
    """The task of a run, under the run's settings.

    Args:
        run: The run.
        task: The task, where the user names it.
        command: What the user types to name the task's file, with "{}" where the name goes.

    Raises:
        RunError: The run is no robot's, or names a file of Python and the user does not.
        OptionError: It is another task than the run's.
    """
    if run.words != ROBOT:
        raise RunError(
            f"The run {one_line(run.folder.name, 80)} is of a problem, not of a robot's task: what it found is used alone as "
            f"{run.folder.best}."
        )
    if task is None:
        task = refuse_import(run.config.get("made_from") or run.task, command)
    config = run.config
    made = (
        make(task, seed=config.get("seed") or 0, **config.get("options", {}))
        if isinstance(task, str)
        else task_of(task)
    )
    if made.name != run.task:
        raise OptionError(
            f"task: expected the run's, {one_line(run.task, 80)!r}, found {made.name!r}: name the task that it was trained on."
        )
    return made


def controller_of(run: Run) -> str:
    """The text of a run's best controller, which there is, without robotrace; nothing of it is run.

    Where it was learnt under another control than the task's, it is best.py's, in which it was carried over.

    Raises:
        ProgramError: It uses robotrace for more than marking its trainable parts.
    """
    carried = run.best if "learnt_on" in run.config else None
    return (program_of(run).bare({}) if carried is None else carried.text).strip("\n")


def free(name: str, text: str) -> str:
    """A name that a controller's text does not mention: the given one, or that with underscores behind it."""
    taken = mentioned(text)
    while name in taken:
        name += "_"
    return name
