"""The loop in a graph: which calls make up one pass, and what goes from pass to pass.

The operation that ends every pass (a robot's `step`, say) is the one whose calls cut the sequence of all calls into
pieces that can be told in the fewest words: half a word a piece, and every different kind of piece spelled out once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from robotrace.trace import Graph, Record, Ref

_LEAST_CALLS = 12  # fewer are shown one by one
_LEAST_PASSES = 4
_WORTH = 0.75  # of the words that it takes to list all calls
_CANDIDATES = 16
_LOOK = 50  # passes that tell what goes from one to the next
_PARTS = {"getitem": ("container", "key"), "getattr": ("object", "name")}  # by operation, its arguments


class Slot(NamedTuple):
    """A place in the loop's body: the n-th call of an operation in one pass."""

    operation: str
    occurrence: int


@dataclass(frozen=True, slots=True)
class Loop:
    """Calls in passes.

    Attributes:
        passes: the calls of each pass, in order.
        slots: the loop's body, in order.
        slot: of each call, by record id.
        row: the pass of each call, by record id.
    """

    passes: tuple[tuple[Record, ...], ...]
    slots: tuple[Slot, ...]
    slot: dict[int, Slot]
    row: dict[int, int]


def find_loop(graph: Graph) -> Loop | None:
    """The loop that the calls of a graph make, or None where they make none worth folding.

    Taking a part of a value (an item, an attribute) is no call of its own here; see `origin`.
    """
    calls = [record for record in graph.records if record.kind == "call" and not _is_part(record)]
    if len(calls) < _LEAST_CALLS:
        return None
    common = Counter(call.operation for call in calls).most_common(_CANDIDATES)
    cuts = [_cut(calls, operation) for operation, count in common if count >= _LEAST_PASSES]
    if not cuts:
        return None
    fewest = min(map(_words, cuts))
    if fewest > _WORTH * len(calls):
        return None
    return _loop(
        min((cut for cut in cuts if _words(cut) == fewest), key=lambda cut: (_crossing(graph, cut), -len(cut[0])))
    )


def origin(graph: Graph, id: int) -> tuple[int, tuple[Any, ...]]:
    """The value that a record is a part of, and the way to it: itself and () for a value of its own."""
    path: list[Any] = []
    record = graph.records[id]
    while _is_part(record):
        base, key = _PARTS[record.operation]
        path.insert(0, record.inputs[key])
        record = graph.records[record.inputs[base].id]
    return record.id, tuple(path)


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


def _cut(calls: Sequence[Record], last: str) -> list[list[Record]]:
    passes: list[list[Record]] = [[]]
    for call in calls:
        passes[-1].append(call)
        if call.operation == last:
            passes.append([])
    return passes if passes[-1] else passes[:-1]


def _words(passes: Sequence[Sequence[Record]]) -> float:
    kinds = {tuple(call.operation for call in one) for one in passes}
    first, last = (tuple(call.operation for call in one) for one in (passes[0], passes[-1]))
    # A pass that was broken off, or came in late because its beginning depends on no parameter, tells nothing new.
    if any(kind[: len(last)] == last for kind in kinds - {last}):
        kinds.discard(last)
    if any(kind[-len(first) :] == first for kind in kinds - {first}):
        kinds.discard(first)
    return len(passes) / 2 + sum(map(len, kinds))


def _crossing(graph: Graph, passes: Sequence[Sequence[Record]]) -> int:
    """How many values go from one pass to a later one; a loop is cut where fewest do."""
    passes = passes[:_LOOK]
    row = {call.id: index for index, calls in enumerate(passes) for call in calls}
    sources = ((origin(graph, parent)[0], row[call.id]) for one in passes for call in one for parent in call.parents)
    return len({source for source, index in sources if row.get(source, index) < index})


def _is_part(record: Record) -> bool:
    names = _PARTS.get(record.operation)
    if names is None or record.kind != "call":
        return False
    return isinstance(record.inputs.get(names[0]), Ref) and isinstance(record.inputs.get(names[1]), (str, int))


def _loop(passes: Sequence[Sequence[Record]]) -> Loop:
    slot: dict[int, Slot] = {}
    row: dict[int, int] = {}
    order: list[Slot] = []
    for index, calls in enumerate(passes):
        seen: Counter[str] = Counter()
        before = -1
        for call in calls:
            here = Slot(call.operation, seen[call.operation])
            seen[call.operation] += 1
            slot[call.id], row[call.id] = here, index
            if here not in order:  # stands right after the one before it in this pass
                order.insert(before + 1, here)
            before = order.index(here)
    return Loop(tuple(map(tuple, passes)), tuple(order), slot, row)
