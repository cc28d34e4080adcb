"""How long the calls of a row's program that run in this process may take, in all.

In the main thread what takes too long is interrupted, waiting or not. In any other it is left to itself, since nothing can end its
waiting: it goes on in a thread of its own, and what it returns is lost.
"""

from __future__ import annotations

import contextvars
import queue
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self

from robotrace.episodes.limit import Limit, TooLong


class Patience:
    """A context, which one thread opens and uses.

    Args:
        seconds: That all calls together may take.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds, self._spent = seconds, 0.0
        self._limit = Limit(seconds)
        self._stack = ExitStack()
        self._is_main = False

    def __enter__(self) -> Self:
        self._is_main = threading.current_thread() is threading.main_thread()
        if self._is_main:
            self._stack.enter_context(self._limit)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """What a function returns.

        Raises:
            TooLong: With it, the calls took longer than they may.
        """
        started = time.monotonic()
        try:
            if self._is_main:
                return self._limit.call(function, *arguments, spent=self._spent)
            return _apart(function, arguments, self._seconds - self._spent)
        finally:
            self._spent += time.monotonic() - started


def _apart(function: Callable[..., Any], arguments: tuple[Any, ...], seconds: float) -> Any:
    arrived: queue.SimpleQueue[tuple[Any, BaseException | None]] = queue.SimpleQueue()
    context = contextvars.copy_context()

    def work() -> None:
        try:
            arrived.put((context.run(function, *arguments), None))
        except BaseException as error:  # noqa: BLE001 - raised again where the answer is waited for
            arrived.put((None, error))

    threading.Thread(target=work, name="row", daemon=True).start()
    try:
        found, error = arrived.get(timeout=max(seconds, 0.0))
    except queue.Empty:
        raise TooLong from None
    if error is not None:
        raise error
    return found
