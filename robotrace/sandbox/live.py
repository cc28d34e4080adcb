"""A function's text in a process of its own, called as the function is.

Neither its compilation nor its calls take place here, and what comes back is plain data.
"""

from __future__ import annotations

import inspect
import threading
import weakref
from collections.abc import Mapping
from types import FunctionType, ModuleType
from typing import Any

from robotrace.errors import (
    ParameterError,
    PolicyCrash,
    PolicyError,
    PolicyFailure,
    PolicyProtocolError,
    PolicyTimeout,
    UnsafeCodeError,
)
from robotrace.opto.named import Observation
from robotrace.sandbox import answers, modules
from robotrace.sandbox.forms import Form
from robotrace.sandbox.limits import Limits
from robotrace.sandbox.plain import PLAIN, not_plain
from robotrace.sandbox.policy import Policy
from robotrace.sandbox.sandbox import Sandbox
from robotrace.text import cut

LIMITS = Limits(act_seconds=5.0, cpu_seconds=86_400)
"""A live function is called for as long as its text is used: each call has a budget, all together have none."""
WORKER = "robotrace.sandbox.live_worker"
PROGRAM = f"from {WORKER} import Live\ncontroller = Live()\n"
REMEDY = "or pass trust=True, where all that an optimizer writes may run in this process, with all your rights"


def live_sandbox() -> Sandbox:
    """A sandbox for live functions."""
    return Sandbox(LIMITS, preload=(WORKER,))


def cannot_run(name: str, lacks: str) -> UnsafeCodeError:
    """The error for a function that needs more than the sandbox has."""
    return UnsafeCodeError(
        f"The code of {name!r} cannot run in the sandbox, as what an optimizer writes has to: {lacks}. Beside its own text it "
        f"can have arguments, numpy, scipy and most of the standard library: put what it needs inside it or pass it as an "
        f"argument, {REMEDY}."
    )


def check_arguments(name: str, arguments: Mapping[str, Any]) -> None:
    """Find out whether a function can be called in the sandbox with these arguments, by name.

    Raises:
        UnsafeCodeError: A value is not plain data.
    """
    for argument, value in arguments.items():
        wrong = not_plain(value, argument)
        if wrong is not None:
            raise UnsafeCodeError(
                f"A call of {name!r} cannot be made in the sandbox, where what an optimizer writes runs: {wrong}, is no plain "
                f"data. Pass {PLAIN}, {REMEDY}."
            )


class LiveFunction:
    """Runs one text for the function whose source it replaces. Several threads may call it, one at a time.

    Its process is started when it is needed, kept from call to call, and replaced if it has ended.

    Args:
        sandbox: Made by `live_sandbox`.
        text: Source code that defines the function, with the imports and helpers that it needs.
        function: Whose place the text takes. Of what it has from outside the text gets the default values and the modules.
        header: Its `def` line, without annotations.
    """

    def __init__(self, sandbox: Sandbox, text: str, function: FunctionType, header: str) -> None:
        self._sandbox, self._text, self._function, self._header = sandbox, str(text), function, header
        self._signature = inspect.signature(function)
        self._lock = threading.Lock()
        self._process: Policy | None = None
        self._lacks = ""
        self._end: weakref.finalize[Any, Any] | None = None

    def prepare(self) -> str:
        """Start the process and compile the text there.

        Returns:
            What the text needs from outside and cannot have, in words; "" where there is nothing.

        Raises:
            ParameterError: The text does not compile, or does not define the function.
            SandboxUnavailable: No sandboxed process can be started.
        """
        with self._lock:
            self._started()
            return self._lacks

    def stop(self) -> None:
        """End the process; the next call starts another."""
        with self._lock:
            self._end_process()

    def __call__(self, /, *args: Any, **kwargs: Any) -> tuple[int | None, Any]:
        """The line that the function returned from, and what it returned.

        Raises:
            TypeError: The arguments do not match the function's signature.
            PolicyFailure: The function failed; `line` is a line of the text.
            UnsafeCodeError: An argument is not plain data.
            SandboxUnavailable: No sandboxed process can be started.
        """
        self._signature.bind(*args, **kwargs)
        observations = [at for at, value in (*enumerate(args), *kwargs.items()) if type(value) is Observation]
        known = list(self._signature.parameters)
        names = [*known, *(f"argument {index}" for index in range(len(known), len(args)))]
        check_arguments(self._function.__name__, {**dict(zip(names, args, strict=False)), **kwargs})
        with self._lock:
            process = self._started()
            if self._lacks:
                raise cannot_run(self._function.__name__, self._lacks)
            answer = self._ask(process, answers.CALLED, "call", args, kwargs, observations)
        if "error" in answer:
            raise PolicyError(answer["error"], line=answer["line"], stage="call")
        return answer["line"], answer["value"]

    def _started(self) -> Policy:
        if self._process is not None:
            return self._process
        process = self._sandbox.load(PROGRAM, needs=modules.mentioned(self._text), spare=False)
        self._process, self._end = process, weakref.finalize(self, process.close)
        try:
            self._lacks = self._compile(process)
        except BaseException:
            self._end_process()
            raise
        return process

    def _end_process(self) -> None:
        if self._end is not None:
            self._end()
        self._process = self._end = None

    def _compile(self, process: Policy) -> str:
        """Compile the text, and give it the modules that it uses; what it lacks then."""
        function = self._function
        defaults, keywords = function.__defaults__, function.__kwdefaults__
        wrong = not_plain(defaults) or not_plain(keywords)
        if wrong is not None:
            return f"a default value of its arguments is no plain data ({wrong.lstrip(', ')})"
        request = (self._text, function.__name__, self._header, defaults, keywords)
        try:
            answer = self._ask(process, answers.COMPILED, "compile", *request)
        except PolicyFailure as failure:
            raise ParameterError(f"The text of {function.__name__!r} cannot be compiled: {failure}") from failure
        if "refusal" in answer:
            raise ParameterError(answer["refusal"])
        outside = {name: function.__globals__[name] for name in answer["names"] if name in function.__globals__}
        for name, value in outside.items():
            if not isinstance(value, ModuleType):
                return f"it uses {name!r} ({type(value).__name__}), which stands outside"
        found = {name: module.__name__ for name, module in outside.items()}
        missing = self._ask(process, answers.SUPPLIED, "supply", found)["missing"] if found else ()
        return f"it uses {cut(str(missing))}, which cannot be imported there" if missing else ""

    def _ask(self, process: Policy, form: Form, *request: Any) -> Any:
        try:
            return process.call(request, form=form)
        except (PolicyTimeout, PolicyCrash, PolicyProtocolError):
            self._end_process()
            raise
