"""summary.md: a suite's tables in Markdown, with its pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from robotrace.results.suites.reader import SuiteResults
from robotrace.show.suites.grid import Grid, grids
from robotrace.show.suites.words import setting, title

_SPECIAL = str.maketrans({letter: f"&#{ord(letter)};" for letter in "\\`*_[<>|#&"})


def summary_markdown(results: SuiteResults, pictures: Iterable[str] = ()) -> str:
    """The text of summary.md.

    Args:
        results: The suite.
        pictures: Paths of pictures, from the suite's folder, by their names.
    """
    parts = [f"# {title(results).translate(_SPECIAL)}", setting(results).translate(_SPECIAL)]
    for grid in grids(results):
        parts += [f"## {grid.title}", _table(grid), grid.note]
    parts += [f"![{name}]({name})" for name in pictures]
    return "\n\n".join(parts) + "\n"


def _escaped(row: Sequence[str], words: int) -> Iterable[str]:
    """The cells of a row: names may hold anything, figures do not."""
    return (cell.translate(_SPECIAL) if at < words else cell for at, cell in enumerate(row))


def _table(grid: Grid) -> str:
    heads = [*grid.words, *grid.numbers]
    marks = [*["---"] * len(grid.words), *["---:"] * len(grid.numbers)]
    lines = [heads, marks, *([*_escaped(row, len(grid.words))] for row in grid.rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
