"""`robotrace baseline`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from robotrace.cli.options import (
    OUTPUT,
    Control,
    EnvKwargs,
    Goal,
    Heldout,
    Hold,
    Horizon,
    Json,
    Options,
    Quiet,
    StepSeconds,
    given,
    of_task,
    pairs,
)
from robotrace.cli.output import errors, print_json, print_rich
from robotrace.errors import UnknownNameError
from robotrace.results import RunFolder
from robotrace.show import console as show
from robotrace.show.machine import train_json
from robotrace.show.progress import following


def baseline(
    name: Annotated[
        str,
        typer.Argument(
            metavar="BASELINE", help="expert (the task's own, privileged), random, or sac or ppo (Stable-Baselines3)."
        ),
    ],
    task: Annotated[
        str, typer.Argument(metavar="TASK", help="A name (robotrace tasks lists them) or ./file.py:function.")
    ],
    *,
    goals: Annotated[
        int | None,
        typer.Option(help="Training goals that it is measured on; they decide which check is kept. Default: 5."),
    ] = None,
    heldout: Heldout = None,
    steps: Annotated[
        int | None, typer.Option(help="Environment steps that sac or ppo learns from, at most. Default: 100000.")
    ] = None,
    checks: Annotated[
        int | None, typer.Option(help="How often sac or ppo is measured on the way. Default: 10.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Of the goals, and of what is drawn. Default: 0.")] = None,
    control: Control = None,
    hold: Hold = None,
    horizon: Horizon = None,
    goal: Goal = None,
    env_kwargs: EnvKwargs = None,
    step_seconds: StepSeconds = None,
    option: Options = None,
    run: Annotated[
        Path | None,
        typer.Option(rich_help_panel=OUTPUT, help="Folder of the run. Default: a new one under results/."),
    ] = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Measure what code is compared with, on the same held-out goals: a run that plot and compare take beside others.

    Experts and random actions learn nothing and are drawn as a level. SAC and PPO learn a network on training goals; what solves
    most of them on the way is kept.

    \b
      robotrace baseline expert push-v3 --run results/push-expert
      robotrace baseline random push-v3
      robotrace baseline sac push-v3 --control raw --steps 1000000 --option learning_rate=0.0003
      robotrace compare results/push-* --out compare.png
    """
    from robotrace.baselines import ABOUT
    from robotrace.baselines import baseline as measure
    from robotrace.episodes import make

    if name not in ABOUT:
        raise UnknownNameError("baseline", name, ABOUT)
    options = of_task({"control": control, "hold": hold, "horizon": horizon, "goal": goal}, env_kwargs)
    made = make(task, seed=seed or 0, **options, **given(step_seconds=step_seconds))
    path = run or RunFolder.fresh("results", f"{made.name.split('/')[-1]}-{name}").path
    try:
        with following(errors(quiet), name, path) as listener:
            result = measure(
                name,
                made,
                goals=goals,
                heldout=heldout,
                steps=steps,
                checks=checks,
                options=pairs(option or ()),
                run=path,
                on_event=listener,
            )
    finally:
        RunFolder(path).discard()
    if as_json:
        print_json({**train_json(result), "baseline": result.baseline})
    else:
        print_rich(show.card(result))
