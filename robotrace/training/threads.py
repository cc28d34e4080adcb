"""Asking for several things at once, in threads that a stopped program does not wait for."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Key = TypeVar("Key")
Answer = TypeVar("Answer")

THREADS = 8


def ask_all(
    ask: Callable[[Key], Answer], keys: Iterable[Key], *, threads: int = THREADS
) -> Iterator[tuple[Key, Answer]]:
    """Each key with its answer, as the answers arrive.

    One key, or one thread, is asked in the caller's own. Further ones end with the program, answered or not: Ctrl-C does not
    wait for a slow endpoint.

    Args:
        ask: Called once for each key, from several threads at once.
        keys: The keys to ask about, in the order in which to begin.
        threads: The largest number of calls at a time.

    Raises:
        Whatever `ask` raises.
    """
    waiting = list(keys)
    if len(waiting) < 2 or threads < 2:
        yield from ((key, ask(key)) for key in waiting)
        return
    todo: queue.SimpleQueue[Key] = queue.SimpleQueue()
    arrived: queue.SimpleQueue[tuple[Key, Answer | None, BaseException | None]] = queue.SimpleQueue()
    for key in waiting:
        todo.put(key)

    def work() -> None:
        while True:
            try:
                key = todo.get_nowait()
            except queue.Empty:
                return
            try:
                arrived.put((key, ask(key), None))
            except BaseException as error:  # noqa: BLE001 - raised again where the answers are read
                arrived.put((key, None, error))

    for _ in range(min(threads, len(waiting))):
        threading.Thread(target=work, daemon=True).start()
    for _ in waiting:
        key, answer, error = arrived.get()
        if error is not None:
            raise error
        yield key, answer  # type: ignore[misc]  # there is an answer where there is no error
