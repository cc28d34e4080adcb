"""`robotrace explain`."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated, cast

import typer

from robotrace.cli.options import Control, Hold, Horizon, Json, StepSeconds, Success, Trust, given
from robotrace.cli.output import errors, print_json, print_rich
from robotrace.cli.subject import run_of, task_for
from robotrace.errors import UnknownNameError
from robotrace.opto import Case, Split
from robotrace.results import Run

if TYPE_CHECKING:
    from robotrace.episodes import Task


def explain(
    policy: Annotated[
        str, typer.Argument(metavar="POLICY_OR_RUN", help="A bundled controller, ./file.py:function, or a run folder.")
    ],
    *,
    task: Annotated[str | None, typer.Option(help="A task's name. Default: the run's.")] = None,
    number: Annotated[
        int, typer.Option("--goal", metavar="N", help="Which goal, from 0; `robotrace eval` lists what fails.")
    ] = 0,
    split: Annotated[str, typer.Option(help="heldout for goals that training never saw, or train.")] = "heldout",
    seed: Annotated[
        int | None, typer.Option("--seed", "--goal-seed", help="Of the goals. Default: the run's, or 0.")
    ] = None,
    control: Control = None,
    hold: Hold = None,
    horizon: Horizon = None,
    success: Success = None,
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

    if split not in ("heldout", "train"):
        raise UnknownNameError("split", split, ("heldout", "train"))
    before = run_of(policy)
    options = given(control=control, hold=hold, horizon=horizon, success=success)
    made = task_for(policy, before, task, command="explain", seed=seed, step_seconds=step_seconds, **options)
    text = program_for(before or policy, made).text
    with errors(as_json).status("playing"), nullcontext() if trust else Sandbox() as sandbox:
        case = Case(cast(Split, split), number)
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
