"""The part of a graph that some parameters brought about, where it holds others too."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from robotrace.trace import Graph, Record, Ref
from robotrace.trace.containers import replace as swapped


def subgraph(graph: Graph, names: Collection[str]) -> Graph:
    """What lies between the parameters of these names and the outputs that came from them.

    A value that the calls took and that no such parameter had a part in is an input. Feedback on other outputs is left out.

    Args:
        graph: The graph, with the feedback on its outputs.
        names: The names of the parameters.

    Returns:
        The graph itself where it holds no other parameter.
    """
    if all(record.name in names for record in graph.parameters):
        return graph
    reached: set[int] = set()
    taken: set[int] = set()
    for record in graph.records:
        parents = set(record.parents)
        if (record.kind == "parameter" and record.name in names) or not reached.isdisjoint(parents):
            reached.add(record.id)
            taken |= parents
    moved: dict[int, Ref] = {}
    records: list[Record] = []
    for record in graph.records:
        if record.id in reached or record.id in taken:
            moved[record.id] = Ref(len(records))
            records.append(_moved(record, moved, is_input=record.id not in reached))
    serials = tuple(graph.made[old] for old in moved) if graph.made else ()
    feedback = {moved[id].id: words for id, words in graph.feedback.items() if id in reached}
    scores = {moved[id].id: numbers for id, numbers in graph.scores.items() if id in reached}
    return Graph(tuple(records), feedback, made=serials, scores=scores)


def _moved(record: Record, moved: Mapping[int, Ref], *, is_input: bool) -> Record:
    """A record at its new place; a call that is an input is its value alone."""
    if is_input:
        kind = "input" if record.kind == "call" else record.kind
        return replace(record, id=moved[record.id].id, kind=kind, inputs={}, operation="", line=None)
    inputs = {name: swapped(value, lambda ref: moved[ref.id], Ref) for name, value in record.inputs.items()}
    return replace(record, id=moved[record.id].id, inputs=inputs)
