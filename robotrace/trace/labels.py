"""Readable names of records that never collide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from robotrace.trace.records import Record


def label_all(records: Sequence[Record]) -> dict[int, str]:
    """A name for each record, by its id.

    A parameter keeps its name, by which proposals refer to it (numbered only where it has several values).
    So does whatever else has a name of its own. What shares a name is numbered from 1, leaving out what is taken.
    """
    labels: dict[int, str] = {}
    taken: set[str] = set()
    parameters = [record for record in records if record.kind == "parameter"]
    others = [record for record in records if record.kind != "parameter"]
    uses = Counter(record.name for record in others)
    for record in [*parameters, *(record for record in others if uses[record.name] == 1)]:
        if record.name not in taken:
            labels[record.id] = record.name
            taken.add(record.name)
    numbers: Counter[str] = Counter()
    for record in records:
        if record.id not in labels:
            labels[record.id] = label = _numbered(record.name, numbers, taken)
            taken.add(label)
    return labels


def _numbered(name: str, numbers: Counter[str], taken: set[str]) -> str:
    while True:
        numbers[name] += 1
        label = f"{name}_{numbers[name]}"
        if label not in taken:
            return label
