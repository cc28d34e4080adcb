"""In the process of a live function: it compiles the text, and answers calls of it. Everything it says is untrusted."""

from __future__ import annotations

import builtins
import dis
import importlib
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType
from typing import Any

from robotrace.errors import ParameterError
from robotrace.opto.named import Observation
from robotrace.sandbox.frames import TRACEBACK
from robotrace.sandbox.plain import PLAIN, not_plain
from robotrace.trace import no_trace
from robotrace.trace.code import Code, CodeRule
from robotrace.trace.failure import explain


class Live:
    """One text. What it is asked comes as `(request, *content)`, and all answers are dicts."""

    def __init__(self) -> None:
        self._globals: dict[str, Any] = {"__builtins__": builtins, "__name__": "live"}
        self._code: Code | None = None

    def __call__(self, request: str, *content: Any) -> dict[str, Any]:
        """Answer "compile", "supply" or "call"."""
        answers: dict[str, Callable[..., dict[str, Any]]]
        answers = {"compile": self._compile, "supply": self._supply, "call": self._call}
        return answers[request](*content)

    def _compile(
        self, text: str, name: str, header: str, defaults: tuple[Any, ...] | None, keywords: dict[str, Any] | None
    ) -> dict[str, Any]:
        """The global names that the text uses, or why it cannot be compiled."""
        original = FunctionType(_nothing.__code__, self._globals, name)
        original.__defaults__, original.__kwdefaults__ = defaults, keywords
        try:
            self._code = Code(text, CodeRule(name, header), original, None)
        except ParameterError as error:
            return {"refusal": str(error)[:TRACEBACK]}
        return {"names": sorted(set(_global_names(self._code.scope)))}

    def _supply(self, modules: dict[str, str]) -> dict[str, Any]:
        """Import modules under the names that the text knows them by; those that are not to be had."""
        missing = []
        for name, module in modules.items():
            try:
                self._globals[name] = importlib.import_module(module)
            except ImportError:
                missing.append(name)
        return {"missing": missing}

    def _call(self, args: tuple[Any, ...], kwargs: dict[str, Any], observations: list[Any]) -> dict[str, Any]:
        """What a call returned and from which line, or what it raised and where."""
        code = self._code
        assert code is not None
        given = [Observation(value) if index in observations else value for index, value in enumerate(args)]
        named = {key: Observation(value) if key in observations else value for key, value in kwargs.items()}
        try:
            with no_trace():
                output = code.function(*given, **named)
            line, value = output if code.lined else (None, output)
            wrong = not_plain(value)
            if wrong is not None:
                raise TypeError(f"it returned what cannot leave the sandbox ({wrong.lstrip(', ')}); return {PLAIN}")
        except BaseException as error:  # noqa: BLE001 - SystemExit is the text's too
            words, failed = explain(error, code.place)
            return {"error": words[:TRACEBACK], "line": failed}
        return {"line": line, "value": value}


def _nothing() -> None:
    """Stands where the function that the text replaces stood."""


def _global_names(code: CodeType) -> Iterator[str]:
    for instruction in dis.get_instructions(code):
        if instruction.opname in ("LOAD_GLOBAL", "LOAD_NAME") and not hasattr(builtins, instruction.argval):
            yield instruction.argval
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _global_names(constant)
