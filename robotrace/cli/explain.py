"""`robotrace explain`."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from robotrace.cli.options import (
    Control,
    EnvKwargs,
    GoalSeed,
    GoalSplit,
    Hold,
    Horizon,
    Json,
    PlayedOn,
    PolicyOrRun,
    StepSeconds,
    Success,
    Trust,
    of_task,
)
from robotrace.cli.output import errors, print_json, print_rich
from robotrace.cli.subject import goal_of, run_of, task_for
from robotrace.results import Run

if TYPE_CHECKING:
    from robotrace.episodes import Task


def explain(
    policy: PolicyOrRun,
    *,
    task: PlayedOn = None,
    number: Annotated[
        int, typer.Option("--goal", metavar="N", help="Which goal, from 0; `robotrace eval` lists what fails.")
    ] = 0,
    split: GoalSplit = "heldout",
    seed: GoalSeed = None,
    control: Control = None,
    hold: Hold = None,
    horizon: Horizon = None,
    success: Success = None,
    env_kwargs: EnvKwargs = None,
    step_seconds: StepSeconds = None,
    trace: Annotated[bool, typer.Option(help="Show the trace too.")] = True,
    trust: Trust = False,
    as_json: Json = False,
) -> None:
    """Say why a goal fails: what happened, how often each line of the controller returned, and the trace.

    Beside it stands the solved goal that begins most like it. To see it: robotrace video.

    \b
      robotrace explain results/push --goal 13
      robotrace explain ./mine.py --task reach-v3 --goal 2 --split train
    """
    from robotrace.episodes.programs import program_for
    from robotrace.playback.explain import explain as find_out
    from robotrace.sandbox import Sandbox
    from robotrace.show.explain import explanation, explanation_json

    case, before = goal_of(split, number), run_of(policy)
    options = of_task({"control": control, "hold": hold, "horizon": horizon, "success": success}, env_kwargs)
    made = task_for(policy, before, task, command="explain", seed=seed, step_seconds=step_seconds, **options)
    text = program_for(before or policy, made).text
    with errors(as_json).status("playing"), nullcontext() if trust else Sandbox() as sandbox:
        found = find_out(
            text, made, case, sandbox=sandbox, solved=None if before is None else _solved(before, made, split)
        )
    if as_json:
        print_json(explanation_json(found))
    else:
        print_rich(explanation(found, trace=trace))


def _solved(run: Run, task: Task, split: str) -> list[int] | None:
    """The held-out goals that a run's best controller is recorded to solve; None where these are other goals."""
    same = (
        run.task == task.name and run.config.get("seed", 0) == task.seed and run.config.get("control") == task.control
    )
    if run.best_id is None or not same or split != "heldout":
        return None
    return [outcome.case.index for outcome in run.tested.get(run.best_id, ()) if outcome.success] or None
