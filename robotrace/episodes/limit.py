"""How long a method of a task may take: one that hangs is ended.

A thread beside looks now and then how long the present call has taken, and has one that takes too long raise: in the main thread
by a signal, which ends a wait too, in any other at its next line of Python. What nobody can end from within a process is code in
C that neither returns nor lets Python run.
"""

from __future__ import annotations

import ctypes
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any, Self

SECONDS = 60.0
"""That a reset or a step may take where nobody says otherwise."""
_LOOKS = 8  # at a call before it has taken too long
_MOST = 1.0  # seconds between two looks
_SIGNAL = signal.SIGRTMIN + 3 if hasattr(signal, "SIGRTMIN") else signal.SIGUSR2  # which nobody else uses


class TooLong(BaseException):
    """A call took longer than it may; an event that no `except Exception` of a task is to keep."""


class Limit:
    """Ends the calls of one thread that take too long; a context, which one thread opens and uses, again and again if need be.

    Args:
        seconds: That a call may take; None for any time.
    """

    def __init__(self, seconds: float | None) -> None:
        self._seconds = seconds
        self._since: float | None = None
        self._over = threading.Event()
        self._thread = 0
        self._watcher: threading.Thread | None = None
        self._before: Any = None

    def __enter__(self) -> Self:
        if self._seconds is None:
            return self
        self._over.clear()
        self._thread = threading.get_ident()
        if self._signals:
            self._before = signal.signal(_SIGNAL, self._interrupted)
        self._watcher = threading.Thread(target=self._watch, args=(self._seconds,), daemon=True)
        self._watcher.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._watcher is None:
            return
        self._over.set()
        self._watcher.join()
        if self._signals:
            signal.signal(_SIGNAL, self._before)

    def call(self, function: Callable[..., Any], *arguments: Any, spent: float = 0.0) -> Any:
        """What a function returns.

        Args:
            function: What is called.
            arguments: What it is called with.
            spent: Seconds that earlier calls have taken of the same limit.

        Raises:
            TooLong: It took longer than it may.
        """
        self._since = time.monotonic() - spent
        try:
            return function(*arguments)
        finally:
            self._since = None

    @property
    def _signals(self) -> bool:
        return self._thread == threading.main_thread().ident

    def _watch(self, seconds: float) -> None:
        while not self._over.wait(min(seconds / _LOOKS, _MOST)):
            if self._is_late():
                self._interrupt()

    def _is_late(self) -> bool:
        since = self._since
        return since is not None and self._seconds is not None and time.monotonic() - since > self._seconds

    def _interrupt(self) -> None:
        if self._signals:
            signal.pthread_kill(self._thread, _SIGNAL)
        else:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._thread), ctypes.py_object(TooLong))

    def _interrupted(self, _number: int, _frame: FrameType | None) -> None:
        if self._is_late():
            raise TooLong
