"""Where the texts run that an optimizer writes for live functions: each in locked processes of its own."""

from __future__ import annotations

from types import FunctionType
from typing import TYPE_CHECKING

from robotrace.errors import ParameterError
from robotrace.trace import Parameter
from robotrace.trace.code import CodeRule
from robotrace.trace.remote import RemoteCode

if TYPE_CHECKING:
    from robotrace.sandbox import Sandbox
    from robotrace.sandbox.live import LiveFunction


class Confinement:
    """The sandbox of one optimizer. No process is started before it is needed."""

    def __init__(self) -> None:
        self._sandbox: Sandbox | None = None

    def remote(self, parameter: Parameter, text: str, said: str = "") -> RemoteCode:
        """A proposed text, compiled in a process of its own, as a value for its parameter.

        Args:
            parameter: Whose value it is to be.
            text: What was proposed.
            said: What the user says of the problem: names in it, the text may use.

        Raises:
            ParameterError: The text does not compile, does not define the function, or names what it may not have.
            SandboxUnavailable: No sandboxed process could be started.
        """
        if not isinstance(text, str):
            raise ParameterError(f"Parameter {parameter.name!r} expects source as text, found {type(text).__name__}")
        live = self._live(parameter, text, said)
        lacks = live.prepare()
        if lacks:
            live.stop()
            raise ParameterError(
                f"The new {parameter.name!r} cannot run in the sandbox: {lacks}; put what it needs inside it"
            )
        return RemoteCode(text, live)

    def _live(self, parameter: Parameter, text: str, said: str) -> LiveFunction:
        from robotrace.sandbox.live import LiveFunction, live_sandbox  # late: a training has no live functions

        function, rule = parameter.function, parameter.rule
        if not isinstance(function, FunctionType) or not isinstance(rule, CodeRule):
            raise ParameterError(
                f"The new {parameter.name!r} can run nowhere: it is the source of no function of this process; make the "
                "parameter with bundle(trainable=True)"
            )
        if self._sandbox is None:
            self._sandbox = live_sandbox()
        source = f"{rule.first}\n{parameter.description}\n{said}"
        return LiveFunction(self._sandbox, text, function, rule.header, owner=rule.owner, source=source)


def rest(value: object) -> None:
    """End the processes of a text that is no longer used; others start if it is called after all."""
    if isinstance(value, RemoteCode):
        from robotrace.sandbox.live import LiveFunction

        if isinstance(value.run, LiveFunction):
            value.run.stop()
