"""The fenced blocks of a Markdown text, each with the label that stands on it or just above it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPENING = re.compile(r"([ \t]*+)(`{3,}+|~{3,}+)[ \t]*+([^`]*+)")  # possessive: a hostile line takes no longer
_LABEL = re.compile(
    r"[ \t#>*_`-]*variable\b[ \t*_`]*:[ \t*_`\"']*(?P<name>[A-Za-z_][\w.:\[\]-]*?)[ \t*_`\"':]*", re.IGNORECASE
)
_INFO_LABEL = re.compile(r"\b(?:name|variable)\s*[=:]\s*[\"']?(?P<name>[A-Za-z_][\w.:\[\]-]*)")


@dataclass(frozen=True, slots=True)
class Fence:
    """One fenced block.

    Attributes:
        text: The lines inside, joined by "\\n", without a newline at the end.
        label: The name of the variable that the block is for, or None.
        language: The first word after the opening marks, lower case, or "".
        line: The line on which the block opens, 1-based.
        closed: Whether the block has an end.
        inner: The first line inside that opens a fence as this one does, or None; then it is not clear which end is whose.
    """

    text: str
    label: str | None
    language: str
    line: int
    closed: bool
    inner: int | None = None


def lines_of(text: str) -> list[str]:
    """The lines of a text, however they end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def fences(text: str) -> list[Fence]:
    """All fenced blocks of a text, by the rules of CommonMark, but indented as far as may be (as in a list).

    A label is a line `variable: NAME` above the fence (as a heading, in bold ...; blank lines may stand between), or
    `name=NAME` on the opening line.
    """
    lines = lines_of(text)
    blocks = []
    index, above = 0, ""
    while index < len(lines):
        opening = _OPENING.fullmatch(lines[index])
        if opening is None:
            above = lines[index] if lines[index].strip() else above
            index += 1
            continue
        indent, marks, info = opening.groups()
        end = next((i for i in range(index + 1, len(lines)) if _closes(lines[i], marks, len(indent))), None)
        inside = lines[index + 1 : len(lines) if end is None else end]
        blocks.append(
            Fence(
                text="\n".join(_outdent(line, len(indent)) for line in inside),
                label=_label(above, info),
                language=info.split()[0].lower() if info.split() else "",
                line=index + 1,
                closed=end is not None,
                inner=next((index + 2 + i for i, line in enumerate(inside) if _opens(line, marks, len(indent))), None),
            )
        )
        index, above = (len(lines) if end is None else end + 1), ""
    return blocks


def labels(text: str) -> list[str]:
    """The variables that the lines of a text name as labels, fence or no fence."""
    named = (_LABEL.fullmatch(line) for line in lines_of(text) if len(line) < 200)
    return [match["name"] for match in named if match]


def fenced(text: str, language: str = "") -> str:
    """A text in a fence that is longer than any in it."""
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    marks = "`" * (longest + 1)
    return f"{marks}{language}\n{text}\n{marks}"


def _closes(line: str, marks: str, indent: int) -> bool:
    bare = line.strip()
    return len(bare) >= len(marks) and set(bare) == {marks[0]} and _indent(line) <= indent + 3


def _opens(line: str, marks: str, indent: int) -> bool:
    """Whether a line begins a block with a language, where one with these marks is open already."""
    opening = _OPENING.fullmatch(line)
    return (
        opening is not None
        and opening[2].startswith(marks)
        and bool(opening[3].strip())
        and len(opening[1]) <= indent + 3
    )


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _outdent(line: str, width: int) -> str:
    return line[min(width, _indent(line)) :]


def _label(above: str, info: str) -> str | None:
    for pattern, text, match in ((_INFO_LABEL, info, "search"), (_LABEL, above, "fullmatch")):
        hit = getattr(pattern, match)(text) if len(text) < 200 else None
        if hit:
            return str(hit["name"])
    return None
