"""`robotrace train`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from robotrace.cli.options import (
    MODEL,
    OUTPUT,
    Control,
    Hold,
    Horizon,
    Json,
    Quiet,
    Ray,
    Trust,
    Workers,
    first,
    given,
    named,
)
from robotrace.cli.output import errors, note, print_json, print_rich, read
from robotrace.errors import OptionError, RunError, UnknownNameError
from robotrace.results import Run, RunFolder
from robotrace.show import console as show
from robotrace.show.machine import train_json
from robotrace.show.progress import following

LEVELS = ("score", "facts", "hints")


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
    temperature: Annotated[
        float | None, typer.Option(rich_help_panel=MODEL, help="Of its sampling. Default: the endpoint's.")
    ] = None,
    reasoning_effort: Annotated[
        str | None,
        typer.Option(
            rich_help_panel=MODEL, help="Such as low or high, for models that know it. Default: the endpoint's."
        ),
    ] = None,
    timeout: Annotated[
        float | None,
        typer.Option(rich_help_panel=MODEL, help="Seconds of silence after which a call is tried again. Default: 600."),
    ] = None,
    trust: Trust = False,
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
    before = read(run) if resume and run is not None else None
    config: Mapping[str, Any] = before.config if before else {}
    made = make(
        named("TASK", task, before.task if before else None),
        seed=first(seed, config.get("seed"), 0),
        **{**config.get("options", {}), **given(control=control, hold=hold, horizon=horizon)},
    )
    name = first(optimizer, before.optimizer if before else None, "auto")
    model = first(model, config.get("model"))
    if name == "auto":
        name, why = automatic(made.levels, model=model)
        note(f"optimizer {name}: {why}", quiet)
    chosen = choose(
        name,
        made.levels,
        model=model,
        **given(
            view=first(view, config.get("view")),
            memory=first(memory, config.get("memory")),
            temperature=first(temperature, config.get("temperature")),
            reasoning_effort=first(reasoning_effort, config.get("reasoning_effort")),
            timeout=timeout,
        ),
    )
    written = config.get("controller")
    controller = policy if policy is not None or written is None else Program.parse(written)
    path = run or RunFolder.fresh("results", f"{made.name.split('/')[-1]}-{chosen.name}").path
    with _stopping(path), following(errors(quiet), chosen.name, path) as listener:
        result: Run = start_training(
            controller or "blank",
            made,
            optimizer=chosen,
            feedback=first(feedback, before.feedback if before else None),
            iterations=first(iterations, config.get("iterations"), 20),
            goals=first(goals, config.get("goals"), 5),
            heldout=first(heldout, config.get("heldout"), 50),
            run=path,
            resume=resume,
            trust=trust,
            workers=workers,
            ray=ray,
            on_event=listener,
        )
    _report(result, show_code=show_code, as_json=as_json)


def _report(run: Run, *, show_code: bool, as_json: bool) -> None:
    from robotrace.show.plot import plot as draw

    files: list[str] = []
    try:
        files = [str(file) for file in draw([run], run.folder.plot())]
    except RunError as error:  # the result is worth more than its picture
        note(f"robotrace: {error}")
    if as_json:
        print_json(train_json(run))
        return
    print_rich(show.card(run, files[:1]))
    text = run.folder.best.read_text()
    if show_code or show.is_short(text):
        print_rich(show.code(text), soft_wrap=True)
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
