"""Numbers as words, the same everywhere: positions to the millimetre, distances in centimetres, timesteps in runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from robotrace.episodes.array import Array

Mask = npt.NDArray[np.bool_]
Times = npt.NDArray[np.intp]


def fixed(value: float, digits: int) -> str:
    """`value` with `digits` decimals and no negative zero."""
    return f"{round(float(value), digits) + 0.0:.{digits}f}"


def number(value: float) -> str:
    """A number of unknown scale, to three significant digits or to the unit."""
    return f"{float(value):.0f}" if 100 <= abs(value) < 1e7 else f"{float(value) + 0.0:.3g}"


def cm(metres: float) -> str:
    """A distance: "2.1 cm"."""
    return f"{fixed(100 * metres, 1)} cm"


def axes(offset: Array) -> str:
    """A displacement, (3,) metres, by axis: "x +0.1, y 0.0, z -2.1 cm"."""
    parts = []
    for axis, metres in zip("xyz", offset, strict=True):
        text = fixed(100 * metres, 1)
        sign = "" if text.startswith("-") or float(text) == 0 else "+"
        parts.append(f"{axis} {sign}{text}")
    return ", ".join(parts) + " cm"


def point(position: Iterable[float]) -> str:
    """A position in metres: "(0.012, 0.689, 0.019)"."""
    return f"({', '.join(fixed(value, 3) for value in position)})"


def between(low: float, high: float) -> str:
    """A range of positions in metres: "0.012..0.689", or one number."""
    first, last = fixed(low, 3), fixed(high, 3)
    return first if first == last else f"{first}..{last}"


def vector(values: Iterable[float]) -> str:
    """Numbers of unknown scale: "(1, 0.25)"."""
    return f"({', '.join(number(value) for value in values)})"


def plain(values: Iterable[float]) -> str:
    """An action: up to three decimals, without idle zeros: "(0.012, 0.6, -1)"."""
    return f"({', '.join(f'{round(float(value), 3) + 0.0:.7g}' for value in values)})"


def span(first: int, last: int) -> str:
    """Timesteps, both included: "3" or "3..9"."""
    return f"{first}" if first == last else f"{first}..{last}"


def runs(mask: Mask | Sequence[bool]) -> list[tuple[int, int]]:
    """The stretches where `mask` holds, as (first, last), both included."""
    padded = np.concatenate(([False], np.asarray(mask, dtype=bool), [False]))
    edges = np.flatnonzero(padded[1:] != padded[:-1])
    return [(int(first), int(last) - 1) for first, last in zip(edges[::2], edges[1::2], strict=True)]


def timesteps(mask: Mask | Sequence[bool], most: int = 6) -> str:
    """Where `mask` holds: "t=3, 5..9 and 2 more stretches"; at most `most` stretches are listed."""
    stretches = runs(mask)
    listed = ", ".join(span(*stretch) for stretch in stretches[:most])
    return f"t={listed}" + more(len(stretches) - most, "stretch", "stretches")


def more(count: int, one: str, many: str) -> str:
    """What a bounded list leaves out: " and 2 more stretches", or "" for nothing."""
    return f" and {plural(count, f'more {one}', f'more {many}')}" if count > 0 else ""


def plural(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun: "1 action", "3 actions"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def clipped(text: str, most: int) -> str:
    """`text` of at most `most` characters; what was cut is marked."""
    return text if len(text) <= most else f"{text[: most - 4]} ..."
