"""What a run folder names, to be made again: nothing of it is imported without the user's word."""

from __future__ import annotations

from robotrace.episodes.families import problems_named
from robotrace.errors import OptionError
from robotrace.opto import ROBOT, Problem
from robotrace.plugins import place_of
from robotrace.results import Run
from robotrace.results.trusted import refuse_import
from robotrace.text import one_line


def recorded_subject(run: Run, command: str) -> str:
    """The task or problem that a run names, where making it imports no file of the folder's choice.

    Args:
        run: The run.
        command: What the user types to name the file, with "{}" where the name goes.

    Raises:
        RunError: It names a file of Python.
        OptionError: It is a problem that was made in Python.
    """
    name = run.config.get("made_from")
    if name is None and run.words != ROBOT and not problems_named(run.task):
        raise OptionError(
            f"The run {run.folder.name} is of {one_line(run.task, 80)!r}, which was made in Python: name the file and what in it "
            f"makes it: {command.replace('{}', './FILE.py:NAME')}"
        )
    name = name or run.task
    place = place_of(name)
    kept = run.folder.source if place is not None and not place.path.exists() and run.folder.source.exists() else None
    return refuse_import(name, command, kept=None if kept is None else str(kept))


def data_notes(problem: Problem, before: Run | None) -> tuple[str, ...]:
    """What has to be said where a data set is not the one that a run was trained on, a sentence each."""
    settings = getattr(problem, "settings", {})
    if before is None or "data" not in settings:
        return ()
    then = {name: before.config.get(name) for name in ("data", "rows")}
    if all(then[name] == settings[name] for name in then):
        return ()
    return (
        "The rows, or how they are dealt out, are not those of the run: some of these may be rows that it was trained on.",
    )
