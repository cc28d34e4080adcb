"""`robotrace plot`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from robotrace.cli.options import Cite, Json, Width
from robotrace.cli.output import echo, note, print_json, read
from robotrace.show.curves import axes_words


def plot(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN...", help="Run folders.")],
    x: Annotated[
        str | None,
        typer.Option(
            "--x",
            metavar="AXIS",
            help=f"{axes_words()}. Default: the first of calls, env_steps, iteration and seconds that distinguishes the points "
            "of each run.",
        ),
    ] = None,
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Where to; PNG, SVG and PDF are written. Default: into the run folder, of several runs to ./plot.png."
        ),
    ] = None,
    cite: Cite = None,
    width: Width = 7.2,
    as_json: Json = False,
) -> None:
    """Draw the success rate of one or several runs, with 95 % intervals.

    Each task has a panel. Runs that differ in their seed alone are one line: the interquartile mean, with a bootstrapped band.

    \b
      robotrace plot results/push
      robotrace plot results/push-* --x tokens --out push.png
      robotrace plot results/push-* --width 3.5 --out column.pdf
      robotrace plot results/push-* --x env_steps --cite td-mpc2 --cite sac
    """
    from robotrace.show.axis import choose_axis
    from robotrace.show.beside import learners_and_levels
    from robotrace.show.compare.groups import groups_of
    from robotrace.show.curves import axis_words
    from robotrace.show.plot import plot as draw

    shown = [read(run) for run in runs]
    target = out or (shown[0].folder.plot() if len(shown) == 1 else Path("plot.png"))
    lines, _ = learners_and_levels(groups_of(shown))
    axis = choose_axis([run for group in lines for run in group.runs], x)
    if x is None:
        note(f"drawn against {axis_words(axis, shown)} (--x {axis})")
    png, svg, pdf = draw(shown, target, x=axis, width=width, cite=cite or ())
    if as_json:
        print_json({"png": str(png), "svg": str(svg), "pdf": str(pdf), "x": axis})
    else:
        echo(f"{png}\n{svg}\n{pdf}")
