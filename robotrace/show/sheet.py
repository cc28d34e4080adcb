"""The page of a plot: a title and a legend above, a caption below, and room for the panels between them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from robotrace.errors import OptionError
from robotrace.show.picture import picture
from robotrace.show.words import inches, wrapped
from robotrace.text import one_line

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure
    from matplotlib.text import Text

    Key = tuple[Artist, str]

INK, SOFT, FAINT = "#222222", "#5f5f5f", "#e4e4e4"
WIDTH = 7.2  # inches: a page's two columns; a single one is 3.5
NARROWEST, WIDEST = 2.5, 40.0
SIZE, TITLE = 8.0, 11.0  # points, of most words and of the title
LINE = 1.3 * SIZE / 72  # inches from one line of words to the next
MARGIN, HANDLE = 0.1, 0.45  # inches at each side of the words; of a sign of the legend and the room around it


@dataclass(frozen=True, slots=True)
class Sheet:
    """A figure with its words, and the room that is left for panels.

    Attributes:
        figure: The figure.
        below: The lower end of the room, as a share of the figure's height.
        above: The upper end.
    """

    figure: Figure
    below: float
    above: float


def sheet(*, title: str, caption: str, keys: Sequence[Key], width: float, body: float) -> Sheet:
    """A page with its words.

    Args:
        title: The text above all.
        caption: The text below, wrapped to the width.
        keys: The signs of the legend and what they mean.
        width: The width in inches.
        body: The height of the room for panels, in inches.

    Raises:
        OptionError: The figure would be too narrow or too wide.
    """
    if not NARROWEST <= width <= WIDEST:
        raise OptionError(f"A plot is {NARROWEST:g} to {WIDEST:g} inches wide, found {width:g}.")
    keys = _wrapped_keys(keys, width - 2 * MARGIN - HANDLE)
    heads = wrapped(one_line(title, 120), width - 2 * MARGIN, size=TITLE, weight="bold")
    lines = wrapped(caption, width - 2 * MARGIN, size=SIZE - 0.5)
    beside = _beside(keys, width)
    top = 0.1 + 1.4 * LINE * len(heads)
    lengths = [words.count("\n") + 1 for _, words in keys]
    signs = 0.02 + LINE * (sum(lengths) if beside == 1 else math.ceil(len(keys) / beside))
    below = 0.1 + LINE * len(lines)
    height = top + signs + body + below
    figure = picture(figsize=(width, height), facecolor="white", layout="constrained")
    left = MARGIN / width
    plain(figure.text(left, 1 - 0.07 / height, "\n".join(heads), size=TITLE, weight="bold", color=INK, va="top"))
    _legend(figure, keys, columns=beside, place=(0.02 / width, (below + body) / height))
    words: dict[str, Any] = {"size": SIZE - 0.5, "color": SOFT, "va": "top", "linespacing": 1.25}
    plain(figure.text(left, (below - 0.02) / height, "\n".join(lines), **words))
    return Sheet(figure, below / height, (below + body) / height)


def settle(figure: Figure, room: tuple[float, float, float, float], *, aside: float | None = None) -> None:
    """Lay the panels out within some room, once, in places without noise: the same figure gives the same bytes.

    Args:
        figure: The figure.
        room: Left, bottom, width and height, as shares of the figure's.
        aside: Inches to leave free at either side, where names stand there: letters are wider once they are written; by default
            matplotlib's.
    """
    engine = figure.get_layout_engine()
    assert engine is not None  # the figure was made with one
    engine.set(rect=room, **({} if aside is None else {"w_pad": aside}))  # type: ignore[call-arg]  # the constrained one has both
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    for axes in figure.axes:
        left, bottom, width, height = (round(number, 5) for number in axes.get_position().bounds)
        axes.set_position((left, bottom, width, height))


def plain(words: Text) -> None:
    """A name may hold a dollar sign."""
    words.set_parse_math(False)


def _legend(figure: Figure, keys: Sequence[Key], *, columns: int, place: tuple[float, float]) -> None:
    handles, labels = zip(*keys, strict=True)
    legend = figure.legend(
        handles,
        labels,
        loc="lower left",
        bbox_to_anchor=place,
        ncols=columns,
        frameon=False,
        fontsize=SIZE - 0.5,
        labelcolor=INK,
        handlelength=1.8,
        columnspacing=1.4,
        labelspacing=0.3,
        borderpad=0.2,
    )
    for words in legend.get_texts():
        plain(words)


def _wrapped_keys(keys: Sequence[Key], width: float) -> list[Key]:
    return [(sign, "\n".join(wrapped(words, width, size=SIZE - 0.5))) for sign, words in keys]


def _beside(keys: Sequence[Key], width: float) -> int:
    """How many signs of the legend stand side by side."""
    longest = max(inches(line, SIZE - 0.5) for _, words in keys for line in words.split("\n")) + HANDLE
    return max(1, min(len(keys), int((width - 2 * MARGIN) / longest)))
