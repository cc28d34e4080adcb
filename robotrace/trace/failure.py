"""What went wrong in a traced call, in words, with the failing line marked."""

from __future__ import annotations

import linecache
import re
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import CodeType

AROUND = 3
"""How many lines are shown before and after the failing one."""
_NUMBERED = re.compile(r"(?P<mark>-->|   ) +\d+ \| (?P<code>.*)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a function's source stands.

    Attributes:
        title: how the function is called.
        filename: known to `linecache`.
        first: number of its first line, from 1.
        last: number of its last line.
    """

    title: str
    filename: str
    first: int
    last: int

    @classmethod
    def of(cls, title: str, code: CodeType) -> Place:
        """The place of a function that Python compiled from a file."""
        return cls(title, code.co_filename, code.co_firstlineno, max(_lines(code), default=code.co_firstlineno))


def explain(error: BaseException, place: Place | None = None) -> tuple[str, int | None]:
    """An exception in words.

    Args:
        error: as it was caught.
        place: of the function whose lines are to be shown.

    Returns:
        The type and message, with the lines around the failing one where they can be found; and that line's number.
    """
    words = "".join(traceback.format_exception_only(error)).strip()
    line = failing_line(error, place) if place else None
    if place is None or line is None:
        return words, None
    lines = linecache.getlines(place.filename)
    return excerpt(words, place.title, lines, line, first=place.first, last=place.last), line


def excerpt(words: str, title: str, lines: Sequence[str], line: int, *, first: int = 1, last: int | None = None) -> str:
    """Words, and below them the lines around one that is marked.

    Args:
        words: what happened there.
        title: how the function is called.
        lines: of the whole file or text.
        line: the one to be marked, from 1.
        first: number of the function's first line.
        last: number of its last line; by default the last one there is.
    """
    end = min(len(lines) if last is None else last, line + AROUND, len(lines))
    shown = range(max(first, line - AROUND), end + 1)
    marked = [f"{'-->' if number == line else '   '} {number:>3} | {lines[number - 1].rstrip()}" for number in shown]
    return "\n".join([words, f"at line {line} of {title}:", *marked])


def pointed(words: str) -> str:
    """What `excerpt` shows, with the marked line alone, for where there is room for little."""
    shown = []
    for line in words.split("\n"):
        numbered = _NUMBERED.match(line)
        if numbered is None:
            shown.append(line)
        elif numbered["mark"] == "-->":
            shown.append(numbered["code"].strip())
    return "\n".join(shown)


def failing_line(error: BaseException, place: Place) -> int | None:
    """The innermost line of a function that an exception passed through."""
    numbers = [
        number
        for frame, number in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename == place.filename and place.first <= number <= place.last
    ]
    return numbers[-1] if numbers else None


def _lines(code: CodeType) -> Iterator[int]:
    yield from (line for _, _, line in code.co_lines() if line is not None)
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _lines(inner)
