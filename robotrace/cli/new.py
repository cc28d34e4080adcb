"""`robotrace new`."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from robotrace.cli.options import EnvKwargs, Json, with_options
from robotrace.cli.output import echo, print_json
from robotrace.errors import OptionError, UnknownNameError
from robotrace.starters import KINDS, policy_for, starter, write


def new(
    kind: Annotated[str, typer.Argument(metavar="policy|task|problem", help="What to begin.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Of the file, NAME.py in this folder.")],
    *,
    task: Annotated[
        str | None, typer.Option(help="Of a policy, the task that it is for: its fields are then named in it.")
    ] = None,
    env_kwargs: EnvKwargs = None,
    as_json: Json = False,
) -> None:
    """Write a file to begin with, which runs as it is, and name the commands that run it.

    \b
      robotrace new policy mine --task push-v3   a controller, with the fields that it is given
      robotrace new task crane                   a simulator of your own
      robotrace new problem answers              a program trained on rows of data
    """
    if kind not in KINDS:
        raise UnknownNameError("kind", kind, KINDS)
    stem = name.removesuffix(".py").replace("-", "_")
    if not stem.isidentifier():
        raise OptionError(f"NAME: expected letters, digits and _, such as my_{kind}; found {name!r}.")
    if task is not None and kind != "policy":
        raise OptionError(f"--task goes with a policy: leave it out for a {kind}.")
    task = task and with_options(task, env_kwargs)
    path = Path(f"{stem}.py")
    write(path, _text(kind, stem, task))
    commands = _commands(kind, f"./{path}", task)
    if as_json:
        print_json({"file": str(path), "kind": kind, "commands": commands})
    else:
        echo("\n".join([str(path), *(f"  {command}" for command in commands)]))


def _text(kind: str, stem: str, task: str | None) -> str:
    if task is None:
        return starter(kind, stem)
    from robotrace.episodes import make

    return policy_for(make(task))


def _commands(kind: str, path: str, task: str | None) -> list[str]:
    """What runs the file at once, and what trains it."""
    match kind:
        case "policy":
            played = shlex.quote(task or "reach-v3")
            return [f"robotrace eval {path} --task {played} --goals 5", f"robotrace train {played} --policy {path}"]
        case "task":
            return [f"robotrace check {path}", f"robotrace new policy my_controller --task {path}"]
        case _:
            return [f"robotrace eval {path}:problem", f"robotrace train {path}:problem --model MODEL"]
