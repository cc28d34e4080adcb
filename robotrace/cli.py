"""The command line: it parses, calls and prints. Everything that it does can be done from Python."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, cast

import typer
from rich.console import Console, RenderableType
from typer.core import TyperGroup

from robotrace.errors import OptionError, RobotraceError, RunError, UnknownNameError
from robotrace.opto import Split
from robotrace.results import Run, RunFolder, read_run
from robotrace.show import console as show
from robotrace.show.machine import evaluation_json, train_json
from robotrace.show.progress import counting, following

USAGE = (UnknownNameError, OptionError)
LEVELS, SPLITS = ("score", "facts", "hints"), ("heldout", "train")


class Commands(TyperGroup):
    """The commands; an error that robotrace raises on purpose becomes one line."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except RobotraceError as error:
            typer.echo(f"robotrace: {' '.join(str(error).split())}", err=True)
            raise typer.Exit(2 if isinstance(error, USAGE) else 1) from error
        except KeyboardInterrupt as stop:
            typer.echo(f"robotrace: stopped. {stop}".rstrip(), err=True)
            raise typer.Exit(130) from stop


def _unneeded(given: bool) -> None:
    if given:
        typer.echo("--unsafe-in-process is not needed any more: controllers run in a sandbox.", err=True)


app = typer.Typer(
    name="robotrace",
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_show_locals=False,  # they may hold a key
    context_settings={"help_option_names": ["-h", "--help"]},
)

ROBOT, MODEL, MACHINE, OUTPUT = "Robot", "Language model", "Machine", "Output"

Json = Annotated[
    bool,
    typer.Option("--json", rich_help_panel=OUTPUT, help="Print one JSON object, and nothing else, on standard output."),
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", rich_help_panel=OUTPUT, help="Show no progress, only the result.")
]
Control = Annotated[
    str | None,
    typer.Option(
        rich_help_panel=ROBOT,
        help="How actions drive the robot: macro (a hand target, tracked for some simulator steps) or raw "
        "(Meta-World's own protocol). Success rates hold for one control only. Default: macro.",
    ),
]
Hold = Annotated[
    int | None, typer.Option(rich_help_panel=ROBOT, help="Simulator steps that a macro action lasts. Default: 10.")
]
Horizon = Annotated[
    int | None, typer.Option(rich_help_panel=ROBOT, help="Most actions in an episode. Default: 50, raw 500.")
]
Workers = Annotated[
    int | None,
    typer.Option(
        rich_help_panel=MACHINE,
        help="Processes that run episodes side by side; the results are the same with any number. Default: one a core.",
    ),
]
Ray = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS", rich_help_panel=MACHINE, help="Run them on a Ray cluster: auto, local, or ray://host:10001."
    ),
]
Trust = Annotated[
    bool,
    typer.Option(
        "--trust",
        rich_help_panel=MACHINE,
        help="Run controllers unprotected, with all that you may do. Without it they run in a sandbox.",
    ),
]
Unneeded = Annotated[bool, typer.Option("--unsafe-in-process", hidden=True, callback=_unneeded)]


def main() -> None:
    """The console script."""
    app()


def _version(wanted: bool) -> None:
    if wanted:
        import robotrace

        typer.echo(f"robotrace {robotrace.__version__}")
        raise typer.Exit


