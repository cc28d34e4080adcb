"""`robotrace eval`."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from robotrace.cli.doubts import control_notes, overlap_with_training
from robotrace.cli.options import (
    Control,
    Hold,
    Horizon,
    Json,
    Pool,
    Quiet,
    Ray,
    StepSeconds,
    Trust,
    Workers,
    first,
    given,
    named,
)
from robotrace.cli.output import errors, print_json, print_rich, read
from robotrace.errors import RunError, UnknownNameError
from robotrace.opto import Split
from robotrace.plugins import place_of
from robotrace.results import Run, RunFolder
from robotrace.results.trusted import refuse_import
from robotrace.show import console as show
from robotrace.show.machine import evaluation_json
from robotrace.show.progress import counting

SPLITS = ("heldout", "train")


def evaluate(
    policy: Annotated[
        str, typer.Argument(metavar="POLICY_OR_RUN", help="A bundled controller, ./file.py:function, or a run folder.")
    ],
    *,
    task: Annotated[str | None, typer.Option(help="A task's name. Default: the run's.")] = None,
    goals: Annotated[int, typer.Option(help="How many goals, from the first on.")] = 50,
    seed: Annotated[
        int | None, typer.Option("--seed", "--goal-seed", help="Of the goals. Default: the run's, or 0.")
    ] = None,
    split: Annotated[str, typer.Option(help="heldout for goals that training never saw, or train.")] = "heldout",
    control: Control = None,
    hold: Hold = None,
    horizon: Horizon = None,
    step_seconds: StepSeconds = None,
    trust: Trust = False,
    workers: Workers = None,
    pool: Pool = None,
    ray: Ray = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Measure a controller's success rate, with its 95 % interval, and list the goals that it fails.

    Episodes go on to the horizon, so that success at the last step is known too.

    \b
      robotrace eval results/push                                    a run's best controller
      robotrace eval pick_place --task pick-place-v3 --seed 7   a bundled one, on other goals
      robotrace eval ./mine.py --task reach-v3 --control raw         your own, in Meta-World's protocol
    """
    from robotrace.episodes import evaluate as measure
    from robotrace.episodes import find_controller, make

    if split not in SPLITS:
        raise UnknownNameError("split", split, SPLITS)
    before = _run_of(Path(policy))
    controller = before.best if before else find_controller(policy)
    if controller is None:
        raise RunError(f"The run {policy!r} has no controller yet.")
    config: Mapping[str, Any] = before.config if before else {}
    recorded = (config.get("made_from") or before.task) if before else None
    # Another task or control takes its own hold and horizon; a file that is named again is the run's own task.
    same = (task is None or _named_again(task, recorded)) and control in (None, config.get("control"))
    if task is None and recorded is not None:
        recorded = refuse_import(recorded, f"robotrace eval {shlex.quote(policy)} --task {{}}")
    options = {**(config.get("options", {}) if same else {}), **given(control=control, hold=hold, horizon=horizon)}
    chosen, goal_seed = named("--task", task, recorded), first(seed, config.get("seed"), 0)
    made = make(chosen, seed=goal_seed, **options, **given(step_seconds=step_seconds))
    with counting(errors(quiet), f"{made.name}, {split} goals", goals) as count:
        result = measure(
            controller,
            made,
            goals=goals,
            split=cast(Split, split),
            until="horizon",
            workers=workers,
            pool=first(pool, ray),
            trust=trust,
            on_episode=count,
        )
    misses = [show.Miss(episode.case.index, show.reason(episode)) for episode in result.episodes if not episode.success]
    overlap = overlap_with_training(
        made, before.config.get("seed") if before and made.name == before.task else None, split, goals
    )
    doubts = (*control_notes(made.control, before, policy), *overlap.notes, *result.notes)
    subject = show.Subject(policy, doubts, overlap.seen, before)
    if as_json:
        print_json(evaluation_json(result, made, subject, misses))
    else:
        print_rich(show.evaluation(result, made, subject, misses))


def _named_again(task: str, recorded: str | None) -> bool:
    return recorded is not None and place_of(task) is not None and place_of(recorded) is not None


def _run_of(path: Path) -> Run | None:
    """The run that a folder is, or that a best.py belongs to."""
    folder = RunFolder(path if path.is_dir() else path.parent)
    belongs = path.is_dir() or (folder.exists and path == folder.best)
    return read(folder.path) if belongs else None
