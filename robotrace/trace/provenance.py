"""Where the values came from that an operation could not use, in words."""

from __future__ import annotations

from collections.abc import Iterable

from robotrace.trace.brief import brief
from robotrace.trace.failure import excerpt
from robotrace.trace.traced import Traced, value_of


def provenance(values: Iterable[Traced]) -> str:
    """Which calls returned some values, each with the line of its code that it returned from, where that is known."""
    return "\n".join(_told(value) for value in dict.fromkeys(values) if value._origin.operation)


def _told(value: Traced) -> str:
    name = value._origin.name
    words = f"{name} returned {brief(value._was())}"
    if value.line is None or value._code is None:
        return words
    return excerpt(words, name, value_of(value._code).splitlines(), value.line)
