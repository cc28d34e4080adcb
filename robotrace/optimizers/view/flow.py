"""What flows through a loop, and what to call it: from pass to pass, into it, and within one pass."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any, TypeAlias

from robotrace.optimizers.view.loop import Loop, Slot, origin, references
from robotrace.optimizers.view.values import short
from robotrace.trace import Graph, Record, Ref

Key: TypeAlias = tuple[Any, ...]
Path: TypeAlias = tuple[Any, ...]
Place: TypeAlias = tuple[Slot, str]

# Arguments that say nothing of their value.
_VAGUE = {"container", "object", "self", "items", "key", "index", "function"}
_ATOMS = (bool, int, float, str, type(None))
_LITERAL = 80  # characters of a constant that the loop's lines show


class Flow:
    """The values of a loop.

    Attributes:
        carried: by (slot, argument), the slot whose output of an earlier pass it takes, or a part of it.
        names: of the slots' outputs; those that never come in one pass may share one.
        calls: of all passes, in order.
    """

    def __init__(self, graph: Graph, loop: Loop) -> None:
        self.graph, self.loop = graph, loop
        self.calls = [call for calls in loop.passes for call in calls]
        self.carried: dict[Place, Slot] = {}
        self._parts: dict[Place, Path] = {}  # which part of a slot's output an argument takes
        self._sources: dict[Place, set[int]] = {}
        self._literals: dict[Place, set[str]] = {}
        self._wanted: dict[Slot, str] = {}
        for call in self.calls:
            for name, value in call.inputs.items():
                self._look(call, name, value)
        self.names = self._name()

    def column(self, call: Record, name: str, ref: Ref) -> tuple[Key, Path, Any] | None:
        """Where an argument stands in the loop's table.

        Returns:
            What it belongs to (a value from an earlier pass, or from outside the loop), which part of that it is, and its
            value; None for what this pass makes itself, and for parameters.
        """
        slot, row = self.loop.slot[call.id], self.loop.row[call.id]
        place = (slot, name)
        source, _ = origin(self.graph, ref.id)
        record = self.graph.records[source]
        if self.loop.row.get(source) == row:
            return None
        if source in self.loop.slot:
            return ("carried", self.carried.get(place) or self.loop.slot[source]), (), record.output
        if place in self.carried:  # the first pass takes from outside what later ones take from each other
            return ("carried", self.carried[place]), self._parts[place], self.graph.records[ref.id].output
        if place in self._parts or record.kind == "parameter":
            return None
        return (("varied", *place) if len(self._sources[place]) > 1 else ("same", source)), (), record.output

    def title(self, key: Key) -> str:
        """The name of what an argument belongs to."""
        match key:
            case ("carried", slot):
                return self.names[slot]
            case ("same", source):
                return self.graph.label(source)
            case _:
                return str(key[-1])

    def written(self, slot: Slot, name: str) -> str | None:
        """A plain argument that is the same short value in all passes, as the loop's lines show it."""
        found = self._literals.get((slot, name), set())
        return next(iter(found)) if len(found) == 1 and "" not in found else None

    def argument(self, call: Record, name: str, value: Any) -> str:
        """How the loop's lines write an argument."""
        if isinstance(value, Ref):
            source, path = origin(self.graph, value.id)
            found = self.column(call, name, value)
            slot = self.loop.slot.get(source)
            own = self.names[slot] if slot is not None else self.graph.label(source)
            return (self.title(found[0]) if found else own) + "".join(f"[{key!r}]" for key in path)
        if any(references(value)):
            return short(value, lambda id: self.argument(call, name, Ref(id)))
        return self.written(self.loop.slot[call.id], name) or name

    def _look(self, call: Record, name: str, value: Any) -> None:
        loop, place = self.loop, (self.loop.slot[call.id], name)
        if isinstance(value, Ref):
            source, path = origin(self.graph, value.id)
            self._sources.setdefault(place, set()).add(source)
            maker = loop.slot.get(source)
            if maker is None:
                return
            self._parts[place] = path
            if loop.row[source] < loop.row[call.id]:
                self.carried[place] = maker
            if _telling(name) and not path:
                self._wanted.setdefault(maker, name)
        elif not name.startswith("__"):
            text = short(value) if isinstance(value, _ATOMS) else ""
            self._literals.setdefault(place, set()).add(text if len(text) <= _LITERAL else "")

    def _name(self) -> dict[Slot, str]:
        parameters = {self.graph.label(record.id) for record in self.graph.parameters}
        rows: dict[Slot, set[int]] = {}
        for call in self.calls:
            rows.setdefault(self.loop.slot[call.id], set()).add(self.loop.row[call.id])
        taken: dict[str, set[int]] = {}
        names: dict[Slot, str] = {}
        for slot in self.loop.slots:
            # Two that take turns in giving the same argument are one value, as in the branches of an `if`.
            free = (
                name
                for name in _further(self._wanted.get(slot, slot.operation))
                if name not in parameters
                and (name not in taken or (slot in self._wanted and not taken[name] & rows[slot]))
            )
            names[slot] = next(free)
            taken.setdefault(names[slot], set()).update(rows[slot])
        return names


def _telling(argument: str) -> bool:
    return len(argument) > 1 and argument not in _VAGUE and not argument.startswith("__")


def _further(base: str) -> Iterator[str]:
    yield base
    yield f"{base}_output"
    yield from (f"{base}_{index}" for index in count(2))
