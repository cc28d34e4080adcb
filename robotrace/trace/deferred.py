"""Values that are made when somebody looks: most episodes' graphs and pictures are never looked at."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Deferred(Generic[Value]):
    """A value that is made at the first look, once, however many threads look.

    Args:
        make: Makes the value. What it raises, each look raises. It is dropped, with all that it holds, once it has returned.
    """

    __slots__ = ("_lock", "_make", "_value")

    _value: Value

    def __init__(self, make: Callable[[], Value]) -> None:
        self._make: Callable[[], Value] | None = make
        self._lock = threading.Lock()

    @property
    def is_made(self) -> bool:
        """Whether somebody has looked."""
        return self._make is None

    def get(self) -> Value:
        """The value."""
        with self._lock:
            if self._make is not None:
                self._value = self._make()
                self._make = None
            return self._value
