"""What a traced value is made of, and how the values that some outputs came from are written down as records.

A traced value points to the values that it came from, and to nothing else: a workflow that is dropped is freed. What is kept
here has names with an underscore, since all other names of a node are those of its value.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from operator import attrgetter, methodcaller
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol, TypeVar

from robotrace.errors import TraceError
from robotrace.trace.collecting import uncollected
from robotrace.trace.constraint import Kind
from robotrace.trace.containers import ATOMS, Ref, replace
from robotrace.trace.naming import Named, tell_apart
from robotrace.trace.operation import Origin
from robotrace.trace.operators import Operators
from robotrace.trace.records import Record, RecordKind
from robotrace.trace.snapshot import snapshot

NOTHING: dict[str, Any] = {}
"""No keyword arguments."""
NO_NOTE: Mapping[str, Any] = MappingProxyType({})
"""The note of a value about which there is none."""

Value = TypeVar("Value", bound="Traced")

_next_serial = itertools.count().__next__


class Changeable(Named, Protocol):
    """What of a parameter is written down.

    Attributes:
        kind: Of its values.
        graphs: What feedback on outputs that came from it has left here.
    """

    kind: Kind
    graphs: list[Any]

    @property
    def constraint(self) -> str:
        """What its values must satisfy, in words."""
        ...


class Traced(Operators):
    """A value, the call that it came from, and what is known of that call.

    Attributes:
        line: Line of the code parameter's text, from 1, that a trainable call returned from or raised at; None for other
            nodes, and for a call that ended without `return`.
        error: What a failed call raised, with the failing line marked; None for a call that returned.
        note: Facts about a call beside its output, such as the reward of an environment's step.
    """

    __slots__ = (
        "__weakref__",
        "_args",
        "_code",
        "_data",
        "_kept",
        "_kwargs",
        "_origin",
        "_parents",
        "_reads",
        "_serial",
        "error",
        "line",
        "note",
    )

    _parameter: Changeable | None = None
    """The parameter whose value this is, as a call read it; None for all other values."""

    def __init__(
        self,
        data: Any,
        origin: Origin,
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] = NOTHING,
        parents: tuple[Traced, ...] = (),
    ) -> None:
        self._data = data
        self._origin = origin
        self._args = args
        self._kwargs = kwargs
        self._parents = parents
        self._code: Traced | None = None
        self._reads: tuple[Traced, ...] = ()
        self._serial = _next_serial()
        self.line: int | None = None
        self.error: str | None = None
        self.note: Mapping[str, Any] = NO_NOTE

    def _keep(self) -> None:
        """Keep the value as it is now; without, and of atoms always, it is kept as it will be."""
        if type(self._data) not in ATOMS:
            self._kept = snapshot(self._data)

    def _was(self) -> Any:
        """The value as it was when it was made; None of a failed call."""
        if self.error is not None:
            return None
        return self._data if type(self._data) in ATOMS else self._kept

    def _inputs(self) -> dict[str, Any]:
        """The call's arguments by name, with the code that it ran and what its body read."""
        inputs = self._origin.bind(self._args, self._kwargs)
        if self._code is not None:
            inputs["__code__"] = self._code
        if self._reads:
            inputs["__reads__"] = self._reads
        return inputs

    def _edge(self) -> Traced:
        """What a call keeps as its parent when it takes this value."""
        return self

    def _shown(self) -> Traced:
        """What users see in its place."""
        return self


value_of = attrgetter("_data")
"""The plain value of a traced one. Unlike `data`, it is no read by the bundle whose body runs. A failed call's raises."""

edge_of = methodcaller("_edge")
"""What a call keeps of a traced value that it takes: of a parameter its present reading."""

shown = methodcaller("_shown")
"""What users see of an edge: the parameter in place of its present reading."""


origin_of = attrgetter("_origin")
"""What produced a value."""

code_of = attrgetter("_code")
"""The reading of the code parameter that a trainable call ran; None of other values."""

