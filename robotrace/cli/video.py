"""`robotrace video`."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

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
from robotrace.cli.output import echo, errors, print_json
from robotrace.cli.subject import goal_of, run_of, task_for
from robotrace.text import one_line


def video(
    policy: PolicyOrRun,
    *,
    task: PlayedOn = None,
    number: Annotated[int, typer.Option("--goal", metavar="N", help="Which goal, from 0.")] = 0,
    out: Annotated[Path, typer.Option(help="Where to; its ending decides the kind: .mp4, .gif or .webp.")] = Path(
        "episode.mp4"
    ),
    split: GoalSplit = "heldout",
    seed: GoalSeed = None,
    control: Control = None,
    hold: Hold = None,
    horizon: Horizon = None,
    success: Success = None,
    env_kwargs: EnvKwargs = None,
    step_seconds: StepSeconds = None,
    fps: Annotated[int, typer.Option(min=1, max=120, help="Frames a second, one an action.")] = 10,
    trust: Trust = False,
    as_json: Json = False,
) -> None:
    """Film one episode: the robot, and beneath it the timestep, the controller's line and whether the task is solved.

    \b
      robotrace video results/push --goal 3                                    the run's best controller, episode.mp4
      robotrace video pick_place --task pick-place-v3 --out pick.webp          a bundled one, as an animated picture
      robotrace video ./mine.py --task ./mine.py:make_task --out mine.gif      your own, where the task has a camera
    """
    from robotrace.episodes.attempt import attempt
    from robotrace.episodes.programs import program_for
    from robotrace.playback.lines import lines_of
    from robotrace.playback.video import check_ending, film
    from robotrace.sandbox import Sandbox

    check_ending(out)
    case, before = goal_of(split, number), run_of(policy)
    options = of_task({"control": control, "hold": hold, "horizon": horizon, "success": success}, env_kwargs)
    made = task_for(policy, before, task, command="video", seed=seed, step_seconds=step_seconds, **options)
    text = program_for(before or policy, made).text
    with errors(as_json).status("playing and filming"), nullcontext() if trust else Sandbox() as sandbox:
        episode = attempt(text, made, case, sandbox=sandbox, traced=False)
        film(episode, made, lines_of(episode, text, sandbox=sandbox), out, fps=fps)
    if as_json:
        print_json({"file": str(out), "task": made.name, "goal": number, "split": split, "success": episode.success})
    else:
        solved = "solved" if episode.success else "not solved"
        came = solved if episode.solvable else f"return {episode.episode_return:.4g}"
        failed = "" if episode.failure is None else f"; the controller failed: {one_line(episode.failure.message, 300)}"
        echo(f"{out}: goal {number}, {came} in {len(episode)} actions{failed}")
