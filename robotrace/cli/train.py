"""`robotrace train`."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
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
    Llm,
    Memory,
    Model,
    Options,
    Pool,
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
    Student,
    Success,
    Temperature,
    Timeout,
    Track,
    Trust,
    View,
    Vision,
    Watch,
    Workers,
    capped,
    first,
    given,
    named,
    of_task,
    pairs,
)
from robotrace.cli.output import echo, errors, note, print_json, print_rich, read
from robotrace.cli.recorded import begun_from, known_caps, recorded_task, replayed, resumed
from robotrace.cli.watch import beside
from robotrace.errors import OptionError, RunError, UnknownNameError
from robotrace.optimizers import optimizer_help
from robotrace.opto import ROBOT, Declaration, Optimizer, Problem, Program, Words
from robotrace.plugins import place_of
from robotrace.results import Run, RunFolder, files
from robotrace.show import console as show
from robotrace.show.machine import train_json
from robotrace.show.picture import expect_pictures
from robotrace.show.progress import following

if TYPE_CHECKING:
    from robotrace.episodes import Task
    from robotrace.training.recorder import Listener


@capped
def train(
    task: Annotated[
        str | None,
        typer.Argument(
            metavar="TASK",
            help="A name (robotrace tasks lists them), a suite's or several with commas for one controller of many tasks, or "
            "./file.py:function; a problem of yours: ./file.py:problem.",
        ),
    ] = None,
    *,
    optimizer: Annotated[
        str | None,
        typer.Option(metavar="NAME", help=f"{optimizer_help()}. Default: auto."),
    ] = None,
    tune_every: Annotated[
        int | None,
        typer.Option(
            metavar="K", help="Let tune fit the numbers after every K iterations of the optimizer. Default: never."
        ),
    ] = None,
    policy: Annotated[
        str | None,
        typer.Option(
            "--policy",
            "--from",
            help="Controller to begin with: a bundled one, ./file.py:function, a run, to train its best one on, or a folder "
            "exported for a hub; the last two bring their TASK. Default: blank, or one that leaves an action in its middle; for a "
            "model on a robot that is not calibrated, a probe of its actions.",
        ),
    ] = None,
    feedback: Annotated[
        str | None,
        typer.Option(
            help="What the optimizer is given: score, facts, or hints (facts and the expert's targets). Default: what the "
            "optimizer asks for; facts for most."
        ),
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
    seed: Annotated[int | None, typer.Option(help="Of the goals. Default: 0.")] = None,
    control: Control = None,
    hold: Hold = None,
    horizon: Horizon = None,
    success: Success = None,
    goal: Goal = None,
    env_kwargs: EnvKwargs = None,
    step_seconds: StepSeconds = None,
    student: Student = None,
    model: Model = None,
    llm: Llm = None,
    view: View = None,
    memory: Memory = None,
    reply: ReplyForm = None,
    vision: Vision = None,
    temperature: Temperature = None,
    reasoning_effort: ReasoningEffort = None,
    timeout: Timeout = None,
    option: Options = None,
    caps: Mapping[str, Any],
    trust: Trust = False,
    workers: Workers = None,
    pool: Pool = None,
    ray: Ray = None,
    run: Annotated[
        Path | None,
        typer.Option(rich_help_panel=OUTPUT, help="Folder of the run. Default: a new one under results/."),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            rich_help_panel=OUTPUT,
            help="Continue a run, under the settings it has: --resume RUN, or --run RUN --resume.",
        ),
    ] = False,
    show_code: Annotated[
        bool, typer.Option("--show-code", rich_help_panel=OUTPUT, help="Show the result's code even where it is long.")
    ] = False,
    track: Track = None,
    watch: Watch = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Train a controller on a task, and try the best one on goals that training never saw.

    A run is a folder: every controller that was tried, what was measured, a plot, and best.py to be used alone. Killed at any
    moment, it can be resumed: to the same best.py, and no reply is paid for twice.

    \b
      robotrace train pick-place-v3                         no language model, no key
      robotrace train push-v3 --seed 3 --run results/push   other goals, a folder of your choice
      robotrace train MT10                                  one controller for ten tasks
      robotrace train --resume results/push                 continue after Ctrl-C or a crash
      robotrace train reach-v3 --policy ./mine.py --model gpt-5.2 --max-usd 2
      robotrace train --llm replay:results/reach            the same again from the recorded replies
      robotrace train ./mine.py:problem --model gpt-5.2     a problem of yours, such as a robotrace.DataProblem
    """
    from robotrace.episodes import LEVELS
    from robotrace.training import Budget, starting_controller, subject_of
    from robotrace.training import train as start_training
    from robotrace.training.robot import learnt_on

    if feedback is not None and feedback not in LEVELS:
        raise UnknownNameError("feedback level", feedback, LEVELS)
    if resume and run is None:
        task, run = None, resumed(task)
    replay = replayed(llm, optimizer or model)
    before = read(run) if resume and run is not None else None if replay is None else read(replay)
    config: Mapping[str, Any] = before.config if before else {}
    if task is None and before is None and policy is not None:
        task, config = begun_from(policy)
    told = of_task({"control": control, "hold": hold, "horizon": horizon, "success": success, "goal": goal}, env_kwargs)
    made = subject_of(
        named("TASK", task, recorded_task(before, llm, run) if task is None else None),
        seed=seed,
        recorded=config.get("seed"),
        **{**config.get("options", {}), **told},
        **given(step_seconds=step_seconds, student=student),
    )
    program: Program | str = "blank"
    if isinstance(made, Problem):
        if refused := given(policy=policy, feedback=feedback):
            raise OptionError(
                f"--{min(refused)} goes with a robot's task: {made.name} is a problem, which has its own."
            )
    elif policy is not None:
        program = policy
    else:
        written = config.get("controller")
        program = _begun_with(made, optimizer, model, quiet) if written is None else Program.parse(written)
    options = given(
        view=view,
        memory=memory,
        reply=reply,
        vision=vision,
        samples=samples,
        temperature=temperature,
        reasoning_effort=reasoning_effort,
        timeout=timeout,
        tune_every=tune_every,
        **pairs(option or ()),
    )
    chosen = _chosen(made, optimizer, model, options, program=program, before=before, replay=replay, quiet=quiet)
    if not isinstance(made, Problem) and policy is None and before is None and Declaration.of(chosen).asks_a_model:
        program = starting_controller(made, probes=True)
    if not isinstance(made, Problem) and (learnt := learnt_on(made, chosen)) is not None:
        note(
            f"robotrace: {chosen.name} learns under {learnt.control} control, and what it learns is carried over to {made.control} "
            "control: best.py and the held-out figures are for that."
        )
        if policy is None and before is None:
            program = starting_controller(learnt)
    path = run or RunFolder.fresh("results", f"{made.name.split('/')[-1]}-{chosen.name}").path
    words = Words.of(made) if isinstance(made, Problem) else ROBOT
    shown = beside(path, watch, quiet)
    with _stopping(path, task), shown, following(errors(quiet), chosen.name, path, words) as listener:
        result: Run = start_training(
            *((made,) if isinstance(made, Problem) else (program, made)),
            optimizer=chosen,
            feedback=None if isinstance(made, Problem) else first(feedback, before.feedback if before else None),
            iterations=first(iterations, config.get("iterations"), 20),
            goals=first(goals, config.get("goals")),
            batch=first(batch, config.get("minibatch")),
            retest=retest,
            stages=stages,
            confirm=config.get("confirm"),
            heldout=first(heldout, config.get("heldout")),
            heldout_curve=first(heldout_curve, config.get("heldout_curve"), False),
            search=first(search, config.get("search")),
            retries=first(retries, config.get("retries"), 1),
            budget=Budget(**{**known_caps(config.get("caps", {})), **caps}),
            run=path,
            resume=resume,
            replay=replay,
            trust=trust,
            workers=workers,
            pool=first(pool, ray),
            on_event=_foreseeing(listener),
            track=tuple(track or ()),
        )
    _report(result, show_code=show_code, as_json=as_json)


