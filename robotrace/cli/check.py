"""`robotrace check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from robotrace.cli.options import EnvKwargs, Json, Quiet, Trust, of_task, with_options
from robotrace.cli.output import echo, errors, print_json

if TYPE_CHECKING:
    from robotrace.testing.report import Report


def check(
    thing: Annotated[
        str,
        typer.Argument(
            metavar="THING",
            help="./mine.py:thing (a task, a problem, an optimizer, or what makes one), or a name. With --task: a controller.",
        ),
    ],
    *,
    task: Annotated[str | None, typer.Option(help="The task that a controller is for.")] = None,
    seed: Annotated[int, typer.Option(help="Of a task's goals.")] = 0,
    goals: Annotated[int, typer.Option(help="How many training goals a controller is played on.")] = 3,
    env_kwargs: EnvKwargs = None,
    step_seconds: Annotated[float, typer.Option(help="Seconds that a call may take before it is said to hang.")] = 60.0,
    ask: Annotated[
        bool, typer.Option("--ask", help="Let an optimizer ask its language model, which may cost.")
    ] = False,
    trust: Trust = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Look for mistakes in what you bring: each in one line, with what was expected, what was found and what to do.

    Those too that only show over time, such as a reset that ignores its goal. A file of yours is imported, as `python` would;
    a controller runs in the sandbox. From Python: robotrace.testing.

    \b
      robotrace check ./mine.py:make_task                  a task, or a problem, or an optimizer of yours
      robotrace check ./mine.py --task ./mine.py:make_task   a controller, on its task
      robotrace check reach-v3                             one that has a name

    Exit code 1 where there is a mistake.
    """
    from robotrace.episodes import make
    from robotrace.testing.kinds import examine

    with errors(quiet or as_json).status(f"looking at {thing}"):
        options = of_task({}, env_kwargs)
        made = None if task is None else make(task, seed=seed, step_seconds=step_seconds, **options)
        thing = with_options(thing, env_kwargs) if task is None else thing
        report = examine(thing, task=made, seed=seed, goals=goals, trust=trust, ask=ask, seconds=step_seconds)
    if as_json:
        print_json(_json(report))
    else:
        _show(report)
    if report.mistakes:
        raise typer.Exit(1)


def _show(report: Report) -> None:
    echo(str(report))
    for words in report.notes:
        echo(f"Note: {words}")
    echo(f"Looked at: {'; '.join(report.checked)} ({report.seconds:.1f} s).")


def _json(report: Report) -> dict[str, Any]:
    parts = ("where", "expected", "found", "remedy")
    return {
        "kind": report.kind,
        "name": report.name,
        "checked": list(report.checked),
        "mistakes": [{part: getattr(one, part) for part in parts} | {"line": str(one)} for one in report.mistakes],
        "notes": list(report.notes),
        "seconds": round(report.seconds, 3),
    }
