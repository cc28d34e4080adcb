"""Where the values came from that an operation could not use, in words."""

from __future__ import annotations

from collections.abc import Iterable

from robotrace.trace.brief import brief
from robotrace.trace.failure import excerpt
from robotrace.trace.traced import Traced, code_of, origin_of, value_of, was


def provenance(values: Iterable[Traced]) -> str:
    """Which calls returned some values, each with the line of its code that it returned from, where that is known."""
    return "\n".join(_told(value) for value in dict.fromkeys(values) if origin_of(value).operation)


def _told(value: Traced) -> str:
    name, code = origin_of(value).name, code_of(value)
    words = f"{name} returned {brief(was(value))}"
    if value.line is None or code is None:
        return words
    return excerpt(words, name, value_of(code).splitlines(), value.line)
