"""A program of whatever users have: a name, a file, a function, an object, a candidate of a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

from robotrace.episodes.library import find_controller
from robotrace.episodes.task import Task
from robotrace.errors import OptionError
from robotrace.opto import Candidate, Program
from robotrace.opto.gather import Has, gather
from robotrace.results import Run, RunFolder, read_run
from robotrace.text import one_line

Programs: TypeAlias = Callable[..., Any] | Candidate | Program | Run | Path | str
"""What a program may be given as."""


def program_of(given: Programs, *, has: Has | None = None) -> Program:
    """The program of what a user gives for one.

    Args:
        given: A policy's name; the path of a file, with a function or an object in it behind a colon; a run or its folder, of which
            the best candidate is taken; a live function, bundle,
            method or object that can be called; a run's best candidate; or a program.
        has: As for `gather`: which modules there are where it runs, if what a live function uses may go with it as it is.

    Raises:
        OptionError: It is nothing of that.
        ProgramError: It cannot be made one text.
        UnknownNameError: There is no such policy or file.
    """
    if isinstance(given, Program):
        return given
    if isinstance(given, Candidate):
        return Program.parse(given.text, origin="the candidate")
    if isinstance(given, str | Path):
        folder = RunFolder(Path(given))
        return _best_of(folder) if folder.path.is_dir() and folder.exists else find_controller(_named(given))
    if isinstance(given, Run):
        return _best_of(given.folder)
    if isinstance(given, type):
        raise OptionError(
            f"Expected a program, found the class {given.__name__}: make an object of it, {given.__name__}()."
        )
    if not callable(given):
        raise OptionError(
            "Expected a program: a function, an object that can be called, a policy's name or the path of a file; found "
            f"{one_line(repr(given), 80)}."
        )
    return gather(given, has=has)


def program_for(given: Programs, task: Task) -> Program | Candidate:
    """The program of what a user gives for one, as it is to be used on a task.

    Args:
        given: As for `program_of`.
        task: The task. A run's controller that was learnt under another control than its own is carried over, where the task can.

    Raises:
        OptionError: It is no program, or one that cannot be carried over.
    """
    run = given if isinstance(given, Run) else None
    if isinstance(given, str | Path) and Path(given).is_dir() and RunFolder(Path(given)).exists:
        run = read_run(given)
    best = None if run is None else run.best
    if run is None or best is None:
        return program_of(given)
    options = run.config.get("options", {})
    if not hasattr(task, "carried") or options.get("control", task.control) == task.control:
        return best
    return replace(best, text=task.carried(best.text, options))


def _named(given: str | Path) -> str:
    """A path is a file's, even one that could be a policy's name."""
    return f"./{given}" if isinstance(given, Path) and given.parent == Path() else str(given)


def _best_of(folder: RunFolder) -> Program:
    """The best candidate of a run, with its trainable parts marked: what a run keeps in code/, not its best.py.

    Raises:
        OptionError: There is none yet.
    """
    run = read_run(folder)
    if run.learnt is None:
        raise OptionError(run.codeless)
    return Program.parse(run.learnt.text, origin=f"the best candidate of {folder.name}")


def title_of(given: Programs) -> str:
    """A short name for what a program was given as."""
    if isinstance(given, str | Path):
        path, _, name = str(given).rpartition(":")
        return name if path and name.isidentifier() else Path(str(given)).stem
    return str(getattr(given, "__name__", None) or type(given).__name__).lower()
