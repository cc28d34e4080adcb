"""`robotrace tasks`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from robotrace.cli.options import Json
from robotrace.cli.output import note, print_json, print_rich
from robotrace.errors import UnknownNameError
from robotrace.show import listing as show

if TYPE_CHECKING:
    from robotrace.episodes.families import Listing


def tasks(
    pattern: Annotated[
        str, typer.Argument(metavar="FILTER", help="Part of a name, in any capitals.", show_default=False)
    ] = "",
    as_json: Json = False,
) -> None:
    """List the tasks and problems, with what each of them asks for.

    A name may leave out what stands before the slash.

    \b
      robotrace tasks            all of them
      robotrace tasks drawer     those with "drawer" in their name
      robotrace tasks gymnasium  those of Gymnasium's registry
    """
    from robotrace.episodes import task_names
    from robotrace.episodes.families import further_names, listed, problem_lines

    part = pattern.casefold()
    names = [name for name in task_names() if part in name.casefold()]
    problems = {name: line for name, line in problem_lines().items() if part in name.casefold()}
    further = further_names() if not names and not problems else ()
    names += [name for name in further if part in name.casefold()]
    if not names and not problems:
        known = (*task_names(), *problem_lines(), *further)
        raise UnknownNameError(
            "task", pattern, (name.partition("/")[2] or name for name in known), listing="robotrace tasks"
        )
    rows = [listed(name) or _made(name) for name in names]
    if as_json:
        told = [{"name": name, "description": line} for name, line in problems.items()]
        print_json({"tasks": [row._asdict() for row in rows], "problems": told})
        return
    if rows:
        print_rich(show.tasks_table(rows))
    if problems:
        print_rich(show.problems_table(problems))
    if not pattern:
        note("And every environment that is registered with Gymnasium: robotrace tasks gymnasium lists them.")


def _made(name: str) -> Listing:
    """What a task says of itself, which has to be made for that."""
    from robotrace.episodes import make
    from robotrace.episodes.families import Listing

    task = make(name)
    return Listing(task.name, show.summary(task.instruction), task.horizon, tuple(task.levels))
