"""Where the running code stands: at the top of a workflow, inside a bundle's body, or with tracing off.

One context variable holds it, so every thread and every asyncio task sees its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Literal, TypeAlias, TypeVar

from robotrace.trace.traced import Traced

T = TypeVar("T")
Frame: TypeAlias = list[Traced]

CONTEXT: ContextVar[Frame | Literal[False] | None] = ContextVar("robotrace_trace", default=None)
"""None at the top of a workflow; in a bundle's body the list of the nodes it has read; False where tracing is off."""

LINES: ContextVar[dict[str, int | None] | None] = ContextVar("robotrace_lines", default=None)
"""Where calls note the line that they returned from, by operation; None where nobody asks."""


ONE_TEXT: ContextVar[bool] = ContextVar("robotrace_one_text", default=False)
"""Whether the functions that are being defined belong to one text, which is replaced as a whole."""


@contextmanager
def no_trace() -> Iterator[None]:
    """Switch tracing off for a block of code.

    Bundles and operators on nodes then compute plain values and leave no nodes, and exceptions pass as they are. Blocks
    nest; each restores what it found, also after an exception.
    """
    token = CONTEXT.set(False)
    try:
        yield
    finally:
        CONTEXT.reset(token)


@contextmanager
def noting_lines() -> Iterator[dict[str, int | None]]:
    """Note by operation the line that each trainable function returned from last, whether tracing is on or off."""
    lines: dict[str, int | None] = {}
    token = LINES.set(lines)
    try:
        yield lines
    finally:
        LINES.reset(token)


def untraced(function: Callable[..., T], *args: Any, **kwargs: Any) -> tuple[T, dict[str, int | None]]:
    """Call a function as within `no_trace` and `noting_lines`, for whoever calls one thousands of times.

    Returns:
        What it returned, and by operation the line that each trainable function returned from last.
    """
    lines: dict[str, int | None] = {}
    off, noting = CONTEXT.set(False), LINES.set(lines)
    try:
        return function(*args, **kwargs), lines
    finally:
        CONTEXT.reset(off)
        LINES.reset(noting)


@contextmanager
def one_text() -> Iterator[None]:
    """Define classes as parts of one text, such as a controller's file.

    A trainable method then is one parameter for all instances of its class: whoever changes it changes the text.
    """
    token = ONE_TEXT.set(True)
    try:
        yield
    finally:
        ONE_TEXT.reset(token)
