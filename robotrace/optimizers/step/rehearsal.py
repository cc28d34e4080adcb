"""Trying proposed code on calls that were recorded, before it replaces anything."""

from __future__ import annotations

import inspect
from collections import OrderedDict
from collections.abc import Collection, Mapping
from typing import Any

from robotrace.errors import ParameterError, PolicyFailure
from robotrace.trace import Graph, Parameter, Record, Ref
from robotrace.trace.operation import RECEIVERS
from robotrace.trace.remote import RemoteCode, RemoteFunction

CODE = "__code__"


def rehearse(parameter: Parameter, text: RemoteCode, graph: Graph, changed: Collection[str]) -> None:
    """Run a text of a code parameter on a few recorded calls whose inputs still mean what they did.

    It runs in its locked process, up to the first thing that it asks for outside of that, and so has no effect there; of a
    method's object it asks at once. The process ends with it. Calls that failed when they were recorded tell nothing: the text
    may be meant to refuse such inputs.

    Args:
        parameter: Whose text it is.
        text: The text.
        graph: The calls.
        changed: The names of all parameters that change together.

    Raises:
        ParameterError: The text raised on a call; the message marks the line.
        UnsafeCodeError: A recorded argument cannot be had where the text runs.
    """
    live, function = text.run, parameter.function
    from robotrace.sandbox.live import LiveFunction  # late: a training has no live functions

    if not isinstance(live, LiveFunction) or function is None:
        return
    signature = inspect.signature(function)
    receiver = {name: object() for name in list(signature.parameters)[:1] if name in RECEIVERS and live.owner}
    try:
        for inputs in recorded_calls(parameter, graph, changed):
            call = inspect.BoundArguments(signature, OrderedDict({**receiver, **inputs}))
            live.rehearse(*call.args, **call.kwargs)
    except PolicyFailure as failure:
        words, _ = RemoteFunction(text, function.__name__).explain(failure)
        raise ParameterError(f"The new {parameter.name!r} fails on a call that was recorded: {words}") from failure
    finally:
        live.stop()  # what the text keeps from call to call must not begin with these


def recorded_calls(parameter: Parameter, graph: Graph, changed: Collection[str] = ()) -> list[dict[str, Any]]:
    """The arguments by name of the first call of a code parameter, of one in the middle, and of the last.

    Args:
        parameter: Whose calls.
        graph: Where they were recorded.
        changed: Names of parameters. What came of them, directly or not, means something else once they change; calls that
            took or read it are left out.
    """
    codes = {record.id for record in graph.parameters if record.name == parameter.name}
    moved = _moved(graph, changed)
    calls = [
        record
        for record in graph.records
        if _code(record) in codes and record.error is None and moved.isdisjoint(_taken(record))
    ]
    few = {call.id: call for call in (calls[:1] + calls[len(calls) // 2 :][:1] + calls[-1:])}
    return [
        {name: _plain(value, graph) for name, value in call.inputs.items() if not name.startswith("__")}
        for call in few.values()
    ]


def _moved(graph: Graph, changed: Collection[str]) -> set[int]:
    """The records whose value comes from parameters that change: records are in order, parents first."""
    moved = {record.id for record in graph.parameters if record.name in changed}
    for record in graph.records:
        if not moved.isdisjoint(record.parents):
            moved.add(record.id)
    return moved


def _taken(record: Record) -> set[int]:
    """What a call took or read, beside its own code."""
    return set(record.parents) - {_code(record)}


def _code(record: Record) -> int | None:
    reference = record.inputs.get(CODE)
    return reference.id if isinstance(reference, Ref) else None


def _plain(value: Any, graph: Graph) -> Any:
    """An argument with outputs in place of references."""
    if isinstance(value, Ref):
        return graph.records[value.id].output
    if isinstance(value, Mapping):
        return {_plain(key, graph): _plain(item, graph) for key, item in value.items()}
    if type(value) in (list, tuple, set):
        return type(value)(_plain(item, graph) for item in value)
    return value