@app.callback()
def about(
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """Robot controllers that people can read, trained by rewriting their code.

    Begin with this. It trains a controller, tries it on goals that it never saw and draws its success, without a key:

    \b
      robotrace train pick-place-v3
    """


@app.command()
def tasks(
    pattern: Annotated[str, typer.Argument(metavar="FILTER", help="Part of a name.", show_default=False)] = "",
    as_json: Json = False,
) -> None:
    """List the tasks, with what each of them asks for.

    A name may leave out what stands before the slash.

    \b
      robotrace tasks            all of them
      robotrace tasks drawer     those with "drawer" in their name
    """
    from robotrace.rollout import make, task_names

    names = [name for name in task_names() if pattern in name]
    if not names:
        raise UnknownNameError("task", pattern, (name.split("/")[-1] for name in task_names()))
    made = (make(name) for name in names)
    rows = [show.TaskRow(task.name, show.summary(task.instruction), task.horizon, tuple(task.levels)) for task in made]
    if as_json:
        _print_json({"tasks": [row._asdict() for row in rows]})
    else:
        _print(show.tasks_table(rows))


@app.command()
def train(
    task: Annotated[
        str | None,
        typer.Argument(metavar="TASK", help="A name (robotrace tasks lists them) or ./file.py:function."),
    ] = None,
    *,
    optimizer: Annotated[
        str | None,
        typer.Option(
            help="induce (fits code to the expert's hints), optoprime (asks a language model), or auto: optoprime "
            "where a model is named, else induce. Default: auto.",
        ),
    ] = None,
    policy: Annotated[
        str | None, typer.Option(help="Controller to begin with: a bundled one, or ./file.py:function. Default: blank.")
    ] = None,
    feedback: Annotated[
        str | None,
        typer.Option(
            help="What the optimizer is told: score, facts, or hints (facts and the expert's targets). Default: hints "
            "for induce, else facts.",
        ),
    ] = None,
    iterations: Annotated[int | None, typer.Option(help="Largest number of proposals. Default: 20.")] = None,
    goals: Annotated[int | None, typer.Option(help="Training goals to begin with. Default: 5.")] = None,
    heldout: Annotated[int | None, typer.Option(help="Held-out goals to try the result on. Default: 50.")] = None,
    seed: Annotated[int | None, typer.Option(help="Of the goals. Default: 0.")] = None,
    control: Control = None,
    hold: Hold = None,
    horizon: Horizon = None,
    model: Annotated[
        str | None,
        typer.Option(rich_help_panel=MODEL, help="Which model optoprime asks. Default: the variable ROBOTRACE_MODEL."),
    ] = None,
    view: Annotated[
        str | None,
        typer.Option(rich_help_panel=MODEL, help="How much of the trace it is shown: full or masked. Default: full."),
    ] = None,
    memory: Annotated[
        int | None, typer.Option(rich_help_panel=MODEL, help="How many earlier attempts it is shown.")
    ] = None,
    trust: Trust = False,
    _unsafe: Unneeded = False,
    workers: Workers = None,
    ray: Ray = None,
    run: Annotated[
        Path | None,
        typer.Option(rich_help_panel=OUTPUT, help="Folder of the run. Default: a new one under results/."),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume", rich_help_panel=OUTPUT, help="Go on with the run in --run, under the settings it has."
        ),
    ] = False,
    show_code: Annotated[
        bool, typer.Option("--show-code", rich_help_panel=OUTPUT, help="Show the result's code even where it is long.")
    ] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Train a controller on a task, and try the best one on goals that training never saw.

    A run is a folder: every controller that was tried, what was measured, a plot, and best.py to be used alone.

    \b
      robotrace train pick-place-v3                         no language model, no key
      robotrace train push-v3 --seed 3 --run results/push   other goals, a folder of your choice
      robotrace train --run results/push --resume           go on after Ctrl-C or a crash
      robotrace train reach-v3 --policy ./mine.py --model gpt-5.2
    """
    from robotrace.optimizers import automatic, choose
    from robotrace.opto import Program
    from robotrace.rollout import make
    from robotrace.training import train as start_training

    if feedback is not None and feedback not in LEVELS:
        raise UnknownNameError("feedback level", feedback, LEVELS)
    if resume and run is None:
        raise OptionError("--resume needs the folder of the run to go on with: --run FOLDER.")
    before = _read(run) if resume and run is not None else None
    config: Mapping[str, Any] = before.config if before else {}
    made = make(
        _named("TASK", task, before.task if before else None),
        seed=_first(seed, config.get("seed"), 0),
        **{**config.get("options", {}), **_given(control=control, hold=hold, horizon=horizon)},
    )
    name = _first(optimizer, before.optimizer if before else None, "auto")
    model = _first(model, config.get("model"))
    if name == "auto":
        name, why = automatic(made.levels, model=model)
        _note(f"optimizer {name}: {why}", quiet)
    chosen = choose(
        name,
        made.levels,
        model=model,
        **_given(view=_first(view, config.get("view")), memory=_first(memory, config.get("memory"))),
    )
    written = config.get("controller")
    controller = policy if policy is not None or written is None else Program.parse(written)
    path = run or RunFolder.fresh("results", f"{made.name.split('/')[-1]}-{chosen.name}").path
    with _stopping(path), following(_errors(quiet), chosen.name, path) as listener:
        result: Run = start_training(
            controller or "blank",
            made,
            optimizer=chosen,
            feedback=_first(feedback, before.feedback if before else None),
            iterations=_first(iterations, config.get("iterations"), 20),
            goals=_first(goals, config.get("goals"), 5),
            heldout=_first(heldout, config.get("heldout"), 50),
            run=path,
            resume=resume,
            trust=trust,
            workers=workers,
            ray=ray,
            on_event=listener,
        )
    _report(result, show_code=show_code, as_json=as_json)


@app.command("eval")
def evaluate(
    policy: Annotated[
        str, typer.Argument(metavar="POLICY_OR_RUN", help="A bundled controller, ./file.py:function, or a run folder.")
    ],
    *,
    task: Annotated[str | None, typer.Option(help="A task's name. Default: the run's.")] = None,
    goals: Annotated[int, typer.Option(help="How many goals, from the first on.")] = 50,
    goal_seed: Annotated[int | None, typer.Option(help="Of the goals. Default: the run's, or 0.")] = None,
    split: Annotated[str, typer.Option(help="heldout for goals that training never saw, or train.")] = "heldout",
    control: Control = None,
    hold: Hold = None,
    horizon: Horizon = None,
    trust: Trust = False,
    _unsafe: Unneeded = False,
    workers: Workers = None,
    ray: Ray = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Measure a controller's success rate, with its 95 % interval, and list the goals that it fails.

    Episodes go on to the horizon, so that success at the last step is known too.

    \b
      robotrace eval results/push                                    a run's best controller
      robotrace eval pick_place --task pick-place-v3 --goal-seed 7   a bundled one, on other goals
      robotrace eval ./mine.py --task reach-v3 --control raw         your own, in Meta-World's protocol
    """
    from robotrace.rollout import evaluate as measure
    from robotrace.rollout import find_controller, make

    if split not in SPLITS:
        raise UnknownNameError("split", split, SPLITS)
    before = _run_of(Path(policy))
    controller = before.best if before else find_controller(policy)
    if controller is None:
        raise RunError(f"The run {policy!r} has no controller yet.")
    config: Mapping[str, Any] = before.config if before else {}
    # Another task or control takes its own hold and horizon.
    same = task is None and control in (None, config.get("control"))
    made = make(
        _named("--task", task, before.task if before else None),
        seed=_first(goal_seed, config.get("seed"), 0),
        **{**(config.get("options", {}) if same else {}), **_given(control=control, hold=hold, horizon=horizon)},
    )
    with counting(_errors(quiet), f"{made.name}, {split} goals", goals) as count:
        found = measure(
            controller,
            made,
            goals=goals,
            split=cast(Split, split),
            until="horizon",
            workers=workers,
            ray=ray,
            trust=trust,
            on_episode=count,
        )
    misses = [show.Miss(one.case.index, show.reason(one)) for one in found.episodes if not one.success]
    if as_json:
        _print_json(evaluation_json(found, made, policy, misses))
    else:
        _print(show.evaluation(found, made, policy, misses))


@app.command()
def plot(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN...", help="Run folders.")],
    x: Annotated[
        str, typer.Option("--x", metavar="AXIS", help="iteration, calls, tokens, env_steps or seconds.")
    ] = "iteration",
    out: Annotated[
        Path | None,
        typer.Option(
            help="Where to; PNG and SVG are written. Default: into the run folder, of several runs to ./plot.png."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Draw the success rate of one or several runs, with 95 % intervals.

    Runs of the same task and optimizer share a colour, and their held-out rates are taken together.

    \b
      robotrace plot results/push
      robotrace plot results/push-* --x tokens --out push.png
    """
    from robotrace.show.plot import plot as draw

    found = [_read(run) for run in runs]
    target = out or (found[0].folder.plot() if len(found) == 1 else Path("plot.png"))
    png, svg = draw(found, target, x=x)  # type: ignore[arg-type]  # an unknown axis is refused there, by name
    if as_json:
        _print_json({"png": str(png), "svg": str(svg)})
    else:
        typer.echo(f"{png}\n{svg}")


@app.command()
def doctor(as_json: Json = False) -> None:
    """Say what this machine offers: how well the sandbox keeps controllers in, rendering, cores, the language model.

    \b
      robotrace doctor

    Exit code 1 where something is not as it should be.
    """
    from robotrace.show.health import health, health_table

    with _errors(as_json).status("looking around"):
        rows = health()
    if as_json:
        _print_json({"checks": [row._asdict() for row in rows]})
    else:
        _print(health_table(rows))
    if not all(row.ok for row in rows):
        raise typer.Exit(1)


def _run_of(path: Path) -> Run | None:
    """The run that a folder is, or that a best.py belongs to."""
    folder = RunFolder(path if path.is_dir() else path.parent)
    belongs = path.is_dir() or (folder.exists and path == folder.best)
    return _read(folder.path) if belongs else None


def _read(path: Path) -> Run:
    run = read_run(path)
    for note in run.notes:
        _note(note)
    return run


def _report(run: Run, *, show_code: bool, as_json: bool) -> None:
    from robotrace.show.plot import plot as draw

    files: list[str] = []
    try:
        files = [str(file) for file in draw([run], run.folder.plot())]
    except RunError as error:  # the result is worth more than its picture
        _note(f"robotrace: {error}")
    if as_json:
        _print_json(train_json(run))
        return
    _print(show.card(run, files[:1]))
    text = run.folder.best.read_text()
    if show_code or show.is_short(text):
        _print(show.code(text), soft_wrap=True)
    typer.echo(show.next_steps(run))


@contextmanager
def _stopping(path: Path) -> Iterator[None]:
    """Ctrl-C says what is left and how to go on; a run that never began leaves no folder behind."""
    folder = RunFolder(path)
    try:
        yield
    except KeyboardInterrupt:
        if not folder.exists:
            raise
        raise KeyboardInterrupt(
            f"What was measured stays readable in {path}; go on with: robotrace train --run {path} --resume"
        ) from None
    finally:
        folder.discard()


def _first(*values: Any) -> Any:
    """The first that is not None."""
    return next((value for value in values if value is not None), None)


def _given(**options: Any) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


def _named(option: str, given: str | None, recorded: str | None) -> str:
    name = given or recorded
    if name is None:
        raise OptionError(f"{option} is missing: which task? `robotrace tasks` lists them.")
    return name


def _note(words: str, quiet: bool = False) -> None:
    if not quiet:
        typer.echo(words, err=True)


def _errors(quiet: bool) -> Console:
    """Standard error, where everything is shown that is not the result."""
    return Console(stderr=True, quiet=quiet, highlight=False)


def _print(renderable: RenderableType, *, soft_wrap: bool = False) -> None:
    Console(highlight=False).print(renderable, soft_wrap=soft_wrap)


def _print_json(body: Mapping[str, Any]) -> None:
    typer.echo(json.dumps(body, allow_nan=False))
