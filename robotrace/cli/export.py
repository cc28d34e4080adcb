"""`robotrace export`."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from robotrace.cli.options import Json
from robotrace.cli.output import echo, errors, note, print_json, read
from robotrace.cli.subject import task_for
from robotrace.errors import OptionError, RenderError, SandboxUnavailable, UnknownNameError
from robotrace.starters import write

if TYPE_CHECKING:
    from robotrace.results import Run

USE = {
    "file": ("python {file}", "# plays an episode; in Python: from {module} import controller"),
    "gymnasium": ("import gymnasium, {module}", "env = gymnasium.make({module}.ID)"),
    "sb3": (
        "from {module} import {name}",
        "evaluate_policy({name}(), env)  # env: robotrace.as_gymnasium of the same task",
    ),
}
"""Two lines a format: how what was written is used."""
HUB = "hub"
ENDINGS = {"file": "", "gymnasium": "_env", "sb3": "_sb3"}


def export(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="A run's folder.")],
    *,
    format: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="file (the controller alone), sb3 (a policy for Stable-Baselines3) or gymnasium (the run's task, for "
            "others to train on), or hub (a folder for a model hub: card, figures, policy, video).",
        ),
    ] = "file",
    out: Annotated[
        Path | None, typer.Option(help="Where to. Default: a file in this folder that is called after the task.")
    ] = None,
    task: Annotated[
        str | None, typer.Option(help="The run's task, where it is one of your own: ./mine.py:make_task.")
    ] = None,
    video: Annotated[
        bool, typer.Option(help="For hub: film a held-out goal, in the sandbox, where the task can be drawn.")
    ] = True,
    as_json: Json = False,
) -> None:
    """Take what a run found elsewhere: one Python file, or a folder for a model hub.

    What an optimizer wrote runs outside of the sandbox where you run that file: read it first. Here nothing of it is run, but
    for a hub's film, in the sandbox.

    \b
      robotrace export results/push                      push_v3.py: the controller, numpy only; run, it plays an episode
      robotrace export results/push --format sb3         push_v3_sb3.py: a Policy with Stable-Baselines3's predict
      robotrace export results/push --format gymnasium   push_v3_env.py: the task, registered when it is imported
      robotrace export results/push --format hub         push_v3_hub/: the folder; robotrace train push-v3 --policy push_v3_hub
    """
    from robotrace.exports import FORMATS, export_run

    if format not in (*FORMATS, HUB):
        raise UnknownNameError("format", format, (*FORMATS, HUB))
    before = read(run)
    stem = re.sub(r"\W+", "_", before.task.split("/")[-1]).strip("_") or "controller"
    stem = f"task_{stem}" if stem[0].isdigit() else stem
    if format == HUB:
        _to_folder(before, out or Path(f"{stem}_hub"), task, film_it=video, as_json=as_json)
        return
    target = out or Path(f"{stem}{ENDINGS[format]}.py")
    if target.suffix != ".py":
        raise OptionError(f"--out: expected a file that ends in .py, found {str(target)!r}.")
    option = "" if format == "file" else f" --format {format}"
    text = export_run(before, format, task, command=f"robotrace export {shlex.quote(str(run))}{option} --task {{}}")
    write(target, text, option="--out: ")
    if as_json:
        print_json({"file": str(target), "format": format, "task": before.task})
        return
    name = next(iter(re.findall(r"^class (Policy_*):$", text, re.MULTILINE)), "Policy")
    lines = (line.format(file=shlex.quote(str(target)), module=target.stem, name=name) for line in USE[format])
    echo("\n".join([str(target), *(f"  {line}" for line in lines)]))


def _to_folder(run: Run, folder: Path, task: str | None, *, film_it: bool, as_json: bool) -> None:
    """The folder for a hub: all of it, or nothing."""
    from robotrace.exports import export_hub
    from robotrace.exports.hub import VIDEO

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OptionError(f"--out: {str(folder)!r} exists already and is no empty folder: give another name.")
    command = f"robotrace export {shlex.quote(str(run.folder.path))} --format hub --task {{}}"
    export_hub(run, task, command=command)  # whatever cannot be written is told before anything is
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OptionError(f"--out: {str(folder)!r} cannot be made: {error.strerror}.") from error
    filmed = film_it and _filmed(run, folder / VIDEO, task)
    texts = export_hub(run, task, command=command, video=filmed)
    for name, text in texts.items():
        write(folder / name, text, option="--out: ")
    if as_json:
        print_json({"folder": str(folder), "files": sorted([*texts, *([VIDEO] if filmed else [])]), "task": run.task})
        return
    again = f"robotrace train {shlex.quote(task or run.task)} --policy {shlex.quote(str(folder))}"
    echo(f"{folder}\n  {again}   # trains it on\n  # README.md is the model card")


def _filmed(run: Run, path: Path, task: str | None) -> bool:
    """Film the first held-out goal that the run solved, or the first of all; where that cannot be, a note says why."""
    from robotrace.episodes.attempt import attempt
    from robotrace.episodes.programs import program_for
    from robotrace.opto import Case
    from robotrace.playback.lines import lines_of
    from robotrace.playback.video import film
    from robotrace.sandbox import Sandbox

    made = task_for(str(run.folder.path), run, task, command="export")
    tested = run.tested.get(run.best_id, ()) if run.best_id is not None else ()
    case = next((it.case for it in tested if it.success), Case("heldout", 0))
    try:
        with errors(False).status("playing and filming"), Sandbox() as sandbox:
            text = program_for(run, made).text
            episode = attempt(text, made, case, sandbox=sandbox, traced=False)
            film(episode, made, lines_of(episode, text, sandbox=sandbox), path)
    except (RenderError, SandboxUnavailable) as error:
        note(f"no video: {error}")
        return False
    return True
