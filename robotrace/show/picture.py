"""A figure that a notebook shows."""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def picture(**options: Any) -> Figure:
    """A matplotlib figure; a notebook shows it also where pyplot, which would see to that, was never imported."""
    from matplotlib.figure import Figure

    figure = Figure(**options)
    figure._repr_png_ = partial(_png, figure)  # type: ignore[attr-defined]
    return figure


def _png(figure: Figure) -> bytes:
    content = io.BytesIO()
    figure.savefig(content, format="png", dpi=100)
    return content.getvalue()
