"""The calls of a graph, and what their arguments are parts of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from robotrace.trace import Graph, Record, Ref

Path: TypeAlias = tuple[Any, ...]

_PARTS = {"getitem": ("container", "key"), "getattr": ("object", "name")}  # by operation, its arguments


@dataclass(frozen=True, slots=True)
class Calls:
    """The calls of a graph but for those that only take a part of a value (an item, an attribute).

    Attributes:
        graph: The graph that the calls are from.
        all: The calls, in order.
        parts: The value that a part is of in the end, and the way to the part, by the id of the record that takes it.
    """

    graph: Graph
    all: tuple[Record, ...]
    parts: Mapping[int, tuple[int, Path]]

    @classmethod
    def of(cls, graph: Graph) -> Calls:
        """Look through a graph once."""
        calls: list[Record] = []
        parts: dict[int, tuple[int, Path]] = {}
        for record in graph.records:
            if record.kind != "call":
                continue
            names = _PARTS.get(record.operation)
            part = None if names is None else _part(record.inputs, *names)
            if part is None:
                calls.append(record)
                continue
            base, key = part
            within = parts.get(base)
            parts[record.id] = (base, (key,)) if within is None else (within[0], (*within[1], key))
        return cls(graph, tuple(calls), parts)

    def origin(self, id: int) -> tuple[int, Path]:
        """The value that a record is a part of, and the way to it: itself and () for a value of its own."""
        return self.parts.get(id, (id, ()))


def references(value: Any) -> Iterator[Ref]:
    """The references in an argument, however deep."""
    if isinstance(value, Ref):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from references(item)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for item in value:
            yield from references(item)


def _part(inputs: Mapping[str, Any], base: str, key: str) -> tuple[int, Any] | None:
    """The record that a part is taken of, and which part it is; None where the arguments are no such two."""
    whole, part = inputs.get(base), inputs.get(key)
    return (whole.id, part) if isinstance(whole, Ref) and isinstance(part, (str, int)) else None
