"""Several graphs as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace as changed
from typing import TYPE_CHECKING, Any

from robotrace.trace.constraint import same
from robotrace.trace.containers import replace
from robotrace.trace.records import Record
from robotrace.trace.ref import Ref

if TYPE_CHECKING:
    from robotrace.trace.graph import Graph


class Merger:
    """Collects the records of several graphs.

    Attributes:
        records: collected so far.
        made: serial number of the node that each was made of, None where it is unknown.
        feedback: by record id.
    """

    def __init__(self, graphs: Iterable[Graph]) -> None:
        self.records: list[Record] = []
        self.made: list[int | None] = []
        self.feedback: dict[int, tuple[Any, ...]] = {}
        self._places: dict[int, Ref] = {}
        self._parameters: dict[str, list[Record]] = {}
        for graph in graphs:
            self._add(graph)

    def _add(self, graph: Graph) -> None:
        moved: list[Ref] = []
        for record, serial in zip(graph.records, graph.made or [None] * len(graph.records), strict=True):
            moved.append(self._find(record, serial) or self._append(record, serial, moved))
            if serial is not None:
                self._places[serial] = moved[-1]
        for id, words in graph.feedback.items():
            place = moved[id].id
            self.feedback[place] = self.feedback.get(place, ()) + words

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
