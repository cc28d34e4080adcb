"""A graph as a tree of text: each output, and below it what it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from robotrace.text import one_line
from robotrace.trace.brief import brief
from robotrace.trace.containers import Ref, replace
from robotrace.trace.records import Record

MOST_DEEP = 30
"""Levels below an output that are shown."""
LABEL = 80
"""Characters of a name."""


class Branch(NamedTuple):
    """What stands on the way from one record to the next.

    Attributes:
        id: The record to be shown.
        role: Of which input it is, such as "a: "; "" for an output.
        head: What its line begins with.
        below: What the lines of its own inputs begin with.
        depth: Levels above it.
    """

    id: int
    role: str
    head: str
    below: str
    depth: int


def tree(
    records: Sequence[Record], feedback: Mapping[int, tuple[Any, ...]], label: Callable[[int], str], *, most: int
) -> str:
    """The records as lines of text.

    Args:
        records: Of one graph.
        feedback: What was said on outputs.
        label: The name of a record.
        most: Lines that are shown.
    """
    lines: list[str] = []
    shown: set[int] = set()
    followed: set[int] = set()
    pending = [Branch(id, "", "", "", 0) for id in reversed(outputs(records, feedback))]
    while pending and len(lines) < most:
        branch = pending.pop()
        record = records[branch.id]
        again = branch.id in followed and bool(record.parents)
        cut_off = branch.depth == MOST_DEEP and bool(record.parents) and not again
        words = f"{one_line(label(record.id), LABEL)} (as above)" if again else _line(record, feedback, label)
        lines.append(branch.head + branch.role + words + (" ..." if cut_off else ""))
        shown.add(branch.id)
        if not (again or cut_off):
            pending += reversed(list(_below(record, branch)))
            followed.add(branch.id)
    left = len(records) - len(shown)
    if left:
        lines.append(f"... {left} more of {len(records)} records")
    return "\n".join(lines)


def outputs(records: Sequence[Record], feedback: Mapping[int, tuple[Any, ...]]) -> list[int]:
    """The records on which something was said, then those that nothing came from."""
    used = {parent for record in records for parent in record.parents}
    return [*feedback, *(record.id for record in records if record.id not in used and record.id not in feedback)]


def state(record: Record) -> str:
    """A record's value, or what it failed with."""
    if record.error is not None:
        return f"failed: {one_line((record.error.splitlines() or [''])[0])}"
    return f"= {brief(record.output)}"


def _line(record: Record, feedback: Mapping[int, tuple[Any, ...]], label: Callable[[int], str]) -> str:
    said = [f" <- {brief(words, LABEL)}" for words in feedback.get(record.id, ()) if words != ""]
    kind = " (parameter)" if record.kind == "parameter" else ""
    line = f" (line {record.line})" if record.line is not None else ""
    return f"{one_line(label(record.id), LABEL)} {state(record)}{kind}{line}{''.join(said)}"


def _below(record: Record, branch: Branch) -> Iterator[Branch]:
    inputs = list(named_parents(record))
    for position, (name, id) in enumerate(inputs):
        last = position == len(inputs) - 1
        head, below = ("└─ ", "   ") if last else ("├─ ", "│  ")
        yield Branch(id, f"{name}: ", branch.below + head, branch.below + below, branch.depth + 1)


def named_parents(record: Record) -> Iterator[tuple[str, int]]:
    """The records among the inputs, each once, with the name of the input that it is in; "code" and "reads" for a body's own."""
    found: dict[int, str] = {}
    for name, value in record.inputs.items():
        refs: list[Ref] = []
        replace(value, refs.append, Ref)
        for ref in refs:
            found.setdefault(ref.id, one_line(name.strip("_") if name in ("__code__", "__reads__") else name, LABEL))
    yield from ((name, id) for id, name in found.items())
