"""A process that one text runs in: what it is asked, and what it asks in the midst of that."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

from robotrace.errors import PolicyError, SandboxUnavailable
from robotrace.sandbox import answers
from robotrace.sandbox.conversation import Asked, converse
from robotrace.sandbox.forms import Form
from robotrace.sandbox.policy import Policy
from robotrace.sandbox.reach import Reach
from robotrace.sandbox.rules import Refused

DEEPEST = 8
"""Calls that are in the sandbox within one another, each with a process of its own."""
PATIENCE = 600.0
"""Seconds for which a process is waited for that another thread uses."""
_depth: ContextVar[int] = ContextVar("robotrace_sandboxed", default=0)


class LiveProcess:
    """Runs one text. It is used by one thread at a time, which holds it.

    Args:
        policy: The process.
        seconds: The time of one call, in seconds; what is done at home meanwhile does not count.
    """

    def __init__(self, policy: Policy, seconds: float) -> None:
        self.dropped: list[int] = []
        """Generators and coroutines that nobody asks any more; it hears of them with the next call."""
        self._policy, self._seconds = policy, seconds
        self._lock = threading.Lock()
        self._holder = 0

    @property
    def has_ended(self) -> bool:
        """Whether nothing more can be asked."""
        return self._policy.has_ended

    def close(self) -> None:
        """End it."""
        self._policy.close()

    def take(self) -> bool:
        """Hold it, if nobody does."""
        taken = self._lock.acquire(blocking=False)
        if taken:
            self._holder = threading.get_ident()
        return taken

    def release(self) -> None:
        """Let it go."""
        self._holder = 0
        self._lock.release()

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Hold it for a block, in which a generator or a coroutine in it goes on.

        Raises:
            PolicyError: This very thread uses it already: a generator that asks itself.
            SandboxUnavailable: Another thread has used it for too long.
        """
        if self._holder == threading.get_ident():
            raise PolicyError(
                "ValueError: a generator in the sandbox is asked for a value while it makes one", stage="call"
            )
        if not self._lock.acquire(timeout=PATIENCE):
            raise SandboxUnavailable(f"Another thread has used a function's process for more than {PATIENCE:g} s.")
        self._holder = threading.get_ident()
        try:
            yield
        finally:
            self.release()

    def ask(self, form: Form, *request: Any) -> Any:
        """Ask what needs nothing from home. Raises as `converse` does."""
        with self._ending():
            return self._policy.call(request, form=form)

    def converse(self, reach: Reach, *request: Any) -> Any:
        """Make a request, and do what the text asks for until it has answered.

        Raises:
            PolicyFailure: The text failed, took too long, or asked too much; the process may have ended.
            UnsafeCodeError: The request is too large, or what was done at home raised this.
            SandboxUnavailable: The process has ended.
        """
        depth = _depth.get()
        if depth == DEEPEST:
            raise PolicyError(f"RecursionError: calls in the sandbox nest more than {DEEPEST} deep", stage="call")
        token = _depth.set(depth + 1)
        try:
            with self._ending():
                return self._answered(reach, request)
        finally:
            _depth.reset(token)

    def _answered(self, reach: Reach, request: tuple[Any, ...]) -> Any:
        def asking(content: tuple[Any, ...]) -> Asked:
            return lambda left: self._policy.call(content, form=answers.CALLED, budget=left)

        answer = converse(asking(request), lambda done: asking(("answer", done)), reach, seconds=self._seconds)
        self._hear(reach, answer)
        return answer

    def _hear(self, reach: Reach, answer: Any) -> None:
        """Changes that cannot be made here are an error of the text's."""
        try:
            reach.hear(answer["changes"])
        except (Refused, ValueError, TypeError) as error:
            raise PolicyError(f"{type(error).__name__}: {error}", stage="call") from error

    @contextlib.contextmanager
    def _ending(self) -> Iterator[None]:
        """End the process where it cannot be asked again: it has failed, or waits for an answer that never comes."""
        try:
            yield
        except PolicyError:
            raise
        except BaseException:
            self.close()
            raise
