"""A figure that a notebook shows."""

from __future__ import annotations

import io
import threading
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DRAWING = (
    "matplotlib.figure",
    "matplotlib.textpath",
    *(f"matplotlib.backends.backend_{kind}" for kind in ("agg", "svg", "pdf")),
    "PIL.PngImagePlugin",
    "fontTools.subset",
)


def picture(**options: Any) -> Figure:
    """A matplotlib figure; a notebook shows it also where pyplot, which would see to that, was never imported."""
    from matplotlib.figure import Figure

    figure = Figure(**options)
    figure._repr_png_ = partial(_png, figure)  # type: ignore[attr-defined]
    return figure


def expect_pictures() -> None:
    """Load what draws and writes pictures beside what this program waits for: it takes as long as drawing one."""
    threading.Thread(target=_load, name="robotrace-pictures", daemon=True).start()


def _load() -> None:
    with suppress(ImportError):  # whoever draws is told of it
        for name in DRAWING:
            import_module(name)


def _png(figure: Figure) -> bytes:
    content = io.BytesIO()
    figure.savefig(content, format="png", dpi=100)
    return content.getvalue()
