"""Every error robotrace raises on purpose.

RobotraceError
├── UnknownNameError      a task, policy, optimizer, field or option that does not exist
├── OptionError           an option whose value is not usable
├── TraceError            a traced workflow was built or walked wrongly
│   └── ExecutionError    a traced function raised; carries the node to propagate feedback from
├── ParameterError        a value that a parameter cannot take
├── ProgramError          a controller's source cannot be read, loaded or made one text
├── ActionError           an action that is not finite or has the wrong shape
├── ProposalError         what an optimizer answered cannot be used
├── ModelError            the language model's endpoint failed or is not configured
├── UnsafeCodeError       code that nobody has read was about to run unprotected
└── RunError              a run folder that exists already, or cannot be read or written
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any


class RobotraceError(Exception):
    """The root of the tree; catching it catches every error robotrace raises on purpose."""


class UnknownNameError(RobotraceError, LookupError):
    """A name that does not exist, with the nearest ones that do."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        choices = sorted(known)
        near = difflib.get_close_matches(name, choices, n=3, cutoff=0.5)
        listed = ", ".join(near or choices)
        others = f"Known: {listed}." if choices else f"No {kind} is known."
        hint = f"Did you mean {listed}?" if near else others
        super().__init__(f"Unknown {kind} {name!r}. {hint}")
        self.kind, self.name, self.near = kind, name, tuple(near)


class OptionError(RobotraceError, ValueError):
    """An option whose value is not usable; says what was expected and what was found."""


class TraceError(RobotraceError):
    """A traced workflow was built or walked wrongly."""


class ExecutionError(TraceError):
    """A traced function raised; `node` holds the failed call, to propagate feedback from."""

    def __init__(self, message: str, node: Any) -> None:
        super().__init__(message)
        self.node = node

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.node)  # so that it crosses a process pool


class ParameterError(RobotraceError, ValueError):
    """A value that a parameter cannot take; the parameter keeps the one it had."""


class ProgramError(RobotraceError):
    """A controller's source that cannot be read, loaded or made one text."""


class ActionError(RobotraceError, ValueError):
    """An action that is not finite or has the wrong shape."""


class ProposalError(RobotraceError):
    """An optimizer's answer that cannot be used; the message is what the optimizer is told."""


class ModelError(RobotraceError):
    """The language model's endpoint failed or is not configured."""


class UnsafeCodeError(RobotraceError):
    """Code that nobody has read was about to run in this process."""


class RunError(RobotraceError):
    """A run folder that exists already, or cannot be read or written."""
