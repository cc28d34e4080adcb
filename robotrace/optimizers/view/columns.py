"""The columns of a loop's table: one cell a pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from robotrace.optimizers.view.calls import references
from robotrace.optimizers.view.column import Column, numbers_in, packed, repeats
from robotrace.optimizers.view.flow import Flow, Key, Run, Use
from robotrace.optimizers.view.loop import Slot
from robotrace.text import one_line
from robotrace.trace import Record

_FIELDS = 60  # of one value that get columns of their own
_DEPTH = 4
_NAME = 60  # characters of a field's name
_HINTS = 3  # passes with numbers as feedback, from which on these are a column
_ORDER = ("carried", "varied", "same", "literal", "out", "line", "note", "feedback")
_ARITHMETIC = {"add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "neg", "pos", "abs"}
_PACKING = ("list", "tuple", "dict")


class Columns:
    """The columns of a loop, collected from its calls.

    Attributes:
        flow: The values of the loop.
        index: The name of what counts the passes.
        ends: The runs that have one more row than passes, for what their last pass put out.
        rows: The number of rows of all runs, gaps between them included.
        all: The columns, in the order of the table.
    """

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.index = "row"
        self._carriers = set(flow.carried.values())
        self._hinted = self._find_hinted()
        self._makers = self._find_makers()
        self._cells: dict[tuple[Key, tuple[str, ...]], dict[int, Any]] = {}
        self._sources: dict[tuple[Key, tuple[str, ...]], str] = {}  # where each comes from, in words
        self._lined = {
            slot
            for slot, members in flow.members.items()
            if any(map(_has_line, chain.from_iterable(member.calls for member in members)))
        }
        leaving = {run: self._leaving(run) for run in flow.runs}
        self.ends = {run for run, calls in leaving.items() if calls}
        self.rows = flow.runs[-1].first + self.height(flow.runs[-1])
        for use in flow.uses:
            self._collect_input(use)
        for slot in flow.slots:
            self._collect_output(slot)
        for run, calls in leaving.items():
            for slot, call in calls.items():
                self._add(("carried", slot), "", (flow.names[slot],))[run.first + len(run.loop.passes)] = call.output
        self.all = self._finish()

    def height(self, run: Run) -> int:
        """How many rows a run has."""
        return len(run.loop.passes) + (run in self.ends)

    def failed(self, run: Run) -> list[tuple[str, int, str]]:
        """The (operation, pass, error) of calls that raised."""
        rows = enumerate(run.loop.passes)
        return [(call.operation, row, call.error) for row, calls in rows for call in calls if call.error is not None]

    def in_column(self, run: Run, id: int, words: Any) -> bool:
        """Whether this feedback on a record stands in a column."""
        slot = run.loop.slot.get(id)
        return slot in self._hinted and len(run.calls.graph.feedback.get(id, ())) == 1 and numbers_in(words) is not None

    def _leaving(self, run: Run) -> dict[Slot, Record]:
        """What the last pass puts out for one that never came."""
        last = {run.loop.slot[call.id]: call for call in run.loop.passes[-1] if call.error is None}
        return {slot: call for slot, call in last.items() if slot in self._carriers}

    def _find_hinted(self) -> set[Slot]:
        """Slots with numbers as feedback in several passes."""
        numeric: Counter[Slot] = Counter()
        for run in self.flow.runs:
            for id, feedback in run.calls.graph.feedback.items():
                if id in run.loop.slot and feedback and all(numbers_in(words) is not None for words in feedback):
                    numeric[run.loop.slot[id]] += 1
        return {slot for slot, times in numeric.items() if times >= _HINTS}

    def _find_makers(self) -> dict[str, str]:
        """By name of an output, what puts it out, in words."""
        makers: dict[str, list[str]] = {}
        for slot, name in self.flow.names.items():
            makers.setdefault(name, []).append(one_line(slot.operation))
        return {name: f"out of {' or '.join(dict.fromkeys(operations))}" for name, operations in makers.items()}

    def _collect_input(self, use: Use) -> None:
        slot, name = use.place
        first = use.run.first
        carried: dict[int, Any] | None = None
        if use.place in self.flow.carried:
            key: Key = ("carried", self.flow.carried[use.place])
            title = self.flow.title(key)
            carried = self._add(key, f"{title}: going in", (title,))
        records = use.run.calls.graph.records
        columns = (use.rows, use.refs, use.sources, use.source_rows)
        taken = () if use.own else zip(*(column.tolist() for column in columns), strict=True)
        for row, ref, source, source_row in taken:
            if source_row == row:
                continue
            if carried is not None and source_row >= 0:
                if first + row not in carried:  # several calls of a pass take the same value
                    carried[first + row] = records[source].output
                continue
            place = self.flow.column(use, row, ref, source, source_row)
            if place is not None:
                key, path, output = place
                title = self.flow.title(key)
                cells = self._add(key, f"{title}: going in", (title, *map(_field, path)))
                cells.setdefault(first + row, output)
        if use.plain and not self.flow.written(slot, name):
            title = _field(name)
            cells = self._add(("literal", slot, name), f"{title}: into {one_line(slot.operation)}", (title,))
            cells |= {first + row: value for row, value in use.plain if not any(references(value))}

    def _collect_output(self, slot: Slot) -> None:
        name, operation = self.flow.names[slot], one_line(slot.operation)
        for run, rows, calls in (
            (members.run, [members.run.first + row for row in members.rows], members.calls)
            for members in self.flow.members[slot]
        ):
            if slot not in self._carriers:
                cells = self._add(("out", name), f"{name}: {self._makers[name]}", (name,))
                for row, call in zip(rows, calls, strict=True):
                    if call.error is None:
                        cells.setdefault(row, call.output)
            if slot in self._lined:
                title = "line" if len(self._lined) == 1 else f"{operation} line"
                cells = self._add(("line", slot), f"{title}: where {operation} returned", (title,))
                cells |= {row: str(call.line) for row, call in zip(rows, calls, strict=True) if call.line is not None}
            notes = [call.note for call in calls]
            for fact in dict.fromkeys(chain.from_iterable(notes)):
                cells = self._add(("note", slot, fact), f"noted by {operation}", (_field(fact),))
                cells |= {row: note[fact] for row, note in zip(rows, notes, strict=True) if fact in note}
            if slot in self._hinted:
                cells = self._add(("feedback", slot), f"feedback on {name}", (f"feedback on {name}",))
                for row, call in zip(rows, calls, strict=True):
                    feedback = run.calls.graph.feedback.get(call.id, ())
                    if feedback and self.in_column(run, call.id, feedback[0]):
                        cells[row] = feedback[0]

    def _add(self, key: Key, source: str, path: tuple[str, ...]) -> dict[int, Any]:
        """The cells of one value, by row."""
        self._sources.setdefault((key, path), source)
        return self._cells.setdefault((key, path), {})

    def _finish(self) -> list[Column]:
        kept: list[Column] = []
        reads = self._reads()
        packings = {self.flow.names[slot]: self._packs(slot) for slot in self.flow.slots if slot.operation in _PACKING}
        made: dict[tuple[Key, tuple[str, ...]], Column] = {}
        for (key, path), cells in self._cells.items():
            source, minor = self._sources[key, path], self._is_minor(key)
            for longer, values in _fields(path, cells):
                column = made.setdefault((key, longer), Column(source, longer, key[0] == "carried", minor))
                column.cells = values | column.cells if column.cells else values
        for (key, _), column in sorted(made.items(), key=lambda item: _ORDER.index(item[0][0][0])):
            column.prepare(self.rows)
            copied = key[0] == "literal" or (key[0] == "out" and key[1] in reads)
            if key[0] == "note" and self._counts(column):
                self.index = column.path[-1]
            elif column.cells and not (copied and any(repeats(column, other) for other in kept)):
                kept.append(column)
        wholes: dict[tuple[str, ...], list[Column]] = {}
        for column in kept:
            wholes.setdefault(column.path, []).append(column)
        kept = [column for column in kept if not _within(column, wholes)]
        kept = [column for column in kept if not self._in_packing(column, kept, packings)]
        tails = Counter(column.path[-1] for column in kept)
        for column in kept:
            column.name = column.path[-1] if tails[column.path[-1]] == 1 else ".".join(column.path)
        return kept

    def _reads(self) -> set[str]:
        """Names of outputs that a function's body read."""
        return self._sources_of("__reads__", self.flow.slots)

    def _packs(self, slot: Slot) -> set[str]:
        """Names of the outputs that are put into a container."""
        return self._sources_of("items", [slot])

    def _sources_of(self, argument: str, slots: Sequence[Slot]) -> set[str]:
        """Names of the outputs that an argument refers to."""
        found: set[Slot] = set()
        for members in chain.from_iterable(self.flow.members[slot] for slot in slots):
            parts, slot_of = members.run.calls.parts, members.run.loop.slot
            given = [call.inputs[argument] for call in members.calls if argument in call.inputs]
            sources = {parts[ref.id][0] if ref.id in parts else ref.id for value in given for ref in references(value)}
            found |= {slot_of[source] for source in sources if source in slot_of}
        return {self.flow.names[slot] for slot in found}

    def _in_packing(self, column: Column, kept: Sequence[Column], packings: Mapping[str, set[str]]) -> bool:
        """Whether all of it is shown by the column of a container that it is put into."""
        [name, *deeper] = column.path
        holders = {holder for holder, names in packings.items() if name in names}
        return not deeper and any(other.path[0] in holders and packed(column, other) for other in kept)

    def _is_minor(self, key: Key) -> bool:
        """Whether it is arithmetic whose result the loop itself uses in its next pass."""
        if key[0] != "out":
            return False
        slots = [slot for slot, name in self.flow.names.items() if name == key[1]]
        return all(slot.operation in _ARITHMETIC for slot in slots)

    def _counts(self, column: Column) -> bool:
        """Whether a column only numbers the passes of each run."""
        starts = {run.first + row: row for run in self.flow.runs for row in range(len(run.loop.passes))}
        return all(type(cell) is int and cell == starts[row] for row, cell in column.cells.items())


