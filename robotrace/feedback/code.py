"""Which lines of the controller acted, and where it failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from robotrace.episodes.episode import Episode
from robotrace.feedback.words import clipped, plural, span

MOST_RUNS = 8
"""Stretches of one line reported for each function before they are counted instead."""

MOST_FUNCTIONS = 6
"""Functions reported."""

LONGEST_MESSAGE = 500
"""Characters of a failure's message."""


def failure(episode: Episode) -> list[str]:
    """What went wrong in the controller: kind, timestep, line, message."""
    if episode.failure is None:
        return []
    wrong = episode.failure
    line = f", line {wrong.line}" if wrong.line is not None else ""
    message = clipped(wrong.message.strip(), LONGEST_MESSAGE)
    return [f"The controller failed at t={wrong.timestep}{line} ({wrong.kind}): {message}"]


def lines(episode: Episode) -> list[str]:
    """From which line each function returned, and when."""
    facts = [_function(name, returned) for name, returned in list(episode.lines.items())[:MOST_FUNCTIONS]]
    left = len(episode.lines) - MOST_FUNCTIONS
    return [*facts, f"And {plural(left, 'more function')}."] if left > 0 else facts


def _function(name: str, returned: Sequence[int | None]) -> str:
    stretches, start = [], 0
    for line, group in groupby(returned):
        stop = start + len(list(group))
        stretches.append((line, start, stop - 1))
        start = stop
    called = [stretch for stretch in stretches if stretch[0] is not None]
    if not called:
        return f"{name} was never called."
    if len(called) <= MOST_RUNS:
        return f"{name} returned from {_listed(called)}."
    counts = Counter(line for line in returned if line is not None).most_common(MOST_RUNS)
    often = ", ".join(f"line {line} {plural(count, 'time')}" for line, count in counts)
    return f"{name} returned from {often}: first {_listed(called[:4])}; last {_listed(called[-2:])}."


def _listed(stretches: Sequence[tuple[int | None, int, int]]) -> str:
    return ", ".join(f"line {line} at t={span(first, last)}" for line, first, last in stretches)
