"""One call of a program's text with a row's inputs: in the sandbox, or in this process where its user trusts it."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from robotrace.episodes.controller import load
from robotrace.episodes.retry import retry
from robotrace.errors import (
    ExecutionError,
    PolicyCrash,
    PolicyFailure,
    PolicyProtocolError,
    PolicyTimeout,
    SandboxUnavailable,
    TraceError,
    UnsafeCodeError,
)
from robotrace.sandbox import Replay, Sandbox
from robotrace.sandbox.program import where
from robotrace.trace import Graph, Node, no_trace, node, record, restore, unwrap

_KINDS = {PolicyTimeout: "timeout", PolicyCrash: "crash", PolicyProtocolError: "protocol"}


@dataclass(frozen=True, slots=True, eq=False)
class Called:
    """What came of a call.

    Attributes:
        output: What the program returned.
        failure: How it failed, in words, with the failing line; None where it returned.
        seconds: The wall-clock time of the call.
        end: The node of the output, or of the call that failed; records where it ran in the sandbox; None where there is none.
    """

    output: Any
    failure: str | None
    seconds: float
    end: Node | Replay | None = None

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
    sandbox: Sandbox | None,
    traced: bool,
    outside: Mapping[str, Any] | None = None,
) -> Called:
    """Load a program afresh and call it.

    Args:
        text: The source text of the whole program.
        inputs: Its arguments by name; in the sandbox plain data.
        sandbox: Where it runs; None for this process, for a program that its user trusts.
        traced: Whether to find out how the output came about.
        outside: Live values by name that a trusted program uses and does not make.

    Raises:
        ProgramError: The trusted program cannot be loaded.
        SandboxUnavailable: No sandboxed process can be started.
    """
    if sandbox is None:
        return _trusted(text, copy.deepcopy(dict(inputs)), traced, outside)
    started = time.perf_counter()
    try:
        with sandbox.load(text) as process:
            made = process.invoke(inputs, traced=traced)
    except PolicyFailure as failure:
        return Called(None, _failed(failure), time.perf_counter() - started)
    failure_words = None if made.failure is None else _failed(made.failure)
    return Called(made.value, failure_words, time.perf_counter() - started, made.trace)


def _failed(failure: PolicyFailure) -> str:
    return f"{_KINDS.get(type(failure), 'exception')}: {failure}"


def _trusted(text: str, inputs: dict[str, Any], traced: bool, outside: Mapping[str, Any] | None) -> Called:
    program = load(text, outside)
    act: Callable[..., Any] = program.act
    started = time.perf_counter()
    try:
        if not traced:
            with no_trace():
                output = unwrap(act(**inputs))
            return Called(output, None, time.perf_counter() - started)
        returned = act(**{name: node(value, name=name) for name, value in inputs.items()})
        end = returned if isinstance(returned, Node) else record("output", {"value": returned}, unwrap(returned))
        return Called(unwrap(returned), None, time.perf_counter() - started, end)
    except (SandboxUnavailable, UnsafeCodeError):
        raise  # a fault of the machine is never the program's
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
