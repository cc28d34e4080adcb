"""Rows to learn from: what one code parameter was called with, and what it should have returned.

A trace whose feedback is an array says for one call what the right answer was. This module finds those calls in the
evidence; it knows neither a robot nor a task.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from robotrace.errors import ProposalError
from robotrace.opto import Evidence, Variable
from robotrace.trace import Graph, Record, Ref

Array = npt.NDArray[np.float64]
RESERVED = ("__code__", "__reads__")
SAME_PLACE = 1e-3  # rows that agree to a millimetre teach the same


@dataclass(frozen=True, slots=True)
class Key:
    """Where a field comes from in the function's arguments.

    Attributes:
        argument: The name of the function's argument.
        item: The key in that argument where it is a mapping, else None.
    """

    argument: str
    item: str | None


@dataclass(frozen=True, slots=True)
class Rows:
    """n distinct calls of one function with the answers wanted.

    Attributes:
        variable: The code parameter whose function was called.
        fields: The inputs by key, in the order of the arguments, each (n, *shape).
        targets: The wanted answers, (n, A).
        weights: (n,) the number of episodes in which a row was met: what keeps coming back unsolved counts for more.
        episodes: The number of episodes.
        seen: The number of calls found, duplicates included.
    """

    variable: Variable
    fields: Mapping[Key, Array]
    targets: Array
    weights: Array
    episodes: int
    seen: int

    def __len__(self) -> int:
        return len(self.targets)


def collect(evidence: Evidence) -> Rows:
    """The rows of every trial.

    Raises:
        ProposalError: No call carries an array as feedback, or more than one function takes part.
    """
    graphs = [outcome.graph for trial in evidence.trials for outcome in trial.outcomes if outcome.graph is not None]
    if not any(isinstance(item, np.ndarray) for graph in graphs for items in graph.feedback.values() for item in items):
        raise ProposalError(
            "induce learns from the action wanted at every timestep, and no trace carries one: "
            "it needs feedback level hints, from a task with an expert."
        )
    variable = _the_function(evidence, graphs)
    _check_one_kind(variable, graphs)
    samples = [
        (episode, inputs, target)
        for episode, graph in enumerate(graphs)
        for inputs, _, target in calls(graph, variable.name)
    ]
    if not samples:
        raise ProposalError(
            f"induce rewrites one function that returns the action; {variable.name} is traced, but the hints "
            "belong to something computed from what it returned. Let it return the action itself."
        )
    return _table(variable, samples)


def _the_function(evidence: Evidence, graphs: list[Graph]) -> Variable:
    taking_part = {record.name for graph in graphs for record in graph.parameters}
    functions = [
        variable for variable in evidence.variables if variable.kind == "code" and variable.name in taking_part
    ]
    if len(functions) != 1:
        found = ", ".join(variable.name for variable in functions) or "none"
        raise ProposalError(
            f"induce rewrites one function that returns the action; trainable functions found: {found}."
        )
    return functions[0]


def _check_one_kind(variable: Variable, graphs: list[Graph]) -> None:
    """Refuse a function that is called for several tasks by name: what it is called with differs by task."""
    records = ((graph, record) for graph in graphs for record in graph.records if record.operation == variable.name)
    named = {
        part
        for graph, record in records
        for given in record.inputs.values()
        if isinstance(value := _value(given, graph), Mapping)
        for part in value.values()
        if isinstance(part, str)
    }
    if len(named) > 1:
        listed = ", ".join(sorted(named)[:4])
        raise ProposalError(
            f"induce fits a function that is asked for one task; {variable.name} is asked for {len(named)} of them ({listed} ...). "
            "Let each task have a trainable function of its own, and an untrained one choose: training begins so without --policy."
        )


def calls(graph: Graph, name: str) -> Iterator[tuple[dict[Key, Array], Any, Array]]:
    """Inputs, answer and wanted answer of every call of one code parameter that has an array as feedback, oldest first."""
    for identity, items in sorted(graph.feedback.items()):
        record = graph.records[identity]
        code = record.inputs.get("__code__")
        if not isinstance(code, Ref) or graph.records[code.id].name != name:
            continue
        inputs = dict(_fields(record, graph))
        for item in items:
            if isinstance(item, np.ndarray):
                yield inputs, record.output, np.asarray(item, dtype=np.float64).ravel()


def _fields(record: Record, graph: Graph) -> Iterator[tuple[Key, Array]]:
    for argument, given in record.inputs.items():
        if argument in RESERVED:
            continue
        value = _value(given, graph)
        parts = value.items() if isinstance(value, Mapping) else [(None, value)]
        for item, part in parts:
            numbers = _numbers(_value(part, graph))
            if numbers is not None:
                yield Key(argument, item), numbers


def _value(given: Any, graph: Graph) -> Any:
    return graph.records[given.id].output if isinstance(given, Ref) else given


def _numbers(value: Any) -> Array | None:
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        return None
    return array if array.ndim <= 1 and np.isfinite(array).all() else None


def _table(variable: Variable, samples: list[tuple[int, dict[Key, Array], Array]]) -> Rows:
    """The samples as columns, keeping the first of those that are the same."""
    _, first, size = samples[0]
    shapes = {key: value.shape for key, value in first.items()}
    usable = [
        (episode, inputs, target)
        for episode, inputs, target in samples
        if target.shape == size.shape and np.isfinite(target).all() and _shapes(inputs) == shapes
    ]
    if not usable:
        raise ProposalError("induce found no call whose inputs and wanted answer are finite numbers.")
    fields = {key: np.array([inputs[key] for _, inputs, _ in usable]) for key in shapes}
    targets = np.array([target for _, _, target in usable])
    flat = np.hstack([*(column.reshape(len(usable), -1) for column in fields.values()), targets])
    met: dict[bytes, tuple[int, set[int]]] = {}  # by place: the first row there, and the episodes that came by
    for index, place in enumerate(np.rint(flat / SAME_PLACE) + 0.0):  # no negative zeros
        met.setdefault(place.tobytes(), (index, set()))[1].add(usable[index][0])
    keep = [index for index, _ in met.values()]
    weights = np.array([len(episodes) for _, episodes in met.values()], dtype=np.float64)
    fields = {key: column[keep] for key, column in fields.items()}
    return Rows(variable, fields, targets[keep], weights, len({episode for episode, _, _ in usable}), len(samples))


def _shapes(inputs: Mapping[Key, Array]) -> dict[Key, tuple[int, ...]]:
    return {key: value.shape for key, value in inputs.items()}
