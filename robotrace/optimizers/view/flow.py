"""What flows through a loop, and what to call it: from pass to pass, into it, and within one pass.

Several graphs whose loops have the same body (episodes of one program) make one flow, so that names are the same in all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from robotrace.optimizers.view.calls import Calls, Path, references
from robotrace.optimizers.view.loop import Loop, Slot, merge_slots
from robotrace.optimizers.view.values import short
from robotrace.text import one_line
from robotrace.trace import Record, Ref

Key: TypeAlias = tuple[Any, ...]
Place: TypeAlias = tuple[Slot, str]
Ids: TypeAlias = npt.NDArray[np.intp]

# Names of arguments that reveal nothing of their value.
_VAGUE = {"container", "object", "self", "items", "key", "index", "function"}
_ATOMS = (bool, int, float, str, type(None))
_LITERAL = 80  # characters of a constant that the loop's lines show


def _none() -> Ids:
    return np.zeros(0, dtype=np.intp)


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """One graph with its loop.

    Attributes:
        calls: The calls of the graph.
        loop: The loop that the calls make.
        first: The row of the table that the first pass takes.
        title: The title of the run, where there are several.
    """

    calls: Calls
    loop: Loop
    first: int = 0
    title: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """The calls of one slot in one run.

    Attributes:
        run: The run that the calls are from.
        rows: The passes of the calls.
        calls: The records of the calls.
    """

    run: Run
    rows: list[int] = field(default_factory=list)
    calls: list[Record] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """What one argument of one slot takes in the passes of one run.

    Attributes:
        run: The run that the calls are from.
        place: The slot and the name of the argument.
        rows: (n,) the passes in which the argument takes a reference.
        refs: (n,) the ids of the records referred to.
        sources: (n,) the ids of the records that those are parts of, or their own.
        source_rows: (n,) the passes of the sources, -1 outside the loop.
        plain: The other values that the argument takes, as (pass, value).
    """

    run: Run
    place: Place
    rows: Ids = field(default_factory=_none)
    refs: Ids = field(default_factory=_none)
    sources: Ids = field(default_factory=_none)
    source_rows: Ids = field(default_factory=_none)
    plain: Sequence[tuple[int, Any]] = ()

    @property
    def own(self) -> bool:
        """Whether all references are to what the same pass makes."""
        return np.array_equal(self.source_rows, self.rows)


class Flow:
    """The values of a loop.

    Attributes:
        runs: The runs, one a graph.
        slots: The calls of the loop's body, in order.
        members: The calls of each slot, for each run that has it.
        uses: What each argument of each slot takes.
        carried: The slots whose outputs of an earlier pass arguments take, or parts of them, by (slot, argument).
        names: The names of the slots' outputs; those that never come in one pass may share one.
    """

    def __init__(self, runs: Sequence[Run]) -> None:
        self.runs = runs
        self.slots = merge_slots([run.loop for run in runs])
        self.members: dict[Slot, list[Members]] = {slot: [] for slot in self.slots}
        for run in runs:
            for slot, members in _members(run).items():
                self.members[slot].append(members)
        self._tables = {run: _origins(run) for run in runs}
        self.carried: dict[Place, Slot] = {}
        self._parts: dict[Place, Path] = {}  # which part of a slot's output an argument takes
        self._varied: set[Place] = set()
        self._literals: dict[Place, set[str]] = {}
        self._wanted: dict[Slot, str] = {}
        self._outer: dict[Run, dict[int, str]] = {}
        self.uses = [use for slot in self.slots for use in self._look(slot)]
        self.names = self._name()

    def column(self, use: Use, row: int, ref: int, source: int, source_row: int) -> tuple[Key, Path, Any] | None:
        """Where an argument stands in the loop's table.

        Args:
            use: The use that the argument belongs to.
            row: The pass of the call.
            ref: The id of the record that the argument refers to.
            source: The id of the record that `ref` is a part of, or `ref` itself.
            source_row: The pass of the source, or -1.

        Returns:
            What it belongs to (a value from an earlier pass, or from outside the loop), which part of that it is, and its
            value; None for what this pass makes itself, and for parameters.
        """
        graph, place = use.run.calls.graph, use.place
        if source_row == row:
            return None
        if source_row >= 0:
            carrier = self.carried.get(place) or use.run.loop.slot[source]
            return ("carried", carrier), (), graph.records[source].output
        if place in self.carried:  # the first pass takes from outside what later ones take from each other
            whole = use.run.calls.origin(ref)[1] == self._parts[place]
            path, record = ((), source) if whole else (self._parts[place], ref)
            return ("carried", self.carried[place]), path, graph.records[record].output
        if place in self._parts or graph.records[source].kind == "parameter":
            return None
        outside: Key = ("varied", *place) if place in self._varied else ("same", self._outside(use.run, source))
        return outside, (), graph.records[source].output

    def title(self, key: Key) -> str:
        """The name of what an argument belongs to."""
        return self.names[key[1]] if key[0] == "carried" else one_line(str(key[-1]))

    def written(self, slot: Slot, name: str) -> str | None:
        """A plain argument that is the same short value in all passes, as the loop's lines show it."""
        texts = self._literals.get((slot, name), set())
        return next(iter(texts)) if len(texts) == 1 and "" not in texts else None

    def argument(self, run: Run, call: Record, name: str, value: Any) -> str:
        """How the loop's lines write an argument."""
        if isinstance(value, Ref):
            source, path = run.calls.origin(value.id)
            slot, row = run.loop.slot.get(source), run.loop.row.get(source, -1)
            use = Use(run, (run.loop.slot[call.id], name))
            place = self.column(use, run.loop.row[call.id], value.id, source, row)
            own = self.names[slot] if slot is not None else self._outside(run, source)
            return (self.title(place[0]) if place else own) + "".join(f"[{key!r}]" for key in path)
        if any(references(value)):
            return short(value, lambda id: self.argument(run, call, name, Ref(id)))
        return self.written(run.loop.slot[call.id], name) or name

    def _outside(self, run: Run, id: int) -> str:
        """A name of a value from outside the loop, the same in all runs."""
        record = run.calls.graph.records[id]
        known = self._outer.setdefault(run, {})
        if id not in known:
            own = one_line(record.name or record.kind)
            known[id] = (
                own
                if record.kind == "parameter"
                else next(name for name in _further(own) if name not in known.values())
            )
        return known[id]

    def _look(self, slot: Slot) -> Iterator[Use]:
        for members in self.members[slot]:
            inputs = [call.inputs for call in members.calls]
            forms = dict.fromkeys(map(tuple, inputs))
            for name in dict.fromkeys(chain.from_iterable(forms)):
                if not name.startswith("__"):
                    rows, having = members.rows, inputs
                    if not all(name in form for form in forms):
                        rows = [row for row, it in zip(rows, inputs, strict=True) if name in it]
                        having = [it for it in inputs if name in it]
                    yield self._use(members.run, (slot, name), rows, [it[name] for it in having])

    def _use(self, run: Run, place: Place, rows: Sequence[int], values: Sequence[Any]) -> Use:
        plain: list[tuple[int, Any]] = []
        if set(map(type, values)) != {Ref}:
            plain = [(row, value) for row, value in zip(rows, values, strict=True) if type(value) is not Ref]
            rows = [row for row, value in zip(rows, values, strict=True) if type(value) is Ref]
            values = [value for value in values if type(value) is Ref]
            self._literals.setdefault(place, set()).update(_written(plain))
        if not values:
            return Use(run, place, plain=plain)
        origins, row_of = self._tables[run]
        refs = np.array([ref.id for ref in values])
        sources = origins[refs]
        use = Use(run, place, np.array(rows), refs, sources, row_of[sources], plain)
        self._learn(use)
        return use

    def _learn(self, use: Use) -> None:
        """Note what a place takes, and how that is called there."""
        place, slot_of = use.place, use.run.loop.slot
        inside = np.flatnonzero(use.source_rows >= 0)
        if len(inside):
            self._parts[place] = use.run.calls.origin(int(use.refs[inside[-1]]))[1]
        if _telling(place[1]):
            whole = use.sources[inside[use.sources[inside] == use.refs[inside]]]
            for maker in dict.fromkeys(slot_of[source] for source in whole.tolist()):
                self._wanted.setdefault(maker, place[1])
        if (use.sources != use.sources[0]).any():
            self._varied.add(place)
        before = inside[use.source_rows[inside] < use.rows[inside]]
        if len(before):
            self.carried[place] = slot_of[int(use.sources[before[-1]])]

    def _name(self) -> dict[Slot, str]:
        parameters = {record.name for run in self.runs for record in run.calls.graph.parameters}
        taken: dict[str, set[int]] = {}
        names: dict[Slot, str] = {}
        for slot in self.slots:
            rows = {members.run.first + row for members in self.members[slot] for row in members.rows}
            # Two that take turns in giving the same argument are one value, as in the branches of an `if`.
            free = (
                name
                for name in _further(one_line(self._wanted.get(slot, slot.operation)))
                if name not in parameters and (name not in taken or (slot in self._wanted and not taken[name] & rows))
            )
            names[slot] = next(free)
            taken.setdefault(names[slot], set()).update(rows)
        return names


