"""A controller in the sandbox, called like any function."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from robotrace.episodes.controller import Player
from robotrace.errors import PolicyFailure
from robotrace.sandbox import Policy as Process
from robotrace.sandbox import Sandbox


class Confined:
    """Asks a policy's process for one action a call."""

    def __init__(self, process: Process) -> None:
        self._process = process

    @property
    def lines(self) -> Mapping[str, int | None]:
        """The line that each trainable function returned from in the last call."""
        return self._process.lines

    def __call__(self, observation: Any) -> Any:
        """The action for one observation.

        Raises:
            PolicyFailure: The policy failed: it raised, took too long or answered with what is no action.
        """
        return self._process.act(observation)


class _Failing:
    def __init__(self, failure: PolicyFailure) -> None:
        self._failure = failure
        self.lines: Mapping[str, int | None] = {}

    def __call__(self, observation: Any) -> Any:  # noqa: ARG002 - as players are called
        raise self._failure


@contextmanager
def confined(sandbox: Sandbox, text: str, *, action_size: int) -> Iterator[Player]:
    """A program in a fresh process of the sandbox; one that cannot be loaded fails at its first call.

    Raises:
        SandboxUnavailable: No sandboxed process can be started.
    """
    try:
        process = sandbox.load(text, action_size=action_size)
    except PolicyFailure as failure:
        yield _Failing(failure)
        return
    with process:
        yield Confined(process)
