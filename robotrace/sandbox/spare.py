"""The next policy, made ready while this one is at work: the same program is mostly asked for again, episode after episode."""

from __future__ import annotations

import threading
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
        self._waiting: tuple[Source, Future[Policy]] | None = None
        self._executor: ThreadPoolExecutor | None = None

    def take(self, program: Source, *, load: Callable[[Source], Policy], another: bool = True) -> Policy:
        """A policy that nobody has used.

        Args:
            program: The program that the policy runs.
            load: Loads a policy in a fresh process; what it raises is raised here.
            another: Whether the next one may be asked for; else none is made ready.
        """
        with self._lock:
            waiting, self._waiting = self._waiting, None
        policy = _ready(program, waiting) or load(program)
        with self._lock:
            if another and self._last == program and self._waiting is None:
                self._waiting = program, self._background().submit(load, program)
            self._last = program
        return policy

    def close(self, *, wait: bool = True) -> None:
        """Let the waiting one go.

        Args:
            wait: Whether to wait until nothing is started in the background any more.
        """
        with self._lock:
            waiting, self._waiting, self._last = self._waiting, None, None
            executor, self._executor = self._executor, None
        if waiting is not None:
            _dismiss(waiting[1])
        if executor is not None:
            executor.shutdown(wait=wait)

    def _background(self) -> ThreadPoolExecutor:
        if self._executor is None:
            self._executor = ThreadPoolExecutor(1, thread_name_prefix="robotrace-spare")
        return self._executor


def _ready(program: Source, waiting: tuple[Source, Future[Policy]] | None) -> Policy | None:
    """The one that waits, if it is of this program."""
    if waiting is None:
        return None
    if waiting[0] != program:
        _dismiss(waiting[1])
        return None
    try:
        policy = waiting[1].result()
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
