"""Several graphs as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace as changed
from types import MappingProxyType
from typing import Any, NamedTuple

from robotrace.trace.constraint import same
from robotrace.trace.containers import Ref, replace
from robotrace.trace.records import Record


class Contents(NamedTuple):
    """What a graph holds.

    Attributes:
        records: One a node, parents before children; a record's id is its position.
        feedback: What was said on outputs, by the id of their record, oldest first.
        made: Serial number of the node behind each record, None where it is unknown; empty for records from elsewhere.
        scores: The scores that outputs were given, by the id of their record, oldest first.
    """

    records: tuple[Record, ...]
    feedback: Mapping[int, tuple[Any, ...]]
    made: tuple[int | None, ...] = ()
    scores: Mapping[int, tuple[float, ...]] = MappingProxyType({})


def merge(graphs: Iterable[Contents]) -> Contents:
    """One graph of several.

    A parameter with the same name and value in several graphs is one record, and so is a node that several graphs of this
    process have in common; its feedback is that of all of them.
    """
    merger = _Merger()
    for graph in graphs:
        merger.add(graph)
    feedback = dict(sorted(merger.feedback.items()))
    return Contents(tuple(merger.records), feedback, tuple(merger.made), merger.scores)


class _Merger:
    """Collects the records of several graphs."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.made: list[int | None] = []
        self.feedback: dict[int, tuple[Any, ...]] = {}
        self.scores: dict[int, tuple[float, ...]] = {}
        self._places: dict[int, Ref] = {}
        self._parameters: dict[str, list[Record]] = {}

    def add(self, graph: Contents) -> None:
        moved: list[Ref] = []
        for record, serial in zip(graph.records, graph.made or [None] * len(graph.records), strict=True):
            moved.append(self._find(record, serial) or self._append(record, serial, moved))
            if serial is not None:
                self._places[serial] = moved[-1]
        for id, words in graph.feedback.items():
            place = moved[id].id
            self.feedback[place] = self.feedback.get(place, ()) + words
        for id, numbers in graph.scores.items():
            place = moved[id].id
            self.scores[place] = self.scores.get(place, ()) + numbers

    def _find(self, record: Record, serial: int | None) -> Ref | None:
        """The record that stands for the same node already."""
        if serial in self._places:
            return self._places[serial]
        twins = self._parameters.get(record.name, ()) if record.kind == "parameter" else ()
        return next((Ref(twin.id) for twin in twins if same(twin.output, record.output)), None)

    def _append(self, record: Record, serial: int | None, moved: Sequence[Ref]) -> Ref:
        inputs = {name: replace(value, lambda ref: moved[ref.id], Ref) for name, value in record.inputs.items()}
        fresh = changed(record, id=len(self.records), inputs=inputs)
        self.records.append(fresh)
        self.made.append(serial)
        if record.kind == "parameter":
            self._parameters.setdefault(record.name, []).append(fresh)
        return Ref(fresh.id)
