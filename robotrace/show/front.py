"""What the package's own page offers beside its rooms: training that shows how far it is, and a run as a picture."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec

from robotrace.results import Run, read_run
from robotrace.training import front

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from robotrace.show.curves import Axis

Arguments = ParamSpec("Arguments")


def progress() -> Callable[[Mapping[str, Any]], None]:
    """A listener for `train(..., on_event=progress())`, which shows a line for each trial: in a script or in a notebook."""
    from robotrace.show.progress import printing  # what draws on consoles is loaded late

    return printing()


def plot(*runs: Run | Path | str, x: Axis | None = None, width: float = 7.2, cite: Sequence[str] = ()) -> Figure:
    """Draw the success rate of one or several runs, as `robotrace plot` does; a run draws itself with `run.plot()`.

    Args:
        runs: Runs, or their folders.
        x: What to draw it against, such as "iteration", "calls", "tokens" or "env_steps"; by default the first that tells the
            points of each run apart.
        width: Inches; 7.2 fills a page, 3.5 a column.
        cite: Published results to draw beside the runs, such as "td-mpc2"; "all" for each. They are marked as cited.

    Raises:
        OptionError: No run is given, one is given twice, or an option is not usable.
        RunError: A run cannot be read, or has nothing to plot.
    """
    from robotrace.show.plot import draw  # and so is what draws pictures

    return draw([run if isinstance(run, Run) else read_run(run) for run in runs], x=x, width=width, cite=cite)


def _watched(train: Callable[Arguments, Run]) -> Callable[Arguments, Run]:
    @wraps(train)
    def watched(*args: Arguments.args, **options: Arguments.kwargs) -> Run:
        if "on_event" in options or not (hasattr(sys, "ps1") or sys.stderr.isatty()):
            return train(*args, **options)
        from robotrace.show.progress import showing

        with showing() as listener:
            options["on_event"] = listener
            return train(*args, **options)

    return watched


train = _watched(front.train)
