"""Live nodes from the records of a graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from robotrace.trace.constraint import Stated
from robotrace.trace.containers import Ref, replace
from robotrace.trace.graph import Graph
from robotrace.trace.nodes import Node
from robotrace.trace.operation import Origin
from robotrace.trace.parameter import Parameter
from robotrace.trace.records import Record
from robotrace.trace.traced import NO_NOTE, edge_of, shown, valueless


def restore(graph: Graph, given: Callable[[Record], Node | None] = lambda _: None) -> Iterator[Node]:
    """Live nodes, one a record, in the same order, each made when it is asked for.

    Parameters among them are new ones, without feedback.

    Args:
        graph: Whose records are to be nodes again.
        given: A live node to stand in a record's place, or None.
    """
    nodes: list[Node] = []
    for record in graph.records:
        stand_in = given(record)
        nodes.append(_node(record, nodes) if stand_in is None else edge_of(stand_in))
        yield shown(nodes[-1])


def _node(record: Record, nodes: Sequence[Node]) -> Node:
    if record.kind == "parameter":
        rule = Stated.of(record.output, record.note)
        return Parameter(record.output, record.name, description=record.description, rule=rule).reading()
    parents: list[Node] = []

    def parent(ref: Ref) -> Node:
        parents.append(nodes[ref.id])
        return nodes[ref.id]

    inputs = {name: replace(value, parent, Ref) for name, value in record.inputs.items()}
    node = Node(record.output, Origin(record.name, record.operation, record.description), (), inputs, tuple(parents))
    node.line, node.error, node.note = record.line, record.error, record.note or NO_NOTE
    if record.error is not None:
        valueless(node)
    return node
