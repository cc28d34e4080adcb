"""Graphs: what came between parameters and outputs, with the feedback on the outputs."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from robotrace.errors import TraceError
from robotrace.trace.constraint import Stated
from robotrace.trace.containers import ATOMS, replace
from robotrace.trace.labels import label_all
from robotrace.trace.merging import Merger
from robotrace.trace.nodes import NO_NOTE, Node
from robotrace.trace.operation import Origin
from robotrace.trace.parameter import Parameter, Reading
from robotrace.trace.records import Record, RecordKind, from_plain, to_plain
from robotrace.trace.ref import Ref
from robotrace.trace.subgraph import minimal
from robotrace.trace.values import unwrap


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """How some outputs came about, as data: it holds no nodes, and values as they are (not copied).

    Attributes:
        records: parents before children, in the order in which they were made; a record's id is its position.
        feedback: what was said on outputs, by the id of their record, oldest first.
        made: serial numbers of the nodes behind the records, for `merge`; empty for records from elsewhere.
    """

    records: tuple[Record, ...]
    feedback: Mapping[int, tuple[Any, ...]]
    made: tuple[int | None, ...] = field(default=(), kw_only=True, repr=False)
    _labels: dict[int, str] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def of(cls, feedback: Mapping[Node, Any]) -> Graph:
        """The minimal graph of some outputs: what lies between them and the parameters, and the inputs of that.

        Args:
            feedback: by output.

        Raises:
            TraceError: two parameters in it have the same name, so that a proposal could not tell them apart.
        """
        return _trace(feedback)[0]

    @classmethod
    def merge(cls, graphs: Iterable[Graph]) -> Graph:
        """Several graphs as one, such as those of a minibatch.

        A parameter with the same name and value in several graphs is one record, and so is a node that several graphs
        of this process have in common; its feedback is that of all of them.
        """
        merger = Merger(graphs)
        return cls(tuple(merger.records), dict(sorted(merger.feedback.items())), made=tuple(merger.made))

    @classmethod
    def from_records(cls, records: Iterable[Mapping[str, Any]]) -> Graph:
        """The graph that `to_records` made these of.

        Raises:
            TraceError: they are not such records, or refer to what does not come before.
        """
        plain = list(records)
        made = tuple(from_plain(item) for item in plain)
        for position, record in enumerate(made):
            if record.id != position or any(not 0 <= parent < position for parent in record.parents):
                raise TraceError(
                    f"Record {record.id} ({record.name}) stands at {position} and refers to {record.parents}"
                )
        feedback = {position: tuple(item["feedback"]) for position, item in enumerate(plain) if item.get("feedback")}
        return cls(made, feedback)

    def to_records(self) -> list[dict[str, Any]]:
        """The graph as plain dicts (see `records.to_plain`), feedback included."""
        return [to_plain(record, self.feedback.get(record.id, ())) for record in self.records]

    def nodes(self) -> list[Node]:
        """Live nodes, one a record, in the same order. Parameters among them are new ones, without feedback."""
        return list(self.revive(lambda _: None))

    def revive(self, given: Callable[[Record], Node | None]) -> Iterator[Node]:
        """Live nodes, one a record, in the same order, each made when it is asked for.

        Args:
            given: a live node to stand in a record's place, or None.
        """
        nodes: list[Node] = []
        for record in self.records:
            stand_in = given(record)
            nodes.append(_revive(record, nodes) if stand_in is None else stand_in._edge())
            yield nodes[-1]._shown()

    @property
    def parameters(self) -> tuple[Record, ...]:
        """The records of the parameters."""
        return tuple(record for record in self.records if record.kind == "parameter")

    def label(self, id: int) -> str:
        """A readable name of a record, unique in this graph; of a parameter its own name."""
        if not self._labels:
            self._labels.update(label_all(self.records))
        return self._labels[id]

    def __len__(self) -> int:
        return len(self.records)

    def __reduce__(self) -> tuple[Any, ...]:
        return Graph, (self.records, dict(self.feedback))  # which nodes it came from means nothing in another process


def backward(feedback: Mapping[Node, Any]) -> Graph:
    """Propagate feedback on any number of outputs to the parameters they came from, in one pass.

    Args:
        feedback: by output: words, a number, anything that says how good the value is.

    Returns:
        The graph, which each parameter in it has been given too (`Parameter.graphs`).

    Raises:
        TraceError: see `Graph.of`; no parameter has been given anything then.
    """
    graph, parameters = _trace(feedback)
    for parameter in parameters:
        parameter.graphs.append(graph)
    return graph


def _trace(feedback: Mapping[Node, Any]) -> tuple[Graph, list[Parameter]]:
    said: dict[Node, tuple[Any, ...]] = {}
    for output, words in feedback.items():
        if not isinstance(output, Node):
            raise TraceError(
                f"Feedback is given on nodes, found one on {output!r:.100}; was it made inside a bundle or no_trace?"
            )
        said[output._edge()] = (unwrap(words),)
    refs: dict[Node, Ref] = {}
    records = []
    with _uncollected():
        steps = minimal(said)
        for position, (node, kind) in enumerate(steps):
            refs[node] = Ref(position)
            records.append(_record(position, node, kind, refs))
    found = {refs[output].id: words for output, words in said.items()}
    graph = Graph(tuple(records), dict(sorted(found.items())), made=tuple(node._serial for node, _ in steps))
    return graph, _parameters(node for node, _ in steps)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector out of a pass whose objects all stay: it would walk through them and find nothing."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _parameters(nodes: Iterable[Node]) -> list[Parameter]:
    found: dict[str, Parameter] = {}
    for node in nodes:
        if isinstance(node, Reading) and found.setdefault(node.name, node.parameter) is not node.parameter:
            raise TraceError(
                f"Two parameters are both called {node.name!r} and reach one output, so a proposal could not tell "
                "them apart; give one of them another name"
            )
    return list(found.values())


def _record(id: int, node: Node, kind: RecordKind, refs: Mapping[Node, Ref]) -> Record:
    origin = node._origin
    inputs = node._inputs() if kind == "call" else {}
    for name, value in inputs.items():
        if type(value) not in ATOMS:
            inputs[name] = refs[value] if isinstance(value, Node) else replace(value, refs.__getitem__)
    note = {} if node.note is NO_NOTE else node.note
    if isinstance(node, Reading):
        note = {"kind": node.parameter.kind, "constraint": node.parameter.constraint}
    return Record(
        id,
        kind,
        origin.name,
        origin.operation,
        origin.description,
        inputs,
        node._data,
        node.line,
        node.error,
        note,
    )


def _revive(record: Record, nodes: Sequence[Node]) -> Node:
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
    return node
