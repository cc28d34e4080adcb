"""Feedback in few characters: whole lines give way, those that tell how it ended last."""

from __future__ import annotations

import re

from robotrace.text import one_line

_ENDED = re.compile(r"at (the|its) end|stood still|stayed|throughout|\breward\b|solved|\bfrom [-(\d]", re.IGNORECASE)


def briefly(text: str, most: int) -> str:
    """A text of several lines as one, in so many characters.

    Lines are left out whole, so that no number is lost in the middle of one. The first, which says whether it worked, is kept
    before those with numbers about how it ended, where it stood still and what reward it had; these before all others.

    Args:
        text: The text.
        most: The largest number of characters, beside the words that tell how many lines were left out.
    """
    lines = [line.strip() for line in text.strip().split("\n") if line.strip()]
    ranked = sorted(range(len(lines)), key=lambda at: (at > 0, not _tells_the_end(lines[at]), at))
    kept: set[int] = set()
    left = most
    for at in ranked:
        size = len(one_line(lines[at], most)) + 1
        if size <= left or not kept:
            kept.add(at)
            left -= size
    said = " ".join(one_line(lines[at], most) for at in sorted(kept))
    missing = len(lines) - len(kept)
    return f"{said} ({missing} more line{'s'[: missing != 1]} left out)" if missing else said


def _tells_the_end(line: str) -> bool:
    return bool(_ENDED.search(line)) and any(sign.isdigit() for sign in line)
