"""`robotrace show`."""

from __future__ import annotations

from typing import Annotated

import typer

from robotrace.cli.options import Control, Goal, Hold, Horizon, Json, Success, given
from robotrace.cli.output import print_json, print_rich


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

    options = given(control=control, hold=hold, horizon=horizon, success=success, goal=goal)
    made = subject_of(name, seed=seed, **options)
    if isinstance(made, Problem):
        print_json(page.problem_json(made)) if as_json else print_rich(page.problem_page(made, name))
    else:
        print_json(page.task_json(made)) if as_json else print_rich(page.task_page(made, name))