was = methodcaller("_was")
"""The plain value as it was kept."""


def kept(value: Value) -> Value:
    """A new value, of which is kept what it is now."""
    value._keep()
    return value


def valueless(value: Value) -> Value:
    """A failed call: from now on asking for its value raises."""
    del value._data
    return value


class Written(NamedTuple):
    """Traced values, written down.

    Attributes:
        records: One a value, parents before children.
        serials: Number of each value in the order in which this process made them.
        parameters: Those that were read, each once.
    """

    records: tuple[Record, ...]
    serials: tuple[int, ...]
    parameters: tuple[Changeable, ...]


def write_down(outputs: Iterable[Traced]) -> tuple[Written, dict[Traced, int]]:
    """The minimal graph of some outputs as records.

    Args:
        outputs: Traced values, parameters as readings.

    Returns:
        What was written, and where each output stands in it.

    Raises:
        TraceError: Two parameters were given the same name.
    """
    wanted = list(outputs)
    refs: dict[Traced, Ref] = {}
    records = []
    with uncollected():
        steps = _minimal(wanted)
        parameters = _told_apart(value._parameter for value, _ in steps if value._parameter is not None)
        for position, (value, kind) in enumerate(steps):
            refs[value] = Ref(position)
            records.append(_record(position, value, kind, refs))
    serials = tuple(value._serial for value, _ in steps)
    return Written(tuple(records), serials, parameters), {output: refs[output].id for output in wanted}


def _told_apart(read: Iterable[Changeable]) -> tuple[Changeable, ...]:
    """The parameters of some readings, each once, with names by which a proposal can tell them apart."""
    parameters = tuple({id(parameter): parameter for parameter in read}.values())
    name = tell_apart(parameters)
    if name is not None:
        raise TraceError(
            f"Two parameters are both called {name!r} and reach one output, so a proposal could not tell them apart; "
            "give one of them another name"
        )
    return parameters


def _minimal(outputs: Iterable[Traced]) -> list[tuple[Traced, RecordKind]]:
    """The values between the parameters and some outputs, in the order in which they were made.

    Each value and each edge is looked at twice: O(N + E). The walk is a loop, so a chain may have any length.

    Returns:
        The readings of parameters; the "call"s that depend on them; and as "input"s the other values that those calls
        took, and the outputs that depend on no parameter.
    """
    wanted = set(outputs)
    ordered = sorted(_ancestors(wanted), key=_made)
    depends: set[Traced] = set()
    taken = wanted
    for value in ordered:
        if value._parameter is not None or not depends.isdisjoint(value._parents):
            depends.add(value)
            taken.update(value._parents)
    kept: list[tuple[Traced, RecordKind]] = []
    for value in ordered:
        if value in depends:
            kept.append((value, "call" if value._parameter is None else "parameter"))
        elif value in taken:
            kept.append((value, "input"))
    return kept


_made = attrgetter("_serial")


def _ancestors(outputs: set[Traced]) -> set[Traced]:
    """The outputs and everything that they came from."""
    reached = set(outputs)
    pending = list(outputs)
    while pending:
        for parent in pending.pop()._parents:
            if parent not in reached:
                reached.add(parent)
                pending.append(parent)
    return reached


def _record(id: int, value: Traced, kind: RecordKind, refs: Mapping[Traced, Ref]) -> Record:
    origin, parameter = value._origin, value._parameter
    inputs = value._inputs() if kind == "call" else {}
    for name, argument in inputs.items():
        if type(argument) not in ATOMS:
            inputs[name] = refs[argument] if isinstance(argument, Traced) else replace(argument, refs.__getitem__)
    note = {} if value.note is NO_NOTE else value.note
    if parameter is not None:
        note = {"kind": parameter.kind, "constraint": parameter.constraint}
    return Record(
        id,
        kind,
        origin.name,
        origin.operation,
        origin.description,
        inputs,
        value._was(),
        value.line,
        value.error,
        note,
    )
