"""Where a text defines functions and classes, found without parsing it: nobody may have read the text.

What stands in strings and comments is no definition. The time is linear in the text's length, whatever the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SILENT = re.compile(
    r"#[^\r\n]*"
    r"|'''(?:[^'\\]|\\.|'(?!''))*(?:'''|\\?\Z)"
    r'|"""(?:[^"\\]|\\.|"(?!""))*(?:"""|\\?\Z)'
    r"|'(?:[^'\\\r\n]|\\\r\n|\\.)*'?"
    r'|"(?:[^"\\\r\n]|\\\r\n|\\.)*"?',
    re.DOTALL,
)
"""Comments and strings. One that is not closed ends with its line, or with the text if it has three quotes.

What follows a loop always matches, so nothing is tried twice. Possessive quantifiers would say so, but those over groups are at
fault in Python 3.11 before 3.11.5.
"""

_LINE_END = re.compile(r"\r\n|\r|\n")
_BLANK = r"(?:[ \t\f]|\\\r?\n)"
_DEFINITION = re.compile(
    r"(?<![^\r\n])(?P<indent>[ \t\f]*)"
    rf"(?:(?P<function>(?:async{_BLANK}+)?def)|class){_BLANK}+(?P<name>[^\W\d]\w*)(?={_BLANK}*[(\[:])"
)


@dataclass(frozen=True, slots=True)
class Definition:
    """A line that begins the definition of a function or class.

    Attributes:
        path: Its name, with the names of the definitions around it before it, such as "Arm.reach".
        line: Number of its line, from 0; decorators stand above it.
        text: That line, as it is written, without the blanks before it.
        is_function: Whether it is a function, and not a class.
        is_indented: Whether blanks stand before it.
    """

    path: str
    line: int
    text: str
    is_function: bool
    is_indented: bool


def definitions(text: str) -> Iterator[Definition]:
    """All definitions in a text, in its order; lines end as they do for Python, at newlines and carriage returns."""
    silent = silenced(text)
    around: list[tuple[int, str]] = []
    line, position = 0, 0
    for found in _DEFINITION.finditer(silent):
        line += len(_LINE_END.findall(silent, position, found.start()))
        position = found.start()
        width = len(found["indent"].expandtabs(8))
        while around and around[-1][0] >= width:
            around.pop()
        around.append((width, found["name"]))
        end = _LINE_END.search(text, found.end())
        written = text[found.end("indent") : end.start() if end else len(text)]
        path = ".".join(name for _, name in around)
        yield Definition(path, line, written, found["function"] is not None, width > 0)


def silenced(text: str) -> str:
    """A text with every letter of its strings and comments blanked; its lines stay."""
    return _SILENT.sub(_blanked, text)


def function_lines(text: str, name: str) -> list[int]:
    """Numbers of the lines, from 0, that begin a function.

    Args:
        text: Source code, or a text proposed as source code, which may not parse.
        name: Of the function, at the left margin; or of a method within its classes, such as "Arm.reach".
    """
    return [
        definition.line
        for definition in definitions(text)
        if definition.is_function and definition.path == name and (not definition.is_indented or "." in name)
    ]


def split_lines(text: str) -> list[str]:
    """The lines of a text as Python counts them, each with its end. Other separators, such as form feeds, end none."""
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", text)


def _blanked(silent: re.Match[str]) -> str:
    """A string or comment with every letter blanked; its lines stay, and begin with what begins no definition."""
    return re.sub(r"[^\r\n]", ".", silent[0])
