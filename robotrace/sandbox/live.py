"""A function's text in a process of its own, called as the function is.

Neither its compilation nor its calls take place here. What the text names of the user's own stays here, and is asked for what
the text wants of it; `rules` says what that may be. Plain data goes by value, and what changes of it in place comes back.

A call has a budget of time in its process. What is done here meanwhile does not count, and cannot be stopped: no thread of this
process can be ended from outside. Where it raises, the text may catch that; what interrupts it ends the call and the process.
"""

from __future__ import annotations

import contextlib
import inspect
import threading
import weakref
from collections.abc import Generator, Iterator
from itertools import zip_longest
from types import FunctionType
from typing import Any

from robotrace.errors import (
    ParameterError,
    PolicyCrash,
    PolicyError,
    PolicyFailure,
    PolicyProtocolError,
    SandboxUnavailable,
    UnsafeCodeError,
)
from robotrace.opto.available import mentioned
from robotrace.sandbox import answers, modules
from robotrace.sandbox.limits import Limits
from robotrace.sandbox.live_process import PATIENCE, LiveProcess
from robotrace.sandbox.outside import Outside
from robotrace.sandbox.reach import Reach, told
from robotrace.sandbox.rehearsal import Rehearsal
from robotrace.sandbox.rules import Refused, Rules
from robotrace.sandbox.sandbox import Sandbox
from robotrace.text import cut
from robotrace.trace.operation import RECEIVERS

LIMITS = Limits(act_seconds=5.0, cpu_seconds=86_400)
"""A live function is called for as long as its text is used: each call has a budget, all together have none."""
WORKER = "robotrace.sandbox.live_worker"
PROGRAM = f"from {WORKER} import Live\ncontroller = Live()\n"
REMEDY = "or pass trust=True, where all that an optimizer writes may run in this process, with all your rights"
MOST = 16
"""Calls of one text that are under way at a time; each has a process."""
PASSING = (SandboxUnavailable, UnsafeCodeError)
"""What says nothing about a text, and is not told to one."""
_UNCHANGING = (type(None), bool, int, float, str)


def live_sandbox() -> Sandbox:
    """A sandbox for live functions."""
    return Sandbox(LIMITS, preload=(WORKER,))


