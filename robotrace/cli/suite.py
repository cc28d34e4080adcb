"""`robotrace suite`."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from robotrace.cli.options import (
    OUTPUT,
    Batch,
    Control,
    EnvKwargs,
    Goal,
    Goals,
    Heldout,
    HeldoutCurve,
    Hold,
    Horizon,
    Iterations,
    Json,
    Memory,
    Model,
    Options,
    Quiet,
    Ray,
    ReasoningEffort,
    ReplyForm,
    Retest,
    Retries,
    Samples,
    Search,
    Stages,
    StepSeconds,
    Success,
    Temperature,
    Timeout,
    Trust,
    View,
    Vision,
    Width,
    capped,
    first,
    given,
    of_task,
    pairs,
)
from robotrace.cli.output import echo, errors, note, print_json, print_rich
from robotrace.errors import OptionError

if TYPE_CHECKING:
    from robotrace.results.suites.folder import SuiteFolder
    from robotrace.results.suites.plan import SuitePlan
    from robotrace.results.suites.reader import SuiteResults

SUITE = "Suite"


@capped
def suite(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="SUITE",
            help="MT10, MT25, MT50, ML10, ML45, SHIFT10; MT1:TASK or ML1:TASK for one task; one of an installed package; or a file "
            "of yours, ./mine.toml.",
        ),
    ] = None,
    *,
    optimizers: Annotated[
        str | None,
        typer.Option(
            metavar="NAMES",
            rich_help_panel=SUITE,
            help="Optimizers, commas between them, as in induce,tune. Default: auto.",
        ),
    ] = None,
    seeds: Annotated[
        str | None,
        typer.Option(
            metavar="N",
            rich_help_panel=SUITE,
            help="How many seeds of the goals, from 0 on; or which: 3,5,8. Default: 3.",
        ),
    ] = None,
    policy: Annotated[
        str | None, typer.Option(rich_help_panel=SUITE, help="Controller to begin with, as for train. Default: blank.")
    ] = None,
    feedback: Annotated[
        str | None, typer.Option(rich_help_panel=SUITE, help="As for train. Default: what each optimizer asks for.")
    ] = None,
    iterations: Iterations = None,
    goals: Goals = None,
    batch: Batch = None,
    retest: Retest = None,
    stages: Stages = None,
    heldout: Heldout = None,
    heldout_curve: HeldoutCurve = None,
    search: Search = None,
    samples: Samples = None,
    retries: Retries = None,
    control: Control = None,
    hold: Hold = None,
    horizon: Horizon = None,
    success: Success = None,
    goal: Goal = None,
    env_kwargs: EnvKwargs = None,
    step_seconds: StepSeconds = None,
    model: Model = None,
    view: View = None,
    memory: Memory = None,
    reply: ReplyForm = None,
    vision: Vision = None,
    temperature: Temperature = None,
    reasoning_effort: ReasoningEffort = None,
    timeout: Timeout = None,
    tune_every: Annotated[
        int | None, typer.Option(metavar="K", rich_help_panel=SUITE, help="As for train. Default: never.")
    ] = None,
    option: Options = None,
    caps: Mapping[str, Any],
    trust: Trust = False,
    workers: Annotated[
        int | None,
        typer.Option(
            rich_help_panel="Machine",
            help="Runs side by side; it changes no figure. Default: one a CPU.",
        ),
    ] = None,
    pool: Annotated[
        str | None,
        typer.Option(
            metavar="BACKEND",
            rich_help_panel="Machine",
            help="What the runs are spread over: serial, processes, ray or ray:ADDRESS (a cluster: auto, local, "
            "ray://host:10001), or ./file.py:Class. Default: processes.",
        ),
    ] = None,
    ray: Ray = None,
    out: Annotated[
        Path | None,
        typer.Option(rich_help_panel=OUTPUT, help="Folder of the suite. Default: a new one under results/."),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            rich_help_panel=OUTPUT,
            help="Go on with a suite: --resume FOLDER, or with its name, --out FOLDER --resume.",
        ),
    ] = False,
    redo: Annotated[
        bool,
        typer.Option(
            "--redo",
            rich_help_panel=OUTPUT,
            help="With --resume: run broken runs anew; what is there of them is kept beside.",
        ),
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", rich_help_panel=OUTPUT, help="Say what would run, and about how long; run nothing."),
    ] = False,
    width: Width = 7.2,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Train on many tasks with several optimizers and seeds, side by side, and summarise it all.

    Each run is an ordinary one, in OUT/TASK/OPTIMIZER/seed-N, and gets the options that train has. Beside them are summary.csv,
    summary.md, summary.tex (booktabs) and plots/. Killed at any moment, a suite is resumed to the same summary. A run that fails is
    said to have failed, and the others go on.

    \b
      robotrace suite MT10 --optimizers induce,tune --seeds 3
      robotrace suite MT1:reach-v3 --seeds 0,7 --out results/reach
      robotrace suite ./mine.toml --dry-run         what would run, how long
      robotrace suite --resume results/MT10-001     after Ctrl-C or a crash
      robotrace suite MT50 --model gpt-5.2 --max-usd 1 --ray auto
    """
    from robotrace.results.suites.folder import SuiteFolder
    from robotrace.results.suites.reader import read_suite
    from robotrace.training.suites.making import fresh_folder

    settings = given(
        policy=policy,
        feedback=feedback,
        iterations=iterations,
        goals=goals,
        batch=batch,
        retest=retest,
        stages=stages,
        heldout=heldout,
        heldout_curve=heldout_curve,
        search=search,
        samples=samples,
        retries=retries,
        control=control,
        hold=hold,
        horizon=horizon,
        success=success,
        goal=goal,
        env_kwargs=of_task({}, env_kwargs) or None,
        step_seconds=step_seconds,
        model=model,
        view=view,
        memory=memory,
        reply=reply,
        vision=vision,
        temperature=temperature,
        reasoning_effort=reasoning_effort,
        timeout=timeout,
        tune_every=tune_every,
        option=pairs(option) if option else None,
        **{f"max_{meter}": cap for meter, cap in caps.items()},
    )
    if redo and not resume:
        raise OptionError("--redo goes with --resume: a new suite has nothing that is broken.")
    asked = given(optimizers=_names(optimizers), seeds=_seeds(seeds))
    if resume and out is None:
        plan, out = _recorded(name, {**settings, **asked})
    else:
        plan = _plan(name, settings, asked)
    backend = first(pool, ray)
    if dry_run:
        before = read_suite(SuiteFolder(out)) if out is not None and SuiteFolder(out).exists else None
        _foretell(plan, backend, workers, before, as_json=as_json)
        return
    folder = SuiteFolder(out) if out is not None else fresh_folder(plan)
    results = _run(
        plan, folder, name, resume=resume, redo=redo, pool=backend, workers=workers, trust=trust, quiet=quiet
    )
    _report(results, width=width, as_json=as_json)


