"""One call of a program's text with a row's inputs: in the sandbox, or in this process where its user trusts it."""

from __future__ import annotations

import copy
import functools
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from robotrace.data.patience import Patience
from robotrace.episodes.controller import load
from robotrace.episodes.limit import TooLong
from robotrace.episodes.retry import retry
from robotrace.errors import (
    ExecutionError,
    PolicyCrash,
    PolicyFailure,
    PolicyProtocolError,
    PolicyTimeout,
    SandboxUnavailable,
    ServiceError,
    TraceError,
    UnsafeCodeError,
)
from robotrace.opto import Spend
from robotrace.sandbox import Policy, Replay, Sandbox
from robotrace.sandbox.policy import Invocation
from robotrace.sandbox.program import line_of, where
from robotrace.sandbox.surroundings import Surroundings
from robotrace.trace import Graph, Node, no_trace, node, record, restore, unwrap

_KINDS = {PolicyTimeout: "timeout", PolicyCrash: "crash", PolicyProtocolError: "protocol"}


class Times(NamedTuple):
    """What one call may take, in seconds.

    Attributes:
        own: Of the program's own time.
        home: Of what it asks this process for, in all.
    """

    own: float
    home: float

    @property
    def both(self) -> float:
        """Together, where nobody can tell them apart."""
        return self.own + self.home


@dataclass(frozen=True, slots=True, eq=False)
class Called:
    """What came of a call.

    Attributes:
        output: What the program returned.
        failure: How it failed, in words, with the failing line; None where it returned.
        seconds: The wall-clock time of the call.
        end: The node of the output, or of the call that failed; records where it ran in the sandbox; None where there is none.
        asked: What the program asked of language models, as far as these are charged.
    """

    output: Any
    failure: str | None
    seconds: float
    end: Node | Replay | None = None
    asked: Spend = field(default_factory=Spend)

    def graph(self, feedback: str) -> Graph | None:
        """How the output came about, with feedback on it; None where nothing shows it."""
        if self.end is None:
            return None
        end = self.end
        return Graph.deferred(lambda: _graph(end, feedback))


@retry
def call(
    text: str,
    inputs: Mapping[str, Any],
    *,
    sandbox: Sandbox,
    traced: bool,
    times: Times,
    surroundings: Surroundings | None = None,
) -> Called:
    """Load a program afresh in the sandbox and call it.

    Args:
        text: The source text of the whole program.
        inputs: Its arguments by name: plain data.
        sandbox: Where it runs, which has the limit of its own time.
        traced: Whether to find out how the output came about.
        times: What the call may take.
        surroundings: What it may ask of this process; None for nothing.

    Raises:
        SandboxUnavailable: No sandboxed process can be started.
    """
    started = time.perf_counter()
    try:
        with sandbox.load(text, surroundings=surroundings) as process:
            made = (
                _invoked(process, inputs, traced, times.home) if surroundings else process.invoke(inputs, traced=traced)
            )
    except PolicyFailure as failure:
        return Called(None, _failed(failure), time.perf_counter() - started)
    failure_words = None if made.failure is None else _failed(made.failure)
    return Called(made.value, failure_words, time.perf_counter() - started, made.trace)


def _failed(failure: PolicyFailure) -> str:
    return f"{_KINDS.get(type(failure), 'exception')}: {failure}"


def _invoked(process: Policy, inputs: Mapping[str, Any], traced: bool, seconds: float) -> Invocation:
    """The call of a program that asks things of this process, in no more than so many seconds of its time in all."""

    def run(perform: Callable[[Mapping[str, Any]], dict[str, Any]], question: Mapping[str, Any]) -> dict[str, Any]:
        with no_trace():
            done: dict[str, Any] = patience.call(perform, question)
        return done

    with Patience(seconds) as patience:
        try:
            return process.invoke(inputs, traced=traced, run=run)
        except TooLong:
            raise process.late("what the call asked for outside of the sandbox", seconds) from None


def call_here(
    text: str, inputs: Mapping[str, Any], *, traced: bool, outside: Mapping[str, Any], times: Times
) -> Called:
    """Load a program that its user trusts in this process, and call it; see `call`.

    Args:
        text: The source text of the whole program.
        inputs: Its arguments by name, which it gets copies of.
        traced: Whether to find out how the output came about.
        outside: Live values by name that it uses and does not make.
        times: What the call may take.

    Raises:
        ProgramError: It cannot be loaded.
    """
    program = load(text, outside)
    act: Callable[..., Any] = program.act
    inputs = copy.deepcopy(dict(inputs))
    started = time.perf_counter()
    try:
        with Patience(times.both) as patience:
            if not traced:
                with no_trace():
                    output = unwrap(patience.call(functools.partial(act, **inputs)))
                return Called(output, None, time.perf_counter() - started)
            nodes = {name: node(value, name=name) for name, value in inputs.items()}
            returned = patience.call(functools.partial(act, **nodes))
        end = returned if isinstance(returned, Node) else record("output", {"value": returned}, unwrap(returned))
        return Called(unwrap(returned), None, time.perf_counter() - started, end)
    except TooLong as error:
        line = line_of(error, program.filename)
        words = f"timeout: call took longer than {times.both:g} s{'' if line is None else f' (line {line})'}"
        return Called(None, words, time.perf_counter() - started)
    except (SandboxUnavailable, ServiceError, UnsafeCodeError):
        raise  # a fault of the machine, or of what is asked, is never the program's
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a program raises is an outcome
        words = str(error) if isinstance(error, ExecutionError) else where(error, program.filename)
        failed: Node | None = error.node if isinstance(error, ExecutionError) else None
        return Called(None, f"exception: {words}", time.perf_counter() - started, failed)


def _graph(end: Node | Replay, feedback: str) -> Graph:
    if isinstance(end, Node):
        return Graph.of({end: feedback})
    try:
        nodes = list(restore(Graph.from_records(end.records)))
        return Graph.of({nodes[place]: feedback for place in end.outputs})
    except TraceError:  # it sent what is no trace
        return Graph((), {})
