"""Words and figures that must fit: how wide they are, on how many lines, and numbers in few letters."""

from __future__ import annotations

import textwrap


def wrapped(words: str, width: float, *, size: float, weight: str = "normal", most: int | None = None) -> list[str]:
    """Words as lines that fit.

    Args:
        words: The text, on one line.
        width: The width of the longest line, in inches.
        size: The size of the letters, in points.
        weight: The weight of the letters, "normal" or "bold".
        most: The largest number of lines; text that does not fit ends in an ellipsis.
    """
    letters = max(1, len(words))
    while True:
        lines = textwrap.wrap(words, letters, break_on_hyphens=" " not in words, max_lines=most, placeholder="…")
        widest = max((inches(line, size, weight) for line in lines), default=0.0)
        if widest <= width or letters <= 2:
            return lines
        letters = min(letters - 1, int(1.1 * letters * width / widest) + 1)


def inches(words: str, size: float, weight: str = "normal") -> float:
    """How wide words on one line are when they are drawn in letters of so many points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(size=size, weight=weight)
    width, _, _ = text_to_path.get_text_width_height_descent(words, font, ismath=False)
    return float(width) / 72


def short(value: float) -> str:
    """A number in few letters: 1500 is 1.5k."""
    for unit, size in (("M", 1e6), ("k", 1e3)):
        if abs(value) >= size:
            return f"{value / size:.3g}{unit}"
    return f"{value:g}"
