"""Meta-World's 50 manipulation tasks, `metaworld/<name>`, with named observations and two kinds of control."""

from typing import TYPE_CHECKING

from robotrace.lazy import lazily

if TYPE_CHECKING:
    from .goals import draw_goals
    from .listing import FAMILY, NAMES, listed
    from .suites import SUITES
    from .task import MetaWorld, make

__all__ = ["FAMILY", "NAMES", "SUITES", "MetaWorld", "draw_goals", "listed", "make"]

__getattr__, __dir__ = lazily(
    __name__,
    {
        ".goals": "draw_goals",
        ".listing": "FAMILY NAMES listed",
        ".suites": "SUITES",
        ".task": "MetaWorld make",
    },
)
