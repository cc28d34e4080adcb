"""Where the texts run that an optimizer writes for live functions: each in a locked process of its own."""

from __future__ import annotations

import inspect
from types import FunctionType

from robotrace.errors import ParameterError
from robotrace.optimizers.step.rehearsal import recorded_calls
from robotrace.sandbox import Sandbox
from robotrace.sandbox.live import LiveFunction, cannot_run, check_arguments, live_sandbox
from robotrace.trace import Graph, Parameter
from robotrace.trace.code import CodeRule
from robotrace.trace.remote import RemoteCode


class Confinement:
    """The sandbox of one optimizer. No process is started before it is needed."""

    def __init__(self) -> None:
        self._sandbox: Sandbox | None = None
        self._admitted: set[int] = set()

    def admit(self, parameter: Parameter, graph: Graph) -> None:
        """Find out, before anything is asked, whether texts for a code parameter can run in the sandbox.

        Raises:
            UnsafeCodeError: The function needs things from outside, or was called with such; the message says which.
            SandboxUnavailable: No sandboxed process could be started.
        """
        for inputs in recorded_calls(parameter, graph):
            check_arguments(parameter.name, inputs)
        if id(parameter) in self._admitted:
            return
        lacks = _bound(parameter)
        if not lacks and not isinstance(parameter.data, RemoteCode):
            live = self._live(parameter, parameter.data)
            lacks = live.prepare()
            live.stop()
        if lacks:
            raise cannot_run(parameter.name, lacks)
        self._admitted.add(id(parameter))

    def remote(self, parameter: Parameter, text: str) -> RemoteCode:
        """A proposed text, compiled in a process of its own, as a value for its parameter.

        Raises:
            ParameterError: The text does not compile, does not define the function, or needs things from outside.
            SandboxUnavailable: No sandboxed process could be started.
        """
        if not isinstance(text, str):
            raise ParameterError(f"Parameter {parameter.name!r} expects source as text, found {type(text).__name__}")
        live = self._live(parameter, text)
        lacks = live.prepare()
        if lacks:
            live.stop()
            raise ParameterError(f"The new {parameter.name!r} has to stand alone: {lacks}; put what it needs inside it")
        return RemoteCode(text, live)

    def _live(self, parameter: Parameter, text: str) -> LiveFunction:
        if self._sandbox is None:
            self._sandbox = live_sandbox()
        assert isinstance(parameter.function, FunctionType)
        assert isinstance(parameter.rule, CodeRule)
        return LiveFunction(self._sandbox, text, parameter.function, parameter.rule.header)


def rest(value: object) -> None:
    """End the process of a text that is no longer used; it starts anew if it is called after all."""
    if isinstance(value, RemoteCode) and isinstance(value.run, LiveFunction):
        value.run.stop()


def _bound(parameter: Parameter) -> str:
    """Why a function's calls are more than a text with arguments; "" where they are not."""
    function = parameter.function
    if function is None:
        return "it is the source of no function of this process"
    if function.__closure__:
        return f"it uses {', '.join(function.__code__.co_freevars)} of the function around it"
    if inspect.iscoroutinefunction(function) or inspect.isgeneratorfunction(function):
        return "it is an async function or a generator, whose values come one by one"
    return "" if parameter.trial is not None else "it is a method, which uses its object"