class LiveFunction:
    """Runs one text for the function whose source it replaces. Several threads may call it; each call at a time has a process.

    Processes are started when they are needed, kept from call to call, and replaced if they have ended.

    Args:
        sandbox: Made by `live_sandbox`.
        text: Source code that defines the function, with the imports and helpers that it needs.
        function: Whose place the text takes.
        header: Its `def` line, without annotations.
        owner: See below.
        source: What the user wrote of the function: what is mentioned there of libraries, the text may use.

    Attributes:
        owner: The name of the class whose method it is; "" for none.
    """

    def __init__(
        self, sandbox: Sandbox, text: str, function: FunctionType, header: str, *, owner: str = "", source: str = ""
    ) -> None:
        self._sandbox, self._text, self._function, self._header, self.owner = (
            sandbox,
            str(text),
            function,
            header,
            owner,
        )
        self._signature = inspect.signature(function)
        self._rules = Rules(f"{header}\n{source}")
        self._outside = Outside(function, self._rules, owner)
        self._filled = {
            name: it.default
            for name, it in self._signature.parameters.items()
            if it.default is not it.empty and type(it.default) not in _UNCHANGING
        }
        self._lock = threading.Lock()
        self._room = threading.BoundedSemaphore(MOST)
        self._processes: list[LiveProcess] = []
        self._names: list[str] = []
        self._lacks: str | None = None
        self._end = weakref.finalize(self, _close, self._processes)

    def prepare(self) -> str:
        """Start a process and compile the text there.

        Returns:
            What the text needs from outside and cannot have, in words; "" where there is nothing.

        Raises:
            ParameterError: The text does not compile, or does not define the function.
            SandboxUnavailable: No sandboxed process can be started.
        """
        self._let_go(self._taken())
        return self._lacks or ""

    def stop(self) -> None:
        """End all processes; the next call starts another."""
        with self._lock:
            _close(self._processes)

    def __call__(self, /, *args: Any, **kwargs: Any) -> tuple[int | None, Any]:
        """The line that the function returned from, and what it returned; of an async function, what gives both when awaited.

        Raises:
            TypeError: The arguments do not match the function's signature.
            PolicyFailure: The function failed; `line` is a line of the text.
            UnsafeCodeError: What the text names, or an argument, cannot be had in the sandbox.
            SandboxUnavailable: No sandboxed process can be started.
        """
        args, kwargs = self._bound(args, kwargs)
        reach = self._reach(args)
        if inspect.iscoroutinefunction(self._function):
            made: Any = self._awaited(reach, args, kwargs)
            return made  # type: ignore[no-any-return]  # as `await` sees it
        process, answer = self._begun(reach, args, kwargs)
        return self._result(process, reach, answer)

    def rehearse(self, /, *args: Any, **kwargs: Any) -> tuple[int | None, Any]:
        """Call the function up to the first thing that it asks for outside of the sandbox; nothing outside is changed.

        Returns:
            As `__call__`; (None, None) where it asked for something, or is to be awaited or iterated.

        Raises:
            PolicyFailure: The function failed before that; `line` is a line of the text.
        """
        args, kwargs = self._bound(args, kwargs)
        reach = Rehearsal(self._rules, self._receiver(args))
        process, answer = self._begun(reach, args, kwargs)
        if "steps" in answer:
            number = answer["steps"]
            process.dropped.append(number)
            answer = self._step(process, reach, number, "send", None)
        if reach.has_ended or ("value" not in answer and "error" not in answer):
            return None, None
        return self._result(process, reach, answer)

    def _bound(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """The arguments, with the defaults that can change or stay here."""
        bound = self._signature.bind(*args, **kwargs)
        if not self._filled:
            return args, kwargs
        for name, value in self._filled.items():
            bound.arguments.setdefault(name, value)
        return bound.args, bound.kwargs

    def _receiver(self, args: tuple[Any, ...]) -> object:
        first = next(iter(self._signature.parameters), "")
        return args[0] if self.owner and args and first in RECEIVERS else None

    def _reach(self, args: tuple[Any, ...]) -> Reach:
        return Reach(self._rules, self._receiver(args), passing=PASSING)

    def _begun(self, reach: Reach, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[LiveProcess, Any]:
        process = self._taken()
        try:
            if self._lacks:
                raise UnsafeCodeError(
                    f"The code of {self._function.__name__!r} cannot run in the sandbox: {self._lacks}."
                )
            dropped, process.dropped = process.dropped, []
            return process, process.converse(reach, "call", *self._given(reach, args, kwargs), dropped)
        finally:
            self._let_go(process)

    def _given(self, reach: Reach, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, ...]:
        """What a call is given: arguments, and what the text has from outside."""
        *names, last = self._signature.parameters or [""]
        at = ""
        try:
            pairs = []
            for at, value in (*zip_longest(names[: len(args)], args, fillvalue=last), *kwargs.items()):
                named_in_header = at if at in self._signature.parameters else last
                pairs.append((at, reach.give(value, named_in_header, lend=True)))
            at = "what it uses"
            given, named = [pair for _, pair in pairs[: len(args)]], pairs[len(args) :]
            return given, named, self._outside.given(self._names, reach)
        except (Refused, ValueError) as refused:
            raise UnsafeCodeError(
                f"A call of {self._function.__name__!r} cannot be made in the sandbox, where what an optimizer writes runs: "
                f"{at}: {refused}. Do without it, {REMEDY}."
            ) from refused

    def _result(self, process: LiveProcess, reach: Reach, answer: Any) -> tuple[int | None, Any]:
        if "error" in answer:
            raise PolicyError(answer["error"], line=answer["line"], stage="call")
        if "steps" in answer:
            return answer["line"], self._items(process, reach, answer["steps"])
        if "value" not in answer:  # the answer to another question
            process.close()
            raise PolicyProtocolError(
                "The policy's process sent what no policy sends during call; it was ended.", stage="call"
            )
        with _refusing(answer["line"]):
            for name, pair in answer["assigned"].items():
                self._outside.assign(name, reach.take(pair))
            return answer["line"], reach.take(answer["value"])

    def _step(self, process: LiveProcess, reach: Reach, number: int, how: str, content: Any) -> Any:
        if process.has_ended:
            name = self._function.__name__
            raise PolicyCrash(
                f"A call of {name!r} cannot go on: its process has ended, with its text or by a failure.", stage="call"
            )
        try:
            pair = reach.give(content)
        except (Refused, ValueError) as refused:
            how, pair = "throw", reach.give(told(refused))
        with process.held():
            return process.converse(reach, "step", number, how, pair)

    def _items(self, process: LiveProcess, reach: Reach, number: int) -> Generator[Any, Any, Any]:
        """What a generator in the process yields; what is sent to it goes there."""
        how, content = "send", None
        try:
            while True:
                answer = self._step(process, reach, number, how, content)
                if "item" not in answer:
                    return self._result(process, reach, answer)[1]
                with _refusing(None):
                    item = reach.take(answer["item"])
                try:
                    how, content = "send", (yield item)
                except Exception as error:  # noqa: BLE001 - whatever is thrown into it
                    how, content = "throw", told(error)
        finally:
            process.dropped.append(number)

    async def _awaited(self, reach: Reach, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[int | None, Any]:
        """Run an async function: what it waits for is awaited here."""
        process, answer = self._begun(reach, args, kwargs)
        if "steps" not in answer:
            return self._result(process, reach, answer)
        number, how, content = answer["steps"], "send", None
        try:
            while True:
                answer = self._step(process, reach, number, how, content)
                if "awaited" not in answer:
                    return self._result(process, reach, answer)
                try:
                    how, content = "send", await _waited(reach, answer["awaited"], answer["seconds"])
                except Exception as error:
                    if isinstance(error, PASSING):
                        raise
                    how, content = "throw", told(error)
        finally:
            process.dropped.append(number)

    def _taken(self) -> LiveProcess:
        """A process that nobody else uses, held; waited for where there are too many."""
        if not self._room.acquire(timeout=PATIENCE):
            name = self._function.__name__
            raise SandboxUnavailable(
                f"{MOST} other calls of {name!r} have been in the sandbox for more than {PATIENCE:g} s."
            )
        try:
            with self._lock:
                self._processes[:] = [process for process in self._processes if not process.has_ended]
                free = next((process for process in self._processes if process.take()), None)
                if free is None:
                    free = self._started()
                    free.take()
                    self._processes.append(free)
                return free
        except BaseException:
            self._room.release()
            raise

    def _let_go(self, process: LiveProcess) -> None:
        process.release()
        self._room.release()

    def _started(self) -> LiveProcess:
        policy = self._sandbox.load(PROGRAM, needs=self._needs(), spare=False)
        process = LiveProcess(policy, self._sandbox.limits.act_seconds)
        try:
            self._compile(process)
        except BaseException:
            process.close()
            raise
        return process

    def _needs(self) -> tuple[str, ...]:
        """The groups of modules that the text names, or a global name of which it names."""
        tops = {top for word in mentioned(self._text) for top in self._outside.top(word)}
        return tuple(sorted({*modules.mentioned(self._text), *(tops & modules.GROUPS.keys())}))

    def _compile(self, process: LiveProcess) -> None:
        """Compile the text, give it what the process has itself, and find out what it lacks then."""
        function, most = self._function, self._sandbox.limits.answer_kb * 1024
        rule = (function.__name__, self._header, self.owner, self._outside.free)
        defaults = tuple(map(_unchanging, function.__defaults__ or ())) or None
        keywords = {name: _unchanging(value) for name, value in (function.__kwdefaults__ or {}).items()} or None
        try:
            answer = process.ask(
                answers.COMPILED, "compile", self._text, rule, (defaults, keywords), self._outside.written, most
            )
        except PolicyFailure as failure:
            raise ParameterError(f"The text of {function.__name__!r} cannot be compiled: {failure}") from failure
        if "refusal" in answer:
            raise ParameterError(answer["refusal"])
        known = self._outside.known(answer["names"])
        shared = self._outside.shared(known)
        self._names = [name for name in known if name not in shared]
        missing = process.ask(answers.SUPPLIED, "supply", shared)["missing"] if shared else ()
        lacks = self._outside.lacks(self._names)
        self._lacks = f"it uses {cut(str(missing))}, which cannot be imported there" if missing else lacks


@contextlib.contextmanager
def _refusing(line: int | None) -> Iterator[None]:
    """What a text hands out and may not is an error of its."""
    try:
        yield
    except Refused as refused:
        raise PolicyError(f"{refused.told_as}: {refused}", line=line, stage="call") from refused


async def _waited(reach: Reach, numbers: list[int], seconds: float) -> Any:
    """Await what a text waits for: one thing, several at the same time, or a while."""
    things = [reach.thing(number) for number in numbers]
    if len(things) == 1:
        return await things[0]
    import asyncio  # a third of numpy's time, and few texts wait

    return await asyncio.gather(*things) if things else await asyncio.sleep(seconds)


def _unchanging(default: Any) -> Any:
    return default if type(default) in _UNCHANGING else None


def _close(processes: list[LiveProcess]) -> None:
    for process in processes:
        process.close()
    processes.clear()
