"""Graphs that are made when somebody looks: most episodes' are never looked at."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from robotrace.trace.graph import Graph

_FIELDS = ("records", "feedback", "made")


class LateGraph(Graph):
    """A graph that is made at the first look into it, once, however many threads look.

    Args:
        make: the graph; what it raises, the first look raises.
    """

    __slots__ = ("_lock", "_make")

    def __init__(self, make: Callable[[], Graph]) -> None:
        object.__setattr__(self, "_make", make)
        object.__setattr__(self, "_lock", threading.Lock())
        object.__setattr__(self, "_labels", {})

    def __getattr__(self, name: str) -> Any:
        """A field that is not filled in yet."""
        if name not in _FIELDS:
            raise AttributeError(f"A graph has no {name!r}.")
        with self._lock:
            if not self._filled():
                graph = self._make()
                for field in _FIELDS:
                    object.__setattr__(self, field, getattr(graph, field))
        return object.__getattribute__(self, name)

    def _filled(self) -> bool:
        """Whether another thread has looked meanwhile; the last field tells."""
        try:
            object.__getattribute__(self, _FIELDS[-1])
        except AttributeError:
            return False
        return True
