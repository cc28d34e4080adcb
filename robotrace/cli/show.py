"""`robotrace show`."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from robotrace.cli.options import Control, EnvKwargs, Goal, Hold, Horizon, Json, Success, of_task
from robotrace.cli.output import print_json, print_rich, read
from robotrace.errors import OptionError
from robotrace.results import RunFolder


def show(
    name: Annotated[
        str, typer.Argument(metavar="TASK", help="A task or a problem: its name (robotrace tasks) or ./file.py:thing.")
    ],
    *,
    seed: Annotated[int, typer.Option(help="Of its goals or cases.")] = 0,
    control: Control = None,
    hold: Hold = None,
    horizon: Horizon = None,
    success: Success = None,
    goal: Goal = None,
    env_kwargs: EnvKwargs = None,
    as_json: Json = False,
) -> None:
    """Show a task whole: what is to be done, what a controller is given and returns, its goals, and the smallest controller.

    Of a problem that is no robot's: its context, variables and cases.

    \b
      robotrace show push-v3
      robotrace show numerical/booth
      robotrace show ./mine.py:make_task
    """
    from robotrace.opto import Problem
    from robotrace.show import subject as page
    from robotrace.training.subject import subject_of

    if RunFolder(Path(name)).exists:
        raise OptionError(
            f"{name!r} is a run's folder, not a task: `robotrace report {shlex.quote(name)}` shows it, `robotrace show "
            f"{shlex.quote(read(Path(name)).task)}` its task."
        )
    told = {"control": control, "hold": hold, "horizon": horizon, "success": success, "goal": goal}
    made = subject_of(name, seed=seed, **of_task(told, env_kwargs))
    if isinstance(made, Problem):
        print_json(page.problem_json(made)) if as_json else print_rich(page.problem_page(made, name))
    else:
        print_json(page.task_json(made)) if as_json else print_rich(page.task_page(made, name))
