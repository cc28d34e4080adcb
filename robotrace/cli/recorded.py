"""What a run folder names, to be made again: nothing of it is imported without the user's word."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from robotrace.cli.options import NO_OPTIONS
from robotrace.episodes.families import problems_named
from robotrace.episodes.library import is_shared
from robotrace.episodes.spelled import refuse_taken
from robotrace.errors import OptionError
from robotrace.opto import ROBOT, Problem
from robotrace.plugins import place_of
from robotrace.results import Run, RunFolder, files, read_run
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


def recorded_task(before: Run | None, llm: str | None, run: Path | None) -> str | None:
    """The task that a resumed or replayed run names, where making it imports no file of the folder's choice.

    Raises:
        RunError: The run names a file of Python.
    """
    if before is None:
        return None
    source = f"--llm {shlex.quote(llm)}" if llm is not None else f"--run {shlex.quote(str(run))} --resume"
    return recorded_subject(before, f"robotrace train {{}} {source}")


def shared_task(folder: Path, command: str) -> tuple[str, Mapping[str, Any]]:
    """The task and its options that a folder names which was exported for a model hub, and which may be a stranger's.

    Args:
        folder: The folder.
        command: As for `recorded_subject`.

    Raises:
        OptionError: Its figures cannot be read, name no task, or hold what is no option of one.
        RunError: They name a file of Python.
    """
    from robotrace.exports.hub import RESULTS

    try:
        told = json.loads(files.read(folder / RESULTS, within=folder))
        name, options = told["task"], told.get("options", {})
        if not (isinstance(name, str) and isinstance(options, dict)):
            raise TypeError("its task is no name")
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise OptionError(
            f"{folder} does not say which task its policy is for: expected one in {RESULTS}, found "
            f"{one_line(repr(error), 80)}. Say it: {command.replace('{}', 'TASK')}"
        ) from error
    refuse_taken(options, str(folder / RESULTS), NO_OPTIONS)
    return refuse_import(name, command), options


def begun_from(policy: str) -> tuple[str | None, Mapping[str, Any]]:
    """The task that a policy to train on is for, with the options and the seed that it was made with; None where nothing says.

    Args:
        policy: What was typed: a run, a folder that was exported for a hub, or a controller, which is for any task.

    Raises:
        The errors of `recorded_subject` and `shared_task`.
    """
    command, path = f"robotrace train {{}} --policy {shlex.quote(policy)}", Path(policy)
    if is_shared(path):
        task, options = shared_task(path, command)
        return task, {"options": options}
    if RunFolder(path).exists:
        run = read_run(path)
        return recorded_subject(run, command), {
            name: run.config[name] for name in ("options", "seed") if name in run.config
        }
    return None, {}


def known_caps(caps: Mapping[str, Any]) -> Mapping[str, Any]:
    """The caps of a recorded run; one that this version cannot keep is not passed over.

    Raises:
        OptionError: There is such a cap.
    """
    from robotrace.training import Budget

    known = {field.name for field in fields(Budget)}
    if strange := sorted(name for name, value in caps.items() if name not in known and value is not None):
        raise OptionError(
            f"The run has a cap on {strange[0]!r}, which this version does not know: use the one that began it."
        )
    return {name: value for name, value in caps.items() if name in known}


def resumed(place: str | None) -> Path:
    """The folder in `--resume RUN`, which a command line reads as a flag and an argument.

    Raises:
        OptionError: There is no run.
    """
    if place is None:
        raise OptionError("--resume needs the folder of the run: --resume RUN, or --run RUN --resume.")
    if not RunFolder(Path(place)).exists:
        raise OptionError(
            f"--resume {place}: there is no run in that folder. To resume a run of this task: --run RUN --resume."
        )
    return Path(place)


def replayed(llm: str | None, other: str | None) -> Path | None:
    """The run in `--llm replay:RUN`; `other` is what was said of an optimizer or a model beside it.

    Raises:
        OptionError: It is another word, or something else was said.
    """
    if llm is None:
        return None
    kind, _, place = llm.partition(":")
    if kind != "replay" or not place:
        raise OptionError(f"--llm: expected replay:RUN, such as replay:results/reach; found {llm!r}. A model: --model.")
    if other is not None:
        raise OptionError("--llm replay:RUN brings its optimizer and its model: leave --optimizer and --model out.")
    return Path(place)


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
