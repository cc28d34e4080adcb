"""`robotrace compare`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from robotrace.cli.options import Cite, Json, Width
from robotrace.cli.output import note, print_json, print_rich, read
from robotrace.errors import OptionError
from robotrace.show.curves import axes_words


def compare(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN...", help="Run folders.")],
    *,
    x: Annotated[
        str | None,
        typer.Option(
            "--x",
            metavar="AXIS",
            help=f"Of the plot: {axes_words()}. Default: the first of calls, env_steps, iteration and seconds that "
            "distinguishes the points of each run.",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Draw a plot, too; PNG, SVG and PDF are written. Default: no plot.")
    ] = None,
    cite: Cite = None,
    width: Width = 7.2,
    as_json: Json = False,
) -> None:
    """Compare optimizers: held-out success, what it took, and who solved which goal.

    Runs of the same task, control, horizon, optimizer, model, feedback, starting controller and settings (the optimizer's, the
    search's, its caps) are one group. Two groups are paired goal by goal where they were tested on the same held-out goals in the
    same setting; others are not compared.

    \b
      robotrace compare results/push-*
      robotrace compare results/push-optoprime-* results/push-opro-* --x tokens --out compare.png
    """
    from robotrace.show.compare.as_json import comparison_json
    from robotrace.show.compare.pairing import compare as compare_runs
    from robotrace.show.compare.plot import plot_comparison
    from robotrace.show.compare.table import comparison

    if cite and out is None:
        raise OptionError("--cite goes with a plot: give --out, too.")
    compared = compare_runs([read(run) for run in runs])
    files = (
        [str(file) for file in plot_comparison(compared, out, x=x, width=width, cite=cite or ())]
        if out is not None
        else []
    )
    if as_json:
        print_json({**comparison_json(compared), "files": files})
        return
    print_rich(comparison(compared))
    for file in files:
        note(f"written {file}")
