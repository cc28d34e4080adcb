"""Graphs: what came between parameters and outputs, with the feedback on the outputs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any, TypeVar

from robotrace.errors import TraceError
from robotrace.trace import drawing, merging
from robotrace.trace.brief import brief
from robotrace.trace.containers import replace
from robotrace.trace.deferred import Deferred
from robotrace.trace.merging import Contents
from robotrace.trace.records import Record, from_plain, label_all, to_plain
from robotrace.trace.said import UNSCORED, Said, checked, each_said
from robotrace.trace.traced import Changeable, Traced, edge_of, value_of, write_down
from robotrace.trace.tree import tree

MOST_DRAWN = 60
"""Records of which a notebook shows a picture; more are shown as a tree of text."""

Output = TypeVar("Output", bound=Traced)


class Graph:
    """How some outputs came about, as data: it holds no nodes, and values as they are (not copied). It does not change.

    Args:
        records: One a node, parents before children, in the order in which they were made; a record's id is its position.
        feedback: What was said on outputs, by the id of their record, oldest first.
        made: Serial numbers of the nodes behind the records, for `merge`; empty for records from elsewhere.
        scores: The scores that outputs were given, by the id of their record, oldest first.
    """

    __slots__ = ("_contents", "_labels")

    def __init__(
        self,
        records: tuple[Record, ...],
        feedback: Mapping[int, tuple[Any, ...]],
        *,
        made: tuple[int | None, ...] = (),
        scores: Mapping[int, tuple[float, ...]] | None = None,
    ) -> None:
        self._contents: Contents | Deferred[Contents] = Contents(records, feedback, made, scores or {})
        self._labels: dict[int, str] = {}

    @classmethod
    def deferred(cls, make: Callable[[], Graph]) -> Graph:
        """A graph that is made at the first look into it, once, however many threads look.

        Args:
            make: Makes the graph. What it raises, each look raises.
        """
        graph = cls((), {})
        graph._contents = Deferred(lambda: make()._made())
        return graph

    @classmethod
    def of(cls, feedback: Mapping[Output, Any]) -> Graph:
        """The minimal graph of some outputs: what lies between them and the parameters, and the inputs of that.

        Args:
            feedback: What is said on each output.

        Raises:
            TraceError: Two parameters in it have the same name, so that a proposal could not tell them apart.
        """
        return _trace(each_said(feedback, None, None))[0]

    @classmethod
    def merge(cls, graphs: Iterable[Graph]) -> Graph:
        """Several graphs as one, such as those of a minibatch.

        A parameter with the same name and value in several graphs is one record, and so is a node that several graphs
        of this process have in common; its feedback is that of all of them.
        """
        records, feedback, made, scores = merging.merge(graph._made() for graph in graphs)
        return cls(records, feedback, made=made, scores=scores)

    @classmethod
    def from_records(cls, records: Iterable[Mapping[str, Any]]) -> Graph:
        """The graph that `to_records` made these of.

        Raises:
            TraceError: They are not such records, or refer to what does not come before.
        """
        plain = list(records)
        made = tuple(from_plain(item) for item in plain)
        for position, record in enumerate(made):
            if record.id != position or any(not 0 <= parent < position for parent in record.parents):
                raise TraceError(
                    f"Record {record.id} ({record.name}) stands at {position} and refers to {record.parents}"
                )
        feedback = {position: tuple(item["feedback"]) for position, item in enumerate(plain) if item.get("feedback")}
        scores = {
            position: tuple(map(checked, item["scores"])) for position, item in enumerate(plain) if "scores" in item
        }
        return cls(made, feedback, scores=scores)

    def to_records(self) -> list[dict[str, Any]]:
        """The graph as plain dicts (see `records.to_plain`), feedback included."""
        return [
            to_plain(record, self.feedback.get(record.id, ()), self.scores.get(record.id, ()))
            for record in self.records
        ]

    @property
    def records(self) -> tuple[Record, ...]:
        """One a node, parents before children, in the order in which they were made; a record's id is its position."""
        return self._made().records

    @property
    def feedback(self) -> Mapping[int, tuple[Any, ...]]:
        """What was said on outputs, by the id of their record, oldest first."""
        return self._made().feedback

    @property
    def scores(self) -> Mapping[int, tuple[float, ...]]:
        """The scores that outputs were given, by the id of their record, oldest first; none where only words were said."""
        return self._made().scores

    @property
    def made(self) -> tuple[int | None, ...]:
        """Serial numbers of the nodes behind the records; empty for records from elsewhere."""
        return self._made().made

    @property
    def parameters(self) -> tuple[Record, ...]:
        """The records of the parameters."""
        return tuple(record for record in self.records if record.kind == "parameter")

    def label(self, id: int) -> str:
        """A readable name of a record, unique in this graph; of a parameter its own name."""
        if not self._labels:
            self._labels.update(label_all(self.records))
        return self._labels[id]

    def tree(self, *, most: int = 200) -> str:
        """The graph as text: each output, and below it what it came from.

        What several values came from is shown once; feedback stands behind the output that it is on.

        Args:
            most: Lines that are shown; the last one says how many records are left out.
        """
        return tree(self.records, self.feedback, self.label, most=most)

    def dot(self) -> str:
        """The graph as source of Graphviz's `dot`: parameters, inputs and calls as boxes, with the names of inputs on the edges."""
        return drawing.dot(self.records, self.feedback, self.label)

    def svg(self) -> str:
        """The graph as an SVG picture, for graphs of tens of records; drawn without Graphviz."""
        return drawing.svg(self.records, self.feedback, self.label)

    def _repr_html_(self) -> str:
        return self.svg() if len(self) <= MOST_DRAWN else f"<pre>{escape(self.tree())}</pre>"

    def _made(self) -> Contents:
        return self._contents.get() if isinstance(self._contents, Deferred) else self._contents

    def __len__(self) -> int:
        return len(self.records)

    def __reduce__(self) -> tuple[Any, ...]:
        # Which nodes it came from means nothing in another process.
        return _restore, (self.records, dict(self.feedback), dict(self.scores))

    def __repr__(self) -> str:
        if isinstance(self._contents, Deferred) and not self._contents.is_made:
            return "<Graph, not looked at yet>"
        return f"<Graph of {len(self)} records, feedback on {len(self.feedback)}>"


