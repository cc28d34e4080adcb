"""Every error robotrace raises on purpose.

RobotraceError
├── UnknownNameError      a task, policy, optimizer, field or option that does not exist
├── OptionError           an option whose value is not usable
├── TraceError            a traced workflow was built or walked wrongly
│   └── ExecutionError    a traced function raised; carries the node to propagate feedback from
│       ├── ExecutionTypeError       an operation that the value does not have; a TypeError too
│       └── ExecutionAttributeError  an attribute that the value does not have; an AttributeError too
├── ParameterError        a value that a parameter cannot take
├── ProgramError          a controller's source cannot be read, loaded or made one text
├── ActionError           an action that is not finite or has the wrong shape
├── TaskError             a task that does not do what every task does; never the fault of a controller
├── ProblemError          a problem whose own code fails or answers what no problem does; never the fault of a candidate
├── ProposalError         what an optimizer answered cannot be used
├── ModelError            the language model's endpoint failed or is not configured
│   └── ContextLengthError  the prompt is longer than the model can read
├── ServiceError          what candidates ask, such as a student, is down; never the fault of a candidate
├── UnsafeCodeError       code that nobody has read was about to run unprotected
├── PoolError             worker processes that died or cannot do their work; no controller's fault
├── RenderError          no picture can be drawn on this machine
├── SandboxUnavailable    no protected process could be had; never the fault of a policy
├── PolicyFailure         a policy failed in its own process
│   ├── PolicyError             it raised, or cannot be loaded
│   ├── PolicyTimeout           it took longer than it may
│   ├── PolicyCrash             its process ended
│   ├── PolicyInvalidAction     what it returned is no vector of numbers
│   └── PolicyProtocolError     its process sent what no policy sends
└── RunError              a run folder that exists already, or cannot be read or written
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

_FEW = 10  # names that an error lists


class RobotraceError(Exception):
    """The root of the tree; catching it catches every error robotrace raises on purpose."""


class UnknownNameError(RobotraceError, LookupError):
    """A name that does not exist, with the nearest ones that do.

    Args:
        kind: What it should be a name of, in words.
        name: The name.
        known: The names that exist.
        listing: The command that lists them, where there may be many.
        otherwise: What may be meant where none is near, as a sentence.
    """

    def __init__(self, kind: str, name: str, known: Iterable[str], *, listing: str = "", otherwise: str = "") -> None:
        choices = sorted(known)
        near = _near(name, choices)
        listed = ", ".join(near or choices[:_FEW])
        if not near and len(choices) > _FEW:
            listed += f" and {len(choices) - _FEW} more" + (f"; `{listing}` lists them" if listing else "")
        others = f"Known: {listed}." if choices else f"No {kind} is known."
        hint = f"Did you mean {listed}?" if near else " ".join(filter(None, [others, otherwise]))
        super().__init__(f"Unknown {kind} {name!r}. {hint}")
        self.kind, self.name, self.known, self.near = kind, name, tuple(choices), tuple(near)


def _near(name: str, choices: list[str]) -> list[str]:
    """What a name that does not exist may be meant for: itself in other capitals, else up to three that are like it or hold it."""
    if same := [one for one in choices if one.casefold() == name.casefold()]:
        return same
    within = [one for one in choices if len(name) > 2 and name in one][:3]
    return difflib.get_close_matches(name, choices, n=3, cutoff=0.5) or within


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


class ExecutionTypeError(ExecutionError, TypeError):
    """A value was used as what it is not, such as the length of None; Python's own protocols expect a TypeError there."""


class ExecutionAttributeError(ExecutionError, AttributeError):
    """A value has no such attribute; `hasattr` expects an AttributeError."""


class ParameterError(RobotraceError, ValueError):
    """A value that a parameter cannot take; the parameter keeps the one it had."""


class ProgramError(RobotraceError):
    """A controller's source that cannot be read, loaded or made one text."""


class ActionError(RobotraceError, ValueError):
    """An action that is not finite or has the wrong shape."""


class TaskError(RobotraceError):
    """A task that does not do what every task does; says its method, what was expected and found, and what to do.

    Attributes:
        mistake: The same in parts, a `robotrace.opto.mistake.Mistake`; None where nobody took it apart.
    """

    mistake: Any = None


class ProblemError(RobotraceError):
    """A problem that does not do what every problem does; says its method, what was expected and found, and what to do."""


class ProposalError(RobotraceError):
    """An optimizer's answer that cannot be used; the message is what the optimizer is told."""


class ModelError(RobotraceError):
    """The language model's endpoint failed or is not configured."""


class ContextLengthError(ModelError):
    """The prompt is longer than the model can read; a shorter one may be asked.

    Attributes:
        limit: tokens of prompt and reply together, where the endpoint told it.
    """

    def __init__(self, message: str, *, limit: int | None = None) -> None:
        super().__init__(message)
        self.limit = limit


class ServiceError(RobotraceError):
    """What candidates ask outside of the sandbox - a language model, a database - is down or answers nonsense.

    It ends a run, which can be resumed, instead of being held against the candidate. An object of a user's own may raise it too.
    """


class UnsafeCodeError(RobotraceError):
    """Code that nobody has read was about to run in this process."""


class PoolError(RobotraceError):
    """Worker processes that died or cannot do their work; never held against the controller they ran."""


class RenderError(RobotraceError):
    """No picture can be drawn on this machine, or a task's camera gave none."""


class SandboxUnavailable(RobotraceError):  # noqa: N818 - a state of the machine
    """No protected process could be had on this machine; never counted against a policy."""


class PolicyFailure(RobotraceError):  # noqa: N818 - the root of what can become of a policy
    """A policy failed in its own process.

    All of it but the class comes from code that nobody has read: the texts are bounded and without control characters.

    Attributes:
        line: of the policy's text, or of the trainable function's text that it was in, from 1; None if unknown.
        traceback: the policy's own part of it.
        log: what the policy printed, its end.
        stage: "load", "act" or "call".
    """

    def __init__(
        self,
        message: str,
        *,
        line: int | None = None,
        traceback: str = "",
        log: str = "",
        stage: str = "",
    ) -> None:
        super().__init__(message)
        self.line, self.traceback, self.log, self.stage = line, traceback, log, stage

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self),), dict(vars(self))  # so that it crosses a process pool


class PolicyError(PolicyFailure):
    """A policy raised, or cannot be loaded."""


class PolicyTimeout(PolicyFailure):
    """A policy took longer than it may, and its process was ended."""


class PolicyCrash(PolicyFailure):
    """A policy's process ended by itself."""


class PolicyInvalidAction(PolicyFailure):
    """What a policy returned is no vector of numbers, or one of the wrong length."""


class PolicyProtocolError(PolicyFailure):
    """A policy's process sent what no policy sends, and was ended."""


class RunError(RobotraceError):
    """A run folder that exists already, or cannot be read or written."""
