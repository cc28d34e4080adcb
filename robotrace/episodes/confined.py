"""A controller in the sandbox, called like any function."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
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
        self._has_begun = False

    @property
    def lines(self) -> Mapping[str, int | None]:
        """The line that each trainable function returned from in the last call."""
        return self._process.lines

    def begin(self, observation: Any) -> None:
        """Send it one observation, about which it thinks while this process does something else. Raises as a call does."""
        self._process.post(observation)
        self._has_begun = True

    def __call__(self, observation: Any) -> Any:
        """The action for one observation.

        Raises:
            PolicyFailure: The policy failed: it raised, took too long or answered with what is no action.
        """
        if not self._has_begun:
            return self._process.act(observation)
        self._has_begun = False
        return self._process.action()


class _Failing:
    def __init__(self, failure: PolicyFailure) -> None:
        self._failure = failure
        self.lines: Mapping[str, int | None] = {}

    def begin(self, observation: Any) -> None:
        """Nothing: it fails when it is asked."""

    def __call__(self, observation: Any) -> Any:  # noqa: ARG002 - as players are called
        raise self._failure


@contextmanager
def confined(
    sandbox: Sandbox, text: str, *, action_size: int, beside: Collection[int] = (), spare: bool = True
) -> Iterator[Player]:
    """A program in a fresh process of the sandbox; one that cannot be loaded fails at its first call.

    Args:
        sandbox: The sandbox.
        text: The source text of the whole program.
        action_size: The number of components of an action.
        beside: The CPUs that it thinks on, as for `Sandbox.load`.
        spare: Whether the same program may be loaded next, as for `Sandbox.load`.

    Raises:
        SandboxUnavailable: No sandboxed process can be started.
    """
    try:
        process = sandbox.load(text, action_size=action_size, beside=beside, spare=spare)
    except PolicyFailure as failure:
        yield _Failing(failure)
        return
    with process:
        yield Confined(process)
