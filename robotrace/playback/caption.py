"""What stands beneath a frame: the timestep, what the controller's line was, and whether the task is solved."""

from __future__ import annotations

import numpy as np

from robotrace.episodes.episode import Episode
from robotrace.playback.frames import Frame
from robotrace.playback.lines import Lines
from robotrace.text import one_line

LEAST_WIDTH = 320
"""Pixels; smaller frames are shown in the middle of a page of that width, so that a caption can be read."""
_LINE, _MARGIN = 18, 6  # pixels
_PAGE, _WORDS, _CODE, _SOLVED, _FAILED = (
    (22, 24, 28),
    (235, 235, 235),
    (150, 190, 250),
    (110, 210, 130),
    (240, 140, 120),
)


def caption(episode: Episode, lines: Lines, timestep: int) -> tuple[str, str, str]:
    """The words beneath one moment: when it is, what the controller does next, and whether the task has been solved.

    Args:
        episode: The episode.
        lines: The lines that returned.
        timestep: The moment, from 0 to the episode's length.
    """
    length = len(episode)
    when = f"{one_line(episode.task, 40)}, goal {episode.case.index}   t={timestep} of {length}"
    if timestep:
        when += f"   reward {episode.rewards[timestep - 1]:.3g}"
    solved = bool(episode.successes[:timestep].any())
    if timestep < length:
        line = lines.entry[timestep]
        code = "" if line is None else f"line {line}: {one_line(lines.code(line), 120)}"
        return when, code, "solved" if solved else "not solved yet"
    end = "solved" if episode.success else "failed" if episode.failure is None else f"failed: {episode.failure.kind}"
    return when, "" if episode.failure is None else one_line(episode.failure.message, 120), end


def captioned(image: Frame, words: tuple[str, str, str]) -> Frame:
    """A frame above its caption: (H', W', 3), both sides even, as films have to be.

    Args:
        image: The frame, (H, W, 3) uint8.
        words: As `caption` gives them.
    """
    from PIL import Image, ImageDraw, ImageFont

    height, width = image.shape[:2]
    wide = max(LEAST_WIDTH, width + width % 2)
    page = Image.new("RGB", (wide, height + height % 2 + 3 * _LINE + 2 * _MARGIN), _PAGE)
    page.paste(Image.fromarray(image), ((wide - width) // 2, 0))
    draw, font, top = ImageDraw.Draw(page), ImageFont.load_default(13), height + height % 2 + _MARGIN
    end = _SOLVED if words[2] == "solved" else _FAILED if words[2].startswith("failed") else _WORDS
    for place, (text, colour) in enumerate(zip(words, (_WORDS, _CODE, end), strict=True)):
        draw.text((_MARGIN, top + place * _LINE), text, colour, font)
    return np.asarray(page)
