"""The columns of a loop's table: one cell a pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from robotrace.optimizers.view.column import Column, numbers_in, repeats
from robotrace.optimizers.view.flow import Flow, Key
from robotrace.optimizers.view.loop import Slot, references
from robotrace.trace import Record, Ref

_FIELDS = 60  # of one value that get columns of their own
_HINTS = 3  # passes with numbers as feedback, from which on these are a column
_ORDER = ("carried", "varied", "same", "literal", "out", "line", "note", "feedback")


class Columns:
    """The columns of a loop, collected from its calls.

    Attributes:
        flow: of the loop.
        index: what counts the rows.
        ends: whether there is one more row than passes, for what the last pass put out.
        rows: number of rows.
        all: the columns, in the order of the table.
    """

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.index = "row"
        self._slot, self._row = flow.loop.slot, flow.loop.row
        self._found: dict[tuple[Any, ...], Column] = {}
        self._taken: set[tuple[Any, ...]] = set()  # (key, row) of what has its cells
        self._carriers = set(flow.carried.values())
        self._hinted = self._find_hinted()
        self._makers = self._find_makers()
        last = {self._slot[call.id]: call for call in flow.loop.passes[-1] if call.error is None}
        leaving = {slot: call for slot, call in last.items() if slot in self._carriers}
        self.ends = bool(leaving)
        self.rows = len(flow.loop.passes) + self.ends
        lined = {self._slot[call.id] for call in flow.calls if call.line is not None}
        for call in flow.calls:
            self._collect_inputs(call)
            self._collect_output(call, "line" if len(lined) == 1 else f"{call.operation} line")
        for slot, call in leaving.items():
            self._add(("carried", slot), "", (flow.names[slot],), self.rows - 1, call.output)
        self.all = self._finish()

    @property
    def failed(self) -> list[tuple[str, int, str]]:
        """The (operation, row, error) of calls that raised."""
        return [(it.operation, self._row[it.id], it.error) for it in self.flow.calls if it.error is not None]

    def in_column(self, id: int, said: Any) -> bool:
        """Whether this feedback on a record stands in a column."""
        feedback = self.flow.graph.feedback.get(id, ())
        return self._slot.get(id) in self._hinted and len(feedback) == 1 and numbers_in(said) is not None

    def _find_hinted(self) -> set[Slot]:
        """Slots with numbers as feedback in several passes."""
        feedback = self.flow.graph.feedback
        told = [call for call in self.flow.calls if feedback.get(call.id)]
        numeric = Counter(self._slot[call.id] for call in told if all(map(numbers_in, feedback[call.id])))
        return {slot for slot, times in numeric.items() if times >= _HINTS}

    def _find_makers(self) -> dict[str, str]:
        """By name of an output, what puts it out, in words."""
        makers: dict[str, list[str]] = {}
        for slot, name in self.flow.names.items():
            makers.setdefault(name, []).append(slot.operation)
        return {name: f"out of {' or '.join(dict.fromkeys(operations))}" for name, operations in makers.items()}

    def _collect_inputs(self, call: Record) -> None:
        slot, row = self._slot[call.id], self._row[call.id]
        for name, value in call.inputs.items():
            if isinstance(value, Ref):
                found = self.flow.column(call, name, value)
                if found is not None:
                    key, path, output = found
                    title = self.flow.title(key)
                    self._add(key, f"{title}: going in", (title, *map(str, path)), row, output)
            elif not (name.startswith("__") or any(references(value)) or self.flow.written(slot, name)):
                self._add(("literal", slot, name), f"{name}: into {slot.operation}", (name,), row, value)

    def _collect_output(self, call: Record, line: str) -> None:
        slot, row, name = self._slot[call.id], self._row[call.id], self.flow.names[self._slot[call.id]]
        if slot not in self._carriers and call.error is None:
            self._add(("out", name), f"{name}: {self._makers[name]}", (name,), row, call.output)
        if call.line is not None:
            self._add(("line", slot), f"{line}: where {slot.operation} returned", (line,), row, str(call.line))
        for fact, value in call.note.items():
            self._add(("note", slot, fact), f"noted by {slot.operation}", (fact,), row, value)
        for said in self.flow.graph.feedback.get(call.id, ()):
            if self.in_column(call.id, said):
                self._add(("feedback", slot), f"feedback on {name}", (f"feedback on {name}",), row, said)

    def _add(self, key: Key, source: str, path: tuple[str, ...], row: int, value: Any) -> None:
        if (key, path, row) in self._taken:  # several calls of a pass take the same value
            return
        self._taken.add((key, path, row))
        for longer, cell in _fields(path, value):
            column = self._found.get((*key, longer))
            if column is None:
                column = self._found[(*key, longer)] = Column(source, longer, key[0] == "carried")
            column.cells[row] = cell

    def _finish(self) -> list[Column]:
        reads = [it for call in self.flow.calls for it in references(call.inputs.get("__reads__", ()))]
        read = {self.flow.names[self._slot[it.id]] for it in reads if it.id in self._slot}
        kept: list[Column] = []
        for key, column in sorted(self._found.items(), key=lambda item: _ORDER.index(item[0][0])):
            column.prepare(self.rows)
            copied = key[0] == "literal" or (key[0] == "out" and key[1] in read)
            if key[0] == "note" and _counts(column):
                self.index = column.path[-1]
            elif not (copied and any(repeats(column, other) for other in kept)):
                kept.append(column)
        tails = Counter(column.path[-1] for column in kept)
        for column in kept:
            column.name = column.path[-1] if tails[column.path[-1]] == 1 else ".".join(column.path)
        return kept


def _fields(path: tuple[str, ...], value: Any) -> Iterable[tuple[tuple[str, ...], Any]]:
    if isinstance(value, Mapping) and 0 < len(value) <= _FIELDS and len(path) < 4:
        for name, item in value.items():
            yield from _fields((*path, str(name)), item)
    else:
        yield path, value


def _counts(column: Column) -> bool:
    """Whether a column only numbers the rows."""
    return all(type(cell) is int and cell == row for row, cell in column.cells.items())
