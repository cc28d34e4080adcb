"""A request in the midst of which a process asks for things outside of the sandbox: each is done, until the request is answered."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from robotrace.errors import PolicyTimeout, UnsafeCodeError
from robotrace.sandbox.reach import Reach

MOST_QUESTIONS = 10_000
"""Of one request."""
LEAST = 0.001
Asked: TypeAlias = Callable[[float], Any]
"""Asks the process within so many seconds."""
Run: TypeAlias = Callable[[Callable[[Mapping[str, Any]], dict[str, Any]], Mapping[str, Any]], dict[str, Any]]
"""Calls what does a thing that was asked for."""


def converse(
    begin: Asked, answer: Callable[[Any], Asked], reach: Reach, *, seconds: float, run: Run | None = None
) -> Any:
    """Make a request, and do what is asked for until it has been answered.

    Args:
        begin: Makes the request.
        answer: What tells the process what came of a thing that it asked for.
        reach: What the process can ask for.
        seconds: The time of the process, in seconds; what is done here meanwhile does not count.
        run: Calls what does a thing, such as within a limit; by default it is just called.

    Raises:
        UnsafeCodeError: The request is too large.
        PolicyFailure: The process failed, took too long, or asked too much; it may have ended.
        BaseException: Whatever ended what was asked for, instead of being told to the process.
    """
    left, ask = seconds, begin
    for _ in range(MOST_QUESTIONS + 1):
        started = time.perf_counter()
        try:
            found = _timed(ask, left, seconds)
        except UnsafeCodeError as error:
            if ask is begin:
                raise
            ask = answer({"raised": ["ValueError"], "words": str(error), "changes": []})  # which is not too large
            continue
        left = max(left - (time.perf_counter() - started), LEAST)
        if "do" not in found:
            return found
        ask = answer(reach.perform(found) if run is None else run(reach.perform, found))
    raise PolicyTimeout(f"call asked for more than {MOST_QUESTIONS} things outside of the sandbox", stage="call")


def _timed(ask: Asked, left: float, seconds: float) -> Any:
    try:
        return ask(left)
    except PolicyTimeout as failure:
        words = str(failure).replace(f"{left:g} s", f"{seconds:g} s", 1)
        raise PolicyTimeout(words, line=failure.line, traceback=failure.traceback, stage=failure.stage) from None
