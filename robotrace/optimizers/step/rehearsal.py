"""Trying proposed code on calls that were recorded, before it replaces anything."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from robotrace.errors import ParameterError
from robotrace.trace import Graph, Parameter, Record, Ref


def rehearse(parameter: Parameter, text: str, graph: Graph) -> None:
    """Run a text of a code parameter on a few recorded calls, where it runs: remote code elsewhere, any other one here.

    Methods, generators and async functions are not tried.

    Raises:
        ParameterError: The text raised on a call; the message marks the line.
    """
    if parameter.trial is None:
        return
    for inputs in recorded_calls(parameter, graph):
        try:
            parameter.trial(text, copy.deepcopy(inputs))
        except ParameterError as error:
            raise ParameterError(f"The new {parameter.name!r} fails on a call that was recorded: {error}") from error


def recorded_calls(parameter: Parameter, graph: Graph) -> list[dict[str, Any]]:
    """The arguments by name of the first call of a code parameter, of one in the middle, and of the last."""
    codes = {record.id for record in graph.parameters if record.name == parameter.name}
    calls = [record for record in graph.records if _code(record) in codes]
    few = {call.id: call for call in (calls[:1] + calls[len(calls) // 2 :][:1] + calls[-1:])}
    return [
        {name: _plain(value, graph) for name, value in call.inputs.items() if not name.startswith("__")}
        for call in few.values()
    ]


def _code(record: Record) -> int | None:
    reference = record.inputs.get("__code__")
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
