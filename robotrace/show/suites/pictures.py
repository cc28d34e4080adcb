"""All pictures of a suite, as PNG, SVG and PDF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from robotrace.results.suites.reader import SuiteResults
from robotrace.show.plot import files_at, save
from robotrace.show.sheet import WIDTH
from robotrace.show.suites.curves import axes_of, draw_curves
from robotrace.show.suites.dots import draw_dots
from robotrace.show.suites.improvement import draw_improvement
from robotrace.show.suites.profile import draw_profile

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw_suite(results: SuiteResults, *, width: float = WIDTH) -> Iterator[tuple[str, Figure]]:
    """Each picture with its name; nothing where no run has finished.

    Args:
        results: The suite.
        width: The width in inches; 7.2 fills a page, 3.5 a column.

    Raises:
        OptionError: The width is none that can be drawn.
    """
    if not results.finished:
        return
    yield "success", draw_dots(results, width=width)
    for axis in axes_of(results):
        yield f"curves-{axis.replace('_', '-')}", draw_curves(results, axis, width=width)
    yield "profiles", draw_profile(results, width=width)
    improvement = draw_improvement(results, width=width)
    if improvement is not None:
        yield "improvement", improvement


def plot_suite(results: SuiteResults, *, width: float = WIDTH) -> list[Path]:
    """Write each picture into the suite's folder, under plots/; returns the PNG files.

    Raises:
        RunError: A picture cannot be written.
    """
    drawn = []
    for name, figure in draw_suite(results, width=width):
        files = files_at(results.folder.plot(name))
        save(figure, files)
        drawn.append(files[0])
    return drawn
