"""The next policies, made ready while this one is at work: the same program is mostly asked for again, episode after episode."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from robotrace.errors import SandboxUnavailable
from robotrace.sandbox.policy import Policy
from robotrace.sandbox.recipes import Source


class Spare:
    """Hands out loaded policies. From the second time on that one program is asked for, the next one waits already.

    Each policy is handed out once; several threads may ask.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: Source | None = None
        self._program: Source | None = None
        self._waiting: deque[Future[Policy]] = deque()
        self._executor: ThreadPoolExecutor | None = None

    def take(self, program: Source, *, load: Callable[[Source], Policy], keep: int = 1) -> Policy:
        """A policy that nobody has used.

        Args:
            program: The program that the policy runs.
            load: Loads a policy in a fresh process; what it raises is raised here.
            keep: How many are to wait for later; 0 where no other one may be asked for.
        """
        with self._lock:
            if self._program != program:
                self._dismiss_all()
                self._program = program
            waiting = self._waiting.popleft() if self._waiting else None
        policy = _ready(waiting) or load(program)
        with self._lock:
            if self._last == self._program == program:
                for _ in range(keep - len(self._waiting)):
                    self._waiting.append(self._background().submit(load, program))
            self._last = program
        return policy

    def close(self, *, wait: bool = True) -> None:
        """Let those that wait go.

        Args:
            wait: Whether to wait until nothing is started in the background any more.
        """
        with self._lock:
            self._dismiss_all()
            self._last = self._program = None
            executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown(wait=wait)

    def _dismiss_all(self) -> None:
        while self._waiting:
            _dismiss(self._waiting.popleft())

    def _background(self) -> ThreadPoolExecutor:
        if self._executor is None:
            self._executor = ThreadPoolExecutor(1, thread_name_prefix="robotrace-spare")
        return self._executor


def _ready(waiting: Future[Policy] | None) -> Policy | None:
    """The one that waits, if it is good for anything."""
    if waiting is None:
        return None
    try:
        policy = waiting.result()
    except SandboxUnavailable:
        return None  # the processes' parent ended meanwhile; there will be a new one
    if policy.has_ended:
        policy.close()
        return None  # as above
    return policy


def _dismiss(future: Future[Policy]) -> None:
    """End a policy that nobody wants, as soon as it is there."""

    def end(done: Future[Policy]) -> None:
        if not done.cancelled() and done.exception() is None:
            done.result().close()

    future.cancel()
    future.add_done_callback(end)
