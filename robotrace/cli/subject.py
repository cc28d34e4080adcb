"""What commands that play episodes are given: a controller or a run, and the task that it is played on."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from robotrace.cli.options import first, given, named
from robotrace.cli.output import read
from robotrace.cli.recorded import recorded_subject, shared_task
from robotrace.episodes.library import is_shared
from robotrace.errors import OptionError, RunError, UnknownNameError
from robotrace.opto import ROBOT, Case, Split
from robotrace.plugins import place_of
from robotrace.results import Run, RunFolder

if TYPE_CHECKING:
    from robotrace.episodes import Task

PLAYED = ("heldout", "train")
"""The splits of a robot's task."""
OF_ANY_CONTROL = ("success", "reward_version", "goal")
"""Options of a run that it is played with under another control too."""


def run_of(name: str) -> Run | None:
    """The run that a folder is, or that a best.py belongs to; None where it is a controller."""
    path = Path(name)
    if is_shared(path):
        return None
    folder = RunFolder(path if path.is_dir() else path.parent)
    belongs = path.is_dir() or (folder.exists and path == folder.best)
    return read(folder.path) if belongs else None


def task_for(
    policy: str,
    before: Run | None,
    task: str | None,
    *,
    command: str,
    seed: int | None = None,
    step_seconds: float | None = None,
    **options: Any,
) -> Task:
    """The task that a controller is played on: the one that is named, else the run's, with its options.

    Another task or control takes its own hold and horizon; a file that is named again is the run's own task.

    Args:
        policy: The controller or run, as it was typed.
        before: The run, if it is one.
        task: The name of a task, if one was given.
        command: The command that asks, for the line that names a file.
        seed: The seed of the goals; None for the run's, or 0.
        step_seconds: Seconds that a call of the task may take; None for the task's own.
        options: Those of the task that were given.

    Raises:
        RunError: The run has no controller, or names a file of Python and the user does not.
        OptionError: No task is named, there is no such run or controller, or the run is of a problem that is no robot's.
    """
    from robotrace.episodes import make

    if before is not None and before.best is None:
        raise RunError(before.codeless)
    if before is not None and before.words != ROBOT and task is None:
        raise OptionError(f"The run {before.folder.name} is of a problem, which has no episodes to play.")
    if before is None and task is None:
        if is_shared(Path(policy)):
            task, shared = shared_task(Path(policy), f"robotrace {command} {shlex.quote(policy)} --task {{}}")
            options = {**shared, **options}
        else:
            _look_for(policy)
    config: Mapping[str, Any] = before.config if before else {}
    recorded: str | None = (config.get("made_from") or before.task) if before else None
    alike = task is None or _named_again(task, recorded)
    kept = config.get("options", {}) if alike else {}
    if options.get("control") not in (None, config.get("control")):
        kept = {name: value for name, value in kept.items() if name in OF_ANY_CONTROL}
    if task is None and before is not None:
        recorded = recorded_subject(before, f"robotrace {command} {shlex.quote(policy)} --task {{}}")
    chosen, goal_seed = named("--task", task, recorded), first(seed, config.get("seed"), 0)
    return make(chosen, seed=goal_seed, **{**kept, **options}, **given(step_seconds=step_seconds))


def _look_for(policy: str) -> None:
    """A name that leads nowhere is said to, before a task is asked for that would not help."""
    from robotrace.episodes.library import find_controller

    try:
        find_controller(policy)
    except UnknownNameError as error:
        raise OptionError(f"{policy!r} is neither a run's folder nor a controller. {error}") from error


def goal_of(split: str, number: int) -> Case:
    """The goal that is asked for.

    Raises:
        UnknownNameError: A robot's task has no such split.
    """
    if split not in PLAYED:
        raise UnknownNameError("split", split, PLAYED)
    return Case(cast(Split, split), number)


def explain_command(
    policy: str, task: Task, goal: int, split: str, named_task: str | None, *, env_kwargs: Sequence[str] | None = None
) -> str:
    """The command that tells why a goal fails."""
    parts = ["robotrace explain", shlex.quote(policy)]
    parts += ["--task", shlex.quote(named_task)] if named_task else []
    parts += ["--goal", str(goal), *(["--split", split] if split != "heldout" else [])]
    parts += [f"--env-kwargs {shlex.quote(text)}" for text in env_kwargs or ()]
    options = {"control": "macro", "success": "any"}
    parts += [
        f"--{name} {getattr(task, name)}" for name, usual in options.items() if getattr(task, name, usual) != usual
    ]
    parts += ["--seed", str(task.seed)] if task.seed else []
    return f"why the first of them fails: {' '.join(parts)}"


def _named_again(task: str, recorded: str | None) -> bool:
    return recorded is not None and place_of(task) is not None and place_of(recorded) is not None
