"""`export`: the one door out, for runs and for live functions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from robotrace.episodes import Task
from robotrace.errors import OptionError, RunError, UnknownNameError
from robotrace.exports import alone, hub, registering, stable_baselines
from robotrace.exports.subject import subject_of
from robotrace.opto.export import export as export_live
from robotrace.results import Run, read_run

FORMATS: dict[str, Callable[[Run, Task], str]] = {
    "file": alone.text,
    "gymnasium": registering.text,
    "sb3": stable_baselines.text,
}
"""What makes each format's text."""
CODE = ("file", "sb3")
"""Formats that hold a controller."""


def export(thing: Any, format: str = "file", *, task: Task | str | None = None) -> str:
    """What was trained, as the text of one Python file.

    Of a run or its folder:

    - "file": the controller with all that it needs, without robotrace and with numpy alone; run as a script, it plays an episode;
    - "sb3": the same as a `Policy` with Stable-Baselines3's `predict`, over the observations of `robotrace.as_gymnasium`;
    - "gymnasium": the run's task, which importing the file registers with Gymnasium.

    Of a trained function, or of an object such as a `Module`: its source, and that of all of the user's own that it needs.

    What an optimizer wrote is put in as text, and runs with all that you may do where you run the file: read it first. Nothing of
    it is run here.

    Args:
        thing: A run, its folder, a bundle, a function that calls bundles, or an object, of which the class is written.
        format: One of the three; of what is no run, "file".
        task: Of a run, the task, where it is one of your own: a task, or "./mine.py:make_task".

    Raises:
        UnknownNameError: There is no such format.
        OptionError: An option does not go with what is exported, or the task is not the run's.
        RunError: The run cannot be read, has no controller, or names a file of Python that is not imported on its word.
        ProgramError: Something cannot be written without robotrace; says what.
    """
    if format not in FORMATS:
        raise UnknownNameError("format", str(format), FORMATS)
    if isinstance(thing, Run | Path | str):
        run = thing if isinstance(thing, Run) else read_run(thing)
        return export_run(run, format, task, command=f'robotrace.export(RUN, "{format}", task={{}})')
    if format != "file" or task is not None:
        given = "task" if format == "file" else f"format {format!r}"
        raise OptionError(f"{given} goes with a run: of a function or an object the source is written.")
    return export_live(thing)


def export_hub(run: Run, task: Task | str | None, *, command: str, video: bool = False) -> dict[str, str]:
    """The texts of a folder for a model hub, by the names of their files.

    Args:
        run: The run.
        task: The task, where the user names it.
        command: As for `export_run`.
        video: Whether the card is to show the video that is put beside the texts.

    Raises:
        As `export`.
    """
    if run.learnt is None:
        raise RunError(run.codeless)
    return hub.folder(run, subject_of(run, task, command=command), video=video)


def export_run(run: Run, format: str, task: Task | str | None, *, command: str) -> str:
    """The text of one format.

    Args:
        run: The run.
        format: One of `FORMATS`.
        task: The task, where the user names it.
        command: What the user types to name a task's file, with "{}" where the name goes.

    Raises:
        As `export`.
    """
    if format in CODE and run.best is None:
        raise RunError(run.codeless)
    return FORMATS[format](run, subject_of(run, task, command=command))
