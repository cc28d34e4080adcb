"""Meta-World's 50 manipulation tasks, `metaworld/<name>`, with named observations and two kinds of control."""

from .goals import draw_goals
from .suites import SUITES
from .task import FAMILY, NAMES, MetaWorld, make

__all__ = ["FAMILY", "NAMES", "SUITES", "MetaWorld", "draw_goals", "make"]
