"""`robotrace plot`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from robotrace.cli.options import Json
from robotrace.cli.output import echo, print_json, read


def plot(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN...", help="Run folders.")],
    x: Annotated[
        str, typer.Option("--x", metavar="AXIS", help="iteration, calls, tokens, usd, env_steps or seconds.")
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

    found = [read(run) for run in runs]
    target = out or (found[0].folder.plot() if len(found) == 1 else Path("plot.png"))
    png, svg = draw(found, target, x=x)  # type: ignore[arg-type]  # an unknown axis is refused there, by name
    if as_json:
        print_json({"png": str(png), "svg": str(svg)})
    else:
        echo(f"{png}\n{svg}")
