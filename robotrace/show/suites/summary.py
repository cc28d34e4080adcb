"""What a suite leaves for readers beside summary.csv: summary.md, summary.tex and pictures."""

from __future__ import annotations

import os
from pathlib import Path

from robotrace.results.suites.reader import SuiteResults
from robotrace.show.sheet import WIDTH
from robotrace.show.suites.latex import summary_latex
from robotrace.show.suites.markdown import summary_markdown
from robotrace.show.suites.pictures import plot_suite


def write_summary(results: SuiteResults, *, width: float = WIDTH) -> list[Path]:
    """Write them into the suite's folder; returns the files, summary.csv first, of a picture the PNG.

    Args:
        results: The suite.
        width: The width of the pictures, in inches.

    Raises:
        RunError: A file cannot be written.
    """
    folder = results.folder
    pictures = plot_suite(results, width=width)
    named = [Path(os.path.relpath(path, folder.path)).as_posix() for path in pictures]
    folder.write(folder.summary(".md"), summary_markdown(results, named))
    folder.write(folder.summary(".tex"), summary_latex(results))
    return [*(folder.summary(suffix) for suffix in (".csv", ".md", ".tex")), *pictures]