def _members(run: Run) -> dict[Slot, Members]:
    found: dict[Slot, Members] = {}
    for row, calls in enumerate(run.loop.passes):
        for call in calls:
            slot = run.loop.slot[call.id]
            if slot not in found:
                found[slot] = Members(run)
            found[slot].rows.append(row)
            found[slot].calls.append(call)
    return found


def _origins(run: Run) -> tuple[Ids, Ids]:
    """By record, the one that it is a part of (or itself), and the pass that it is of (or -1)."""
    count = len(run.calls.graph.records)
    origins, rows = np.arange(count), np.full(count, -1)
    parts = run.calls.parts
    if parts:
        origins[list(parts)] = [source for source, _ in parts.values()]
    rows[list(run.loop.row)] = list(run.loop.row.values())
    return origins, rows


def _written(values: Sequence[tuple[int, Any]]) -> set[str]:
    """The plain values as text, at most two of them; "" stands for what is too long to be written."""
    found: set[str] = set()
    for _, value in values:
        text = short(value) if isinstance(value, _ATOMS) else ""
        found.add(text if len(text) <= _LITERAL else "")
        if len(found) > 1:
            break
    return found


def _telling(argument: str) -> bool:
    return len(argument) > 1 and argument not in _VAGUE and not argument.startswith("__")


def _further(base: str) -> Iterator[str]:
    yield base
    yield f"{base}_output"
    yield from (f"{base}_{index}" for index in count(2))
