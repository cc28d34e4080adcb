"""How optimizers look in a suite's pictures: a colour and a marker each, the same in all of them; and what all panels share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from robotrace.show.figure import COLORS, MARKERS
from robotrace.show.sheet import FAINT, SIZE, SOFT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

_COLORS = (*COLORS, "#56b4e9", "#e69f00", "#000000")  # further ones of Okabe and Ito's
_MARKERS = (*MARKERS, "P", "X", "D")


class Look(NamedTuple):
    """The colour and the marker of an optimizer."""

    color: str
    marker: str


def looks(optimizers: Sequence[str]) -> dict[str, Look]:
    """By optimizer; beyond seven they come round again, in other pairs."""
    return {
        name: Look(_COLORS[at % len(_COLORS)], _MARKERS[(at + at // len(_COLORS)) % len(_MARKERS)])
        for at, name in enumerate(optimizers)
    }


def sign(color: str, **style: object) -> Line2D:
    """A sign of the legend."""
    from matplotlib.lines import Line2D

    return Line2D([], [], color=color, **{"markersize": 4.5, "linewidth": 1.6, **style})  # type: ignore[arg-type]


def frame(axes: Axes, *, grid: str) -> None:
    """The house's axes: no box, faint lines along one of them."""
    axes.grid(axis=grid, color=FAINT, linewidth=0.6)  # type: ignore[arg-type]
    axes.set_axisbelow(True)
    axes.tick_params(length=2.5, width=0.6, color=SOFT, labelsize=SIZE - 0.5, labelcolor=SOFT)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set(color=SOFT, linewidth=0.6)
