"""Making the text of a controller that its user trusts callable, in this process."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from robotrace.errors import ProgramError
from robotrace.opto import ENTRY
from robotrace.sandbox import program
from robotrace.trace import Parameter
from robotrace.trace.state import untraced

Policy = Callable[[Any], Any]
"""Takes an observation (dict of named arrays, or a node of one) and returns an action."""


class Player(Protocol):
    """Plays an episode, wherever its code runs; nothing of it is traced.

    Attributes:
        lines: By trainable function, the line that it returned from in the last call.
    """

    @property
    def lines(self) -> Mapping[str, int | None]:
        """See above."""
        ...

    def begin(self, observation: Any) -> None:
        """Let it think about an observation already, if it does that beside this process; the next call is about that one."""
        ...

    def __call__(self, observation: Any) -> Any:
        """The action for an observation, a dict of named arrays."""
        ...


class Trusted:
    """A controller in this process, as a player."""

    def __init__(self, act: Policy) -> None:
        self._act = act
        self.lines: Mapping[str, int | None] = {}

    def begin(self, observation: Any) -> None:
        """Nothing: it thinks in this process."""

    def __call__(self, observation: Any) -> Any:
        """The action."""
        action, self.lines = untraced(self._act, observation)
        return action


@dataclass(frozen=True, slots=True)
class Controller:
    """A loaded controller.

    Attributes:
        act: The function that is called with an observation.
        parameters: The trainable parameters that its text defines.
        filename: The name under which tracebacks know its text.
    """

    act: Policy
    parameters: tuple[Parameter, ...]
    filename: str


def load(text: str, outside: Mapping[str, Any] | None = None) -> Controller:
    """Execute a controller's text in a module of its own.

    Args:
        text: The whole program; it defines `controller`, which is called with an observation, and with a dict that lives as long
            as this load if it has a second parameter `memory`.
        outside: Live values by name that the text uses and does not make.

    Raises:
        ProgramError: It is not Python, raises while it is loaded, or defines no such function; names the line.
    """
    filename = program.filename(text)
    try:
        loaded = program.load(text, ENTRY, outside)
    except ProgramError:
        raise
    except (Exception, SystemExit) as error:
        raise ProgramError(f"The program cannot be loaded: {program.where(error, filename)}") from error
    act = functools.partial(loaded.function, memory={}) if loaded.with_memory else loaded.function
    return Controller(act, tuple(loaded.parameters), filename)