def _plan(name: str | None, settings: Mapping[str, Any], asked: Mapping[str, Any]) -> SuitePlan:
    from robotrace.episodes.suites import suite_names
    from robotrace.training.suites.making import Asked
    from robotrace.training.suites.settings import checked

    if name is None:
        raise OptionError(f"SUITE is missing: which one? {', '.join(suite_names())}, or a file of yours, ./mine.toml.")
    return Asked.of(name).plan(settings=checked(settings, kind="option"), **asked)


def _recorded(place: str | None, said: Mapping[str, Any]) -> tuple[SuitePlan, Path]:
    """The plan of `--resume FOLDER`, which a command line reads as a flag and an argument; it imports no file on its word.

    Raises:
        OptionError: No folder is named, options are given beside it, or the plan names files of Python.
        RunError: The folder is no suite's.
    """
    from robotrace.results.suites.folder import SuiteFolder
    from robotrace.training.suites.making import check

    if place is None:
        raise OptionError("--resume needs the folder of the suite: --resume FOLDER, or SUITE --out FOLDER --resume.")
    plan = SuiteFolder(Path(place)).plan()
    if said:
        option = min(said).replace("_", "-")
        raise OptionError(
            f"--resume {place} goes on under the settings that the suite has: leave --{option} out, or begin another one."
        )
    if plan.places:
        raise OptionError(
            f"The suite {place!r} is of files of Python, such as {plan.places[0]}. They are imported only where you name them: "
            f"robotrace suite ./FILE.toml --out {shlex.quote(place)} --resume, with the options that it was begun with."
        )
    check(plan)
    return plan, Path(place)


def _run(
    plan: SuitePlan,
    folder: SuiteFolder,
    name: str | None,
    *,
    resume: bool,
    redo: bool,
    pool: str | None,
    workers: int | None,
    trust: bool,
    quiet: bool,
) -> SuiteResults:
    from robotrace.show.suites.table import going_on
    from robotrace.show.suites.watching import watching
    from robotrace.training.suites.front import run_suite

    again = going_on(plan, folder, name)
    try:
        with watching(errors(quiet)) as watch:
            return run_suite(
                plan, folder.path, resume=resume, redo=redo, pool=pool, workers=workers, trust=trust, watch=watch
            )
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"What was measured stays readable in {folder.path}; resume with: {again}") from None
    finally:
        folder.discard()


def _report(results: SuiteResults, *, width: float, as_json: bool) -> None:
    from robotrace.show.suites.as_json import suite_json
    from robotrace.show.suites.summary import write_summary
    from robotrace.show.suites.table import suite_card

    files = [str(file) for file in write_summary(results, width=width)]
    if as_json:
        print_json(suite_json(results, files))
    else:
        print_rich(suite_card(results))
        for file in files:
            note(f"written {file}")
    if not results.complete:
        raise typer.Exit(1)


def _foretell(
    plan: SuitePlan, pool: str | None, workers: int | None, before: SuiteResults | None, *, as_json: bool
) -> None:
    from robotrace.show.suites.as_json import plan_json
    from robotrace.show.suites.dry_run import foretold
    from robotrace.training.suites.estimate import estimate
    from robotrace.training.suites.front import slots_of

    found = estimate(plan, slots=slots_of(pool, workers), before=before)
    if as_json:
        print_json({**plan_json(plan), "estimate": found.as_json()})
    else:
        echo(foretold(plan, found))


def _names(said: str | None) -> Sequence[str] | None:
    return None if said is None else [name.strip() for name in said.split(",")]


def _seeds(said: str | None) -> Sequence[int] | int | None:
    if said is None:
        return None
    try:
        seeds = [int(seed) for seed in said.split(",")]
    except ValueError:
        raise OptionError(
            f"--seeds: expected a number of seeds, or seeds with commas between them; found {said!r}."
        ) from None
    return seeds if "," in said else seeds[0]
