"""The loop in a graph: which calls make up one pass, and what goes from pass to pass.

The operation that ends every pass (a robot's `step`, say) is the one whose calls cut the sequence of all calls into
pieces that can be described in the fewest words: half a word a piece, and every different kind of piece spelled out once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, repeat
from typing import NamedTuple, TypeAlias

from robotrace.optimizers.view.calls import Calls, references
from robotrace.trace import Record

_LEAST_CALLS = 12  # fewer are shown one by one
_LEAST_PASSES = 4
_WORTH = 0.75  # of the words that it takes to list all calls
_CANDIDATES = 16
_LOOK = 20  # passes that show what goes from one to the next

Kind: TypeAlias = tuple[str, ...]


class Slot(NamedTuple):
    """A place in the loop's body: the n-th call of an operation in one pass."""

    operation: str
    occurrence: int


@dataclass(frozen=True, slots=True)
class Loop:
    """Calls in passes.

    Attributes:
        passes: The calls of each pass, in order.
        slots: The slots of the loop's body, in order.
        slot: The slot of each call, by record id.
        row: The pass of each call, by record id.
    """

    passes: tuple[tuple[Record, ...], ...]
    slots: tuple[Slot, ...]
    slot: dict[int, Slot]
    row: dict[int, int]


@dataclass(frozen=True, slots=True)
class _Cut:
    """The calls as pieces: where each one ends, and what operations it is of."""

    ends: Sequence[int]
    kinds: Sequence[Kind]
    words: float


def find_loop(calls: Calls) -> Loop | None:
    """The loop that the calls of a graph make, or None where they make none worth folding."""
    operations = tuple(call.operation for call in calls.all)
    if len(operations) < _LEAST_CALLS:
        return None
    places: dict[str, list[int]] = {}
    for place, operation in enumerate(operations):
        places.setdefault(operation, []).append(place)
    common = Counter({operation: len(indices) for operation, indices in places.items()}).most_common(_CANDIDATES)
    cuts = [_cut(operations, places[operation]) for operation, count in common if count >= _LEAST_PASSES]
    if not cuts:
        return None
    fewest = min(cut.words for cut in cuts)
    if fewest > _WORTH * len(operations):
        return None
    equal = [cut for cut in cuts if cut.words == fewest]
    flows = _flows(calls, max(cut.ends[: _LOOK + 1][-1] for cut in equal)) if len(equal) > 1 else []
    return _loop(calls.all, min(equal, key=lambda cut: (_crossing(flows, cut), -cut.ends[0])))


def _cut(operations: Kind, lasts: Sequence[int]) -> _Cut:
    ends = [place + 1 for place in lasts]
    if ends[-1] < len(operations):
        ends.append(len(operations))
    kinds = [operations[start:end] for start, end in pairwise([0, *ends])]
    return _Cut(ends, kinds, _words(kinds))


def _words(passes: Sequence[Kind]) -> float:
    kinds, first, last = set(passes), passes[0], passes[-1]
    # A pass that was broken off, or came in late because its beginning depends on no parameter, shows nothing new.
    if any(kind[: len(last)] == last for kind in kinds if kind != last):
        kinds.discard(last)
    if any(kind[-len(first) :] == first for kind in kinds if kind != first):
        kinds.discard(first)
    return len(passes) / 2 + sum(map(len, kinds))


def _flows(calls: Calls, most: int) -> list[tuple[int, int]]:
    """Which of the first calls take what from which, as (source, call) places."""
    place = {call.id: index for index, call in enumerate(islice(calls.all, most))}
    sources = (
        (calls.origin(ref.id)[0], index)
        for index, call in enumerate(islice(calls.all, most))
        for value in call.inputs.values()
        for ref in references(value)
    )
    return [(place[source], index) for source, index in sources if source in place]


def _crossing(flows: Sequence[tuple[int, int]], cut: _Cut) -> int:
    """How many values go from one pass to a later one; a loop is cut where fewest do."""
    most = cut.ends[: _LOOK + 1][-1]
    ends = [end - 1 for end in cut.ends[: _LOOK + 1]]
    pairs = {(source, bisect_left(ends, place)) for source, place in flows if place < most}
    return len({source for source, row in pairs if bisect_left(ends, source) < row})


def _loop(calls: Sequence[Record], cut: _Cut) -> Loop:
    slot: dict[int, Slot] = {}
    row: dict[int, int] = {}
    order: list[Slot] = []
    passes: list[tuple[Record, ...]] = []
    known: dict[Kind, list[Slot]] = {}
    for index, (start, end) in enumerate(pairwise([0, *cut.ends])):
        here = known.get(cut.kinds[index])
        if here is None:
            here = known[cut.kinds[index]] = _occurrences(cut.kinds[index])
            _put(here, order)
        passes.append(tuple(calls[start:end]))
        ids = [call.id for call in passes[-1]]
        slot.update(zip(ids, here, strict=True))
        row.update(zip(ids, repeat(index)))
    return Loop(tuple(passes), tuple(order), slot, row)


def merge_slots(loops: Sequence[Loop]) -> tuple[Slot, ...]:
    """The slots of several loops in one order."""
    order: list[Slot] = []
    for loop in loops:
        _put(loop.slots, order)
    return tuple(order)


def _occurrences(kind: Kind) -> list[Slot]:
    """The slots of one pass."""
    seen: Counter[str] = Counter()
    slots = []
    for operation in kind:
        slots.append(Slot(operation, seen[operation]))
        seen[operation] += 1
    return slots


def _put(slots: Iterable[Slot], order: list[Slot]) -> None:
    """Put new slots into an order, each right after the one that it follows."""
    before = -1
    for slot in slots:
        if slot not in order:
            order.insert(before + 1, slot)
        before = order.index(slot)
