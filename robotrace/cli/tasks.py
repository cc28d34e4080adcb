"""`robotrace tasks`."""

from __future__ import annotations

from typing import Annotated

import typer

from robotrace.cli.options import Json
from robotrace.cli.output import print_json, print_rich
from robotrace.errors import UnknownNameError
from robotrace.show import console as show


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
    from robotrace.episodes import make, task_names

    names = [name for name in task_names() if pattern in name]
    if not names:
        raise UnknownNameError(
            "task", pattern, (name.split("/")[-1] for name in task_names()), listing="robotrace tasks"
        )
    made = (make(name) for name in names)
    rows = [show.TaskRow(task.name, show.summary(task.instruction), task.horizon, tuple(task.levels)) for task in made]
    if as_json:
        print_json({"tasks": [row._asdict() for row in rows]})
    else:
        print_rich(show.tasks_table(rows))
