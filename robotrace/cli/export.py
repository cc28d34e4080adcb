"""`robotrace export`."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Annotated

import typer

from robotrace.cli.options import Json
from robotrace.cli.output import echo, print_json, read
from robotrace.errors import OptionError, UnknownNameError
from robotrace.starters import write

USE = {
    "file": ("python {file}", "# plays an episode; in Python: from {module} import controller"),
    "gymnasium": ("import gymnasium, {module}", "env = gymnasium.make({module}.ID)"),
    "sb3": (
        "from {module} import {name}",
        "evaluate_policy({name}(), env)  # env: robotrace.as_gymnasium of the same task",
    ),
}
"""Two lines a format: how what was written is used."""
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
            "others to train on).",
        ),
    ] = "file",
    out: Annotated[
        Path | None, typer.Option(help="Where to. Default: a file in this folder that is called after the task.")
    ] = None,
    task: Annotated[
        str | None, typer.Option(help="The run's task, where it is one of your own: ./mine.py:make_task.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Take what a run found elsewhere: one Python file.

    What an optimizer wrote runs outside of the sandbox where you run that file: read it first. Nothing of it is run here.

    \b
      robotrace export results/push                      push_v3.py: the controller, numpy only; run, it plays an episode
      robotrace export results/push --format sb3         push_v3_sb3.py: a Policy with Stable-Baselines3's predict
      robotrace export results/push --format gymnasium   push_v3_env.py: the task, registered when it is imported
    """
    from robotrace.exports import FORMATS, export_run

    if format not in FORMATS:
        raise UnknownNameError("format", format, FORMATS)
    before = read(run)
    stem = re.sub(r"\W+", "_", before.task.split("/")[-1]).strip("_") or "controller"
    target = out or Path(f"{stem if not stem[0].isdigit() else f'task_{stem}'}{ENDINGS[format]}.py")
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