def _begun_with(task: Task, optimizer: str | None, model: str | None, quiet: bool) -> Program | str:
    """What training begins with where nobody says; a note where the task, or a search of numbers, decided that."""
    from robotrace.optimizers import searches
    from robotrace.training import start_words, starting_controller

    searched = searches(optimizer, task.levels, model=model)
    if words := start_words(task, searched=searched):
        note(words, quiet)
    return starting_controller(task, searched=searched)


def _chosen(
    made: Task | Problem,
    name: str | None,
    model: str | None,
    options: dict[str, Any],
    *,
    program: Program | str,
    before: Run | None,
    replay: Path | None,
    quiet: bool,
) -> Optimizer:
    """The optimizer that is asked for, recorded, or fitting; where the user did not choose it, a note says which and why."""
    from robotrace.optimizers import automatic, choose
    from robotrace.training import continuing, replaying, search_options, trainable

    if before is not None and replay is not None:
        return replaying(before)
    if before is not None and name != "auto":
        return continuing(before, options, name=name, model=model)
    if name is None or name == "auto":
        if isinstance(made, Problem):
            name, why = automatic(
                (),
                model=model,
                variables=lambda: made.variables,
                words=Words.of(made),
                unaided=getattr(made, "unaided", None),
            )
        else:
            name, why = automatic(made.levels, model=model, variables=lambda: trainable(program).variables)
        note(f"optimizer {name}: {why}", quiet)
    begun = {} if isinstance(made, Problem) else search_options(made, program, name, options)
    return choose(name, {**begun, **options}, model=model)


def _foreseeing(listener: Listener) -> Listener:
    """A listener that has what draws the plot loaded while workers play the last goals."""
    loading = False

    def heard(event: Mapping[str, Any]) -> None:
        nonlocal loading
        if not loading and event["event"] == "query" and event["split"] == "heldout":
            loading = True
            expect_pictures()
        listener(event)

    return heard


def _report(run: Run, *, show_code: bool, as_json: bool) -> None:
    from robotrace.show.plot import plot as draw

    pictures: list[str] = []
    try:
        pictures = [str(file) for file in draw([run], run.folder.plot())]
    except RunError as error:  # the result is worth more than its picture
        note(f"robotrace: {error}")
    if as_json:
        print_json(train_json(run))
        return
    print_rich(show.card(run, pictures[:1]))
    text = files.read(run.folder.best, within=run.folder.path).decode()
    if show_code or show.is_short(text):
        print_rich(show.code(text), soft_wrap=True)
    echo(show.next_steps(run))


@contextmanager
def _stopping(path: Path, task: str | None) -> Iterator[None]:
    """Ctrl-C shows what is left and how to resume; a run that never began leaves no folder behind."""
    folder = RunFolder(path)
    try:
        yield
    except KeyboardInterrupt:
        if not folder.exists:
            raise
        place = shlex.quote(str(path))
        named_again = task is not None and place_of(task) is not None  # a file is not imported on the folder's word
        again = f"{shlex.quote(task)} --run {place} --resume" if named_again and task else f"--resume {place}"
        raise KeyboardInterrupt(
            f"What was measured stays readable in {path}; resume with: robotrace train {again}"
        ) from None
    finally:
        folder.discard()
