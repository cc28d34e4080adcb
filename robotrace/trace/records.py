"""A trace as data: records of values, calls and parameters that refer to each other by number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from robotrace.errors import TraceError
from robotrace.trace.containers import Ref, replace

RecordKind: TypeAlias = Literal["parameter", "input", "call"]


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """One node of a graph.

    Attributes:
        id: Position of the record in the graph, from 0.
        kind: "parameter"; "call", which depends on a parameter; or "input", a value that depends on none.
        name: Name of the node; `Graph.label` makes it unique.
        operation: Name of the function that was called; "" for a value that no traced call produced.
        description: What the value is or the call does, in words.
        inputs: Arguments of a call by name: values, `Ref`s to earlier records, or containers of both. "__code__" is the
            code parameter, "__reads__" what the function's body read or called.
        output: The value. None for a call that raised.
        line: Line of the code parameter's text, from 1, that the call returned from or raised at; None if unknown.
        error: What the call raised, with the failing line marked; None if it returned.
        note: Facts beside the output; of a parameter, its "kind" and "constraint".
    """

    id: int
    kind: RecordKind
    name: str
    operation: str = ""
    description: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    output: Any = None
    line: int | None = None
    error: str | None = None
    note: Mapping[str, Any] = field(default_factory=dict)

    @property
    def parents(self) -> tuple[int, ...]:
        """Ids of the records that the inputs refer to, each once."""
        found: dict[int, None] = {}
        replace(dict(self.inputs), lambda ref: found.setdefault(ref.id), Ref)
        return tuple(found)


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


def to_plain(record: Record, feedback: tuple[Any, ...] = (), scores: tuple[float, ...] = ()) -> dict[str, Any]:
    """A record as a dict of plain data; outputs, values and feedback stay the objects they are. Scores stand where there are any.

    Each input is tagged with what it is, so that no value can be taken for a reference: {"value": x}, {"ref": id}, and
    for containers that hold references {"list": [...]}, {"tuple": [...]}, {"set": [...]}, {"dict": [[key, value] ...]}.
    """
    plain = {name: getattr(record, name) for name in FIELDS}
    plain["inputs"] = {name: _tagged(value) for name, value in record.inputs.items()}
    plain["note"] = dict(record.note)
    plain["feedback"] = list(feedback)
    if scores:
        plain["scores"] = list(scores)
    return plain


def from_plain(plain: Mapping[str, Any]) -> Record:
    """The record that `to_plain` made the dict of.

    Raises:
        TraceError: it is no such dict.
    """
    try:
        fields = {name: plain[name] for name in FIELDS}
        fields["inputs"] = {name: _untagged(value) for name, value in plain["inputs"].items()}
        return Record(**fields)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise TraceError(f"Expected a record made by to_records(), found {plain!r:.200}: {error!r}") from error


FIELDS = tuple(name for name in Record.__dataclass_fields__)
_CONTAINERS: dict[str, type] = {"list": list, "tuple": tuple, "set": set}


def _tagged(value: Any) -> dict[str, Any]:
    if isinstance(value, Ref):
        return {"ref": value.id}
    if replace(value, lambda _: None, Ref) is value:
        return {"value": value}
    if isinstance(value, dict):
        return {"dict": [[_tagged(key), _tagged(item)] for key, item in value.items()]}
    kind = "list" if isinstance(value, list) else "tuple" if isinstance(value, tuple) else "set"
    return {kind: [_tagged(item) for item in value]}


def _untagged(tagged: Mapping[str, Any]) -> Any:
    ((kind, value),) = tagged.items()
    if kind == "value":
        return value
    if kind == "ref":
        return Ref(value)
    if kind == "dict":
        return {_untagged(key): _untagged(item) for key, item in value}
    return _CONTAINERS[kind](_untagged(item) for item in value)