def backward(
    outputs: Mapping[Output, Any] | Sequence[Output],
    feedback: Sequence[Any] | None = None,
    *,
    scores: Sequence[float] | Mapping[Output, float] | None = None,
) -> Graph:
    """Propagate feedback on any number of outputs to the parameters they came from, in one pass.

    Args:
        outputs: Outputs, and what is said on each: `{output: feedback}`, or `[output, ...]` with the feedback beside it.
        feedback: On each output, where `outputs` is a list: words, a number, anything that says how good the value is.
        scores: A finite number for each output, larger is better, or a mapping that gives some of the outputs one; OPRO and
            Tune compare values by it.

    Returns:
        The graph, which each parameter in it has been given too (`Parameter.graphs`).

    Raises:
        TraceError: See `Graph.of`; or feedback or scores do not fit. No parameter has been given anything then.
    """
    return propagate(each_said(outputs, feedback, scores))


def propagate(said: Iterable[Said]) -> Graph:
    """`backward`, from what is said of each output."""
    graph, parameters = _trace(said)
    for parameter in parameters:
        parameter.graphs.append(graph)
    return graph


def _trace(said: Iterable[Said]) -> tuple[Graph, tuple[Changeable, ...]]:
    """The minimal graph of some outputs, and the parameters in it, each once."""
    words: dict[Traced, tuple[Any, ...]] = {}
    scores: dict[Traced, tuple[float, ...]] = {}
    for output, feedback, score in said:
        if not isinstance(output, Traced):
            raise TraceError(
                f"Feedback is given on nodes, found one on {brief(output)}; was it made inside a bundle or no_trace?"
            )
        edge = edge_of(output)
        words[edge] = (*words.get(edge, ()), replace(feedback, value_of))
        if score is not UNSCORED:
            scores[edge] = (*scores.get(edge, ()), checked(score))
    written, places = write_down(words)
    on_records = {places[output]: all_said for output, all_said in words.items()}
    scored = {places[output]: numbers for output, numbers in scores.items()}
    graph = Graph(written.records, dict(sorted(on_records.items())), made=written.serials, scores=scored)
    return graph, written.parameters


def _restore(records: tuple[Record, ...], feedback: Mapping[int, Any], scores: Mapping[int, Any]) -> Graph:
    return Graph(records, feedback, scores=scores)
