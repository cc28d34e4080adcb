"""`rollout`: one episode of whatever a controller is given as."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from robotrace.episodes import runner
from robotrace.episodes.attempt import attempt
from robotrace.episodes.episode import Episode
from robotrace.episodes.programs import Programs, program_for
from robotrace.episodes.registry import task_of
from robotrace.episodes.task import Level, Task
from robotrace.errors import OptionError
from robotrace.opto import Candidate, Case, Program, Split
from robotrace.results import Run
from robotrace.sandbox import Sandbox
from robotrace.text import one_line


def rollout(
    controller: Programs,
    task: Task | str,
    *,
    goal: int = 0,
    split: Split = "train",
    seed: int | None = None,
    traced: bool = True,
    feedback: Level = "facts",
    until: runner.Until = "success",
    filename: str = "",
) -> Episode:
    """Run a controller from one start, and put into words what happened.

    Args:
        controller: A function called once a timestep with the observation, a dict of named arrays; returns an action (A,). Or a
            policy's name or path, a program, a run's best candidate: such a text runs in the sandbox.
        task: A task, or the name of one.
        goal: The number of the start in its split, from 0.
        split: The split of the start, "train" or "heldout".
        seed: The seed of the goals, where `task` is a name.
        traced: Record how every action came about. Off, the episode has neither graph nor hints nor feedback.
        feedback: The feedback level.
        until: Stop at the first success, or go on to the horizon.
        filename: The name under which tracebacks know the controller's text, to name its lines.

    Raises:
        OptionError: An option is not usable with this task, or the controller is none.
        UnknownNameError: There is no task or policy of that name.
        ProgramError: The file of a policy cannot be read.
    """
    if isinstance(controller, str | Path | Program | Candidate | Run):
        task = task_of(task, seed)
        text = program_for(controller, task).text
        return _of_text(text, task, Case(split, goal), traced=traced, level=feedback, until=until)
    return runner.rollout(
        check_callable(controller),
        task,
        goal=goal,
        split=split,
        seed=seed,
        traced=traced,
        feedback=feedback,
        until=until,
        filename=filename,
    )


def check_callable(controller: Any) -> Callable[..., Any]:
    """A controller that can be called.

    Raises:
        OptionError: It cannot, or is a class.
    """
    if isinstance(controller, type):
        raise OptionError(
            f"Expected a controller, found the class {controller.__name__}: make one, {controller.__name__}()."
        )
    if not callable(controller):
        raise OptionError(
            "Expected a controller: a function of an observation, a policy's name or the path of its file; found "
            f"{one_line(repr(controller), 80)}."
        )
    found: Callable[..., Any] = controller
    return found


def _of_text(text: str, task: Task, case: Case, *, traced: bool, level: Level, until: runner.Until) -> Episode:
    with Sandbox() as sandbox:
        episode = attempt(text, task, case, sandbox=sandbox, level=level, traced=traced, until=until)
        if episode.graph is not None:
            len(episode.graph)  # made while there is a sandbox to make it in
        return episode