def _within(column: Column, wholes: Mapping[tuple[str, ...], Sequence[Column]]) -> bool:
    """Whether another column, by its path, shows in the same rows the whole value that this is a field of."""
    above = chain.from_iterable(wholes.get(column.path[:depth], ()) for depth in range(1, len(column.path)))
    return any(column.cells.keys() <= whole.cells.keys() for whole in above)


def _has_line(call: Record) -> bool:
    return call.line is not None


def _field(name: Any) -> str:
    return one_line(str(name), _NAME)


def _fields(path: tuple[str, ...], cells: dict[int, Any]) -> Iterator[tuple[tuple[str, ...], dict[int, Any]]]:
    """A value's fields, each as a column's cells."""
    mappings = {kind for kind in set(map(type, cells.values())) if issubclass(kind, Mapping)}
    if len(path) >= _DEPTH or not mappings:
        yield path, cells
        return
    whole = {row: value for row, value in cells.items() if type(value) in mappings and 0 < len(value) <= _FIELDS}
    if not whole:
        yield path, cells
        return
    for name in dict.fromkeys(chain.from_iterable(whole.values())):
        yield from _fields((*path, _field(name)), {row: value[name] for row, value in whole.items() if name in value})
    if len(whole) < len(cells):
        yield path, {row: value for row, value in cells.items() if row not in whole}
