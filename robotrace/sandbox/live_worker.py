"""In the process of a live function: it compiles the text, and answers calls of it. Everything it says is untrusted."""

from __future__ import annotations

import builtins
import itertools
import sys
from collections.abc import Callable, Mapping
from types import AsyncGeneratorType, CellType, CoroutineType, FunctionType, GeneratorType
from typing import Any, NamedTuple

from robotrace.errors import ParameterError
from robotrace.sandbox.carried import Pair
from robotrace.sandbox.frames import TRACEBACK
from robotrace.sandbox.proxies import Home, Proxy, imported, number_of, raised
from robotrace.sandbox.waiting import Wait, stand_in
from robotrace.sandbox.worker import RUNNER
from robotrace.text import with_article
from robotrace.trace import no_trace
from robotrace.trace.bytecode import READS, named_by
from robotrace.trace.code import Code, CodeRule
from robotrace.trace.failure import explain

SUPER = "__class__"
"""Of a method that names its class, as `super()` does: home gives what `super()` stands for."""


class Kept(NamedTuple):
    """A generator or a coroutine that goes on when it is asked."""

    body: Any
    home: Home


class Yielded(NamedTuple):
    """By a generator."""

    value: Any


class Live:
    """One text. What it is asked comes as `(request, *content)`, and all answers are dicts."""

    def __init__(self) -> None:
        sys.modules["asyncio"] = stand_in()
        self._globals: dict[str, Any] = {"__builtins__": builtins, "__name__": "live"}
        self._cells: dict[str, CellType] = {}
        self._code: Code | None = None
        self._given: dict[str, Any] = {}
        self._written: tuple[str, ...] = ()
        self._most = 0
        self._kept: dict[int, Kept] = {}
        self._numbers = itertools.count(1)

    def __call__(self, request: str, *content: Any) -> dict[str, Any]:
        """Answer "compile", "supply", "call" or "step"."""
        known: dict[str, Callable[..., dict[str, Any]]]
        known = {"compile": self._compile, "supply": self._supply, "call": self._call, "step": self._step}
        return known[request](*content)

    def _compile(
        self,
        text: str,
        rule: tuple[str, str, str, tuple[str, ...]],
        defaults: tuple[tuple[Any, ...] | None, dict[str, Any] | None],
        written: tuple[str, ...],
        most: int,
    ) -> dict[str, Any]:
        """The names from outside that the text uses, or why it cannot be compiled."""
        name, header, owner, free = rule
        self._written, self._most = written, most
        self._cells = {name: CellType() for name in free}
        original = _standing(free, self._globals, self._cells)
        original.__name__ = original.__qualname__ = name
        original.__defaults__, original.__kwdefaults__ = defaults
        try:
            self._code = Code(text, CodeRule(name, header, owner, free), original, None)
        except ParameterError as error:
            return {"refusal": str(error)[:TRACEBACK]}
        scope = self._code.scope
        return {"names": sorted({*named_by(scope, READS | {"STORE_GLOBAL"}), *scope.co_freevars})}

    def _supply(self, shared: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
        """Give the text what this process has itself; the names of what it has not."""
        missing = []
        for name, reference in shared.items():
            try:
                self._put(name, imported(*reference))
            except ImportError:
                missing.append(name)
        return {"missing": missing}

    def _call(
        self,
        args: list[Pair],
        kwargs: list[tuple[str, Pair]],
        outside: list[tuple[str, Pair]],
        dropped: list[int],
    ) -> dict[str, Any]:
        """What a call returned and from which line, or what it raised and where."""
        code = self._code
        assert code is not None
        for number in dropped:
            self._kept.pop(number, None)
        home = Home(RUNNER, self._most, is_open=True)

        def called() -> Any:
            for name, pair in outside:
                self._put(name, home.take(pair))
            return code.function(*map(home.take, args), **{name: home.take(pair) for name, pair in kwargs})

        return self._answer(home, called, lined=code.lined)

    def _step(self, number: int, how: str, pair: Pair) -> dict[str, Any]:
        """Let a generator or a coroutine go on to the next value, the next thing that it waits for, or the end."""
        body, home = self._kept[number]

        def advanced() -> Any:
            content = home.take(pair)
            try:
                found = body.send(content) if how == "send" else body.throw(raised(*content))
                while isinstance(body, CoroutineType) and not isinstance(found, (Proxy, Wait)):
                    found = body.throw(
                        TypeError(f"{with_article(type(found).__name__)} cannot be awaited in the sandbox")
                    )
            except StopIteration as end:
                return end.value
            if isinstance(body, CoroutineType):
                return Wait((found,)) if isinstance(found, Proxy) else found
            return Yielded(found)

        answer = self._answer(home, advanced, lined=isinstance(body, CoroutineType))
        if "item" not in answer and "awaited" not in answer:
            del self._kept[number]
        return answer

    def _answer(self, home: Home, run: Callable[[], Any], *, lined: bool) -> dict[str, Any]:
        code = self._code
        assert code is not None
        try:
            with no_trace():
                output = run()
            return {**self._said(home, output, lined=lined), "changes": home.changes()}
        except BaseException as error:  # noqa: BLE001 - SystemExit is the text's too
            words, failed = explain(error, code.place)
            return {"error": words[:TRACEBACK], "line": failed, "changes": home.changes()}

    def _said(self, home: Home, output: Any, *, lined: bool) -> dict[str, Any]:
        """What became of a call or a step."""
        if isinstance(output, Wait):
            return {"awaited": [number_of(thing) for thing in output.things], "seconds": float(output.seconds)}
        if isinstance(output, Yielded):
            return {"item": _handed(home, output.value, "yielded")}
        line, value = output if lined and type(output) is tuple else (None, output)
        if isinstance(value, AsyncGeneratorType):
            raise TypeError("an async generator cannot run in the sandbox; return a list, or await nothing in it")
        if isinstance(value, (GeneratorType, CoroutineType)):
            number = next(self._numbers)
            self._kept[number] = Kept(value, home)
            return {"steps": number, "line": line}
        return {"line": line, "value": _handed(home, value, "returned"), "assigned": self._assigned(home)}

    def _assigned(self, home: Home) -> dict[str, Pair]:
        """What the text has put in place of what some names outside of it stood for."""
        now = {
            name: self._cells[name].cell_contents if name in self._cells else self._globals[name]
            for name in self._given
        }
        new = {name: value for name, value in now.items() if value is not self._given[name]}
        for name in new:
            if name not in self._written:
                raise TypeError(
                    f"it assigned {name!r} of the program around it, which the function as it was does not mention"
                )
        self._given.update(new)
        return {name: _handed(home, value, f"gave {name!r}") for name, value in new.items()}

    def _put(self, name: str, value: Any) -> None:
        self._given[name] = value
        if name == SUPER:
            self._globals["super"] = lambda *_: value
        if name in self._cells:
            self._cells[name].cell_contents = value
        else:
            self._globals[name] = value


def _handed(home: Home, value: Any, how: str) -> Pair:
    try:
        return home.pack(value)
    except (TypeError, ValueError) as error:
        raise TypeError(f"it {how} what cannot leave the sandbox: {error}") from None


def _standing(free: tuple[str, ...], space: dict[str, Any], cells: Mapping[str, CellType]) -> FunctionType:
    """A function in the place of the one that the text replaces, with its free variables."""
    made: dict[str, Any] = {}
    exec(
        f"def bind({', '.join(free)}):\n def stand():\n  return ({' '.join(f'{name},' for name in free)})\n return stand",
        made,
    )
    code = made["bind"](*free).__code__
    return FunctionType(code, space, closure=tuple(cells[name] for name in code.co_freevars))
