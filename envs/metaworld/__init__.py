"""Meta-World's 50 manipulation tasks, `metaworld/<name>`, with named observations and two kinds of control."""

from .task import FAMILY, NAMES, MetaWorld, draw_goals, make

__all__ = ["FAMILY", "NAMES", "MetaWorld", "draw_goals", "make"]
