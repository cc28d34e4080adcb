"""What a policy's process may answer: for each kind of answer one declared form, which it is checked against once.

The runner's channel takes nothing else for an answer, so nobody behind it has to look again. In the policy's process the same
forms are asked before an answer is sent: an honest program that goes beyond one gets an error which says so.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeAlias

import numpy as np

from robotrace.opto import codec
from robotrace.sandbox import operations
from robotrace.sandbox.carried import MOST, carried
from robotrace.sandbox.forms import (
    DEEPEST,
    Form,
    either,
    flag,
    items,
    mapping,
    one_of,
    optional,
    plain,
    table,
    text,
    whole,
    words,
)
from robotrace.sandbox.frames import LOG_END, MESSAGE, TRACEBACK
from robotrace.sandbox.layout import Array

Reader: TypeAlias = Callable[[bytes], Any]
"""Makes an answer of a payload, or raises."""

MOST_LINES = 1_000_000
"""Of a program."""
NAME, WORDS, CODE, MANY = 1000, 100_000, 1 << 24, 100_000
"""Characters of a name, of a description and of a program; items of a list whose length nothing else bounds."""

LONGEST = 3600
"""Seconds for which a function may ask to be left asleep."""

LINE = optional(whole(1, MOST_LINES))
LAYERS = mapping(landlock=flag, seccomp=flag)
ERROR = mapping(message=words(MESSAGE), line=LINE, traceback=words(TRACEBACK), log=words(LOG_END), invalid_action=flag)
LOG = words(CODE)


def seconds(data: Any, at: str) -> float:
    """A time to wait."""
    if type(data) is not float or not 0 <= data <= LONGEST:
        raise ValueError(f"{at}: expected a number of seconds from 0 to {LONGEST}")
    return data


def change(data: Any, at: str) -> list[Any]:
    """What has become of a container that was lent: its number, and its content."""
    if type(data) is not list or len(data) != 2:
        raise ValueError(f"{at}: expected a number and a content")
    return [whole(1, MOST)(data[0], at), carried(data[1], at)]


COMPILED = either(mapping(refusal=words(TRACEBACK)), mapping(names=items(text(NAME), MANY)))
SUPPLIED = mapping(missing=items(words(NAME), MANY))
CHANGES = items(change, MANY)
QUESTION = mapping(
    do=one_of(*operations.OPERATIONS),
    of=whole(1, MOST),
    given=items(carried, MANY),
    named=table(carried),
    changes=CHANGES,
)
"""What a live function's text asks of the process that it serves."""
CALLED = either(
    QUESTION,
    mapping(error=words(TRACEBACK), line=LINE, changes=CHANGES),
    mapping(line=LINE, value=carried, changes=CHANGES, assigned=table(carried)),
    mapping(steps=whole(1, MOST), line=LINE, changes=CHANGES),
    mapping(awaited=items(whole(1, MOST), MANY), seconds=seconds, changes=CHANGES),
    mapping(item=carried, changes=CHANGES),
)
"""Of a live function: to "compile", "supply", and "call" with what follows that."""


def _bounds(data: Any, at: str) -> tuple[Any, Any]:
    """The lowest and the highest number that a parameter may be, None for no bound."""
    if type(data) is not list or len(data) != 2 or any(type(it) not in _BOUNDS for it in data):
        raise ValueError(f"{at}: expected two numbers or None")
    return data[0], data[1]


_BOUNDS = (int, float, type(None))
_PARAMETER = mapping(
    name=words(NAME),
    kind=one_of("code", "text", "number", "value"),
    value=plain,
    constraint=words(WORDS),
    description=words(WORDS),
    bounds=_bounds,
    choices=optional(items(plain, MANY)),
)
_VALUES: dict[str, tuple[type, ...]] = {"code": (str,), "text": (str,), "number": (int, float, np.number)}
_RECORD = mapping(
    id=whole(0, 1 << 31),
    kind=one_of("parameter", "input", "call"),
    name=words(NAME),
    operation=words(NAME),
    description=words(WORDS),
    inputs=table(lambda data, _: data),  # `_inputs` reads them
    output=plain,
    line=LINE,
    error=optional(words(WORDS)),
    note=table(plain),
)
_PARAMETER_NOTE = mapping(kind=one_of("code", "text", "number", "value"), constraint=words(WORDS))


def decoded(form: Form) -> Reader:
    """What reads a payload of JSON whose data has a form."""
    return lambda payload: form(codec.decode(json.loads(payload)), "answer")


def line(number: object) -> int | None:
    """A line's number as an answer may have it; None for what is none."""
    return number if type(number) is int and 1 <= number <= MOST_LINES else None


def parameter(data: Any, at: str) -> dict[str, Any]:
    """A trainable parameter: "name", "kind", "value", "constraint", "description", "bounds", "choices"."""
    found: dict[str, Any] = _PARAMETER(data, at)
    kinds = _VALUES.get(found["kind"], (object,))
    if not isinstance(found["value"], kinds) or (found["kind"] == "number" and type(found["value"]) is bool):
        raise ValueError(f"{at}.value: expected {found['kind']}, found {type(found['value']).__name__}")
    return found


PARAMETERS = items(parameter, MANY)
LOADED = mapping(parameters=PARAMETERS, code=text(CODE))
"""Of a program that was loaded: its parameters and a recipe, of which nothing is read."""


def invocation() -> Form:
    """One call of the entry with arguments by name: what it returned, or its failure, and the trace where one is wanted."""
    failure = mapping(message=words(MESSAGE), line=LINE)
    return mapping(value=plain, failure=optional(failure), trace=optional(trace(1)))


def action(names: Sequence[str]) -> Callable[[bytes], tuple[Array, dict[str, int | None]]]:
    """What reads an action, and by the trainable functions' names the lines that it came from; NaN stands for none."""
    count = len(names)
    known: dict[bytes, dict[str, int | None]] = {}  # mostly an action comes from where the last one came from

    def read(payload: bytes) -> tuple[Array, dict[str, int | None]]:
        row = np.frombuffer(bytearray(payload))
        size = len(row) - count
        if size < 0:
            raise ValueError(f"expected {count} lines after the action, found {len(row)} numbers")
        told = payload[8 * size :]
        lines = known.get(told)
        if lines is None:
            known.clear()
            lines = known[told] = dict(zip(names, map(_line_of, row[size:].tolist()), strict=True))
        return row[:size], lines

    return read


def trace(rows: int) -> Form:
    """The trace of so many calls: "records", as `Graph.to_records` makes them, and for each call its record's id in "outputs".

    There may be fewer outputs than calls. Observations are inputs without a value, with their row as their note.
    """
    whole_trace = mapping(records=items(_RECORD, 1 << 24), outputs=items(whole(0, 1 << 31), rows))
    row = whole(0, rows - 1)

    def form(data: Any, at: str) -> dict[str, Any]:
        found: dict[str, Any] = whole_trace(data, at)
        names: set[str] = set()
        for position, record in enumerate(found["records"]):
            here = f"{at}.records[{position}]"
            whole(position, position)(record["id"], f"{here}.id")
            record["inputs"] = {name: _input(value, here, position) for name, value in record["inputs"].items()}
            if record["kind"] == "parameter":
                record["note"] = _PARAMETER_NOTE(record["note"], f"{here}.note")
                if record["name"] in names:
                    raise ValueError(f"{here}: expected a name of its own, found another parameter {record['name']!r}")
                names.add(record["name"])
            elif "row" in record["note"] and record["kind"] == "input":
                row(record["note"]["row"], f"{here}.note.row")
        items(whole(0, len(found["records"]) - 1), rows)(found["outputs"], f"{at}.outputs")
        return found

    return form


def _line_of(number: float) -> int | None:
    if math.isnan(number):
        return None
    if not 1 <= number <= MOST_LINES or number != int(number):
        raise ValueError(f"expected a line from 1 to {MOST_LINES}, found {number}")
    return int(number)


def _input(data: Any, at: str, below: int, depth: int = 0, *, key: bool = False) -> Any:
    """An argument of a call, tagged with what it is (see `trace.records.to_plain`).

    Args:
        data: The argument as plain data.
        at: The id of the record that the argument belongs to.
        below: The id that every record referred to must be below, so that only earlier records are referred to.
        depth: The number of containers around the argument.
        key: Whether the value is hashed, as an item of a set or a dict's key.
    """
    if type(data) is not dict or len(data) != 1 or depth > DEEPEST:
        raise ValueError(f"{at}: expected an input with one tag, at most {DEEPEST} deep")
    ((tag, value),) = data.items()
    inner = partial(_input, at=at, below=below, depth=depth + 1)
    if tag == "value":
        plain(value, at)
        if key:
            hash(value)  # a TypeError where it cannot be
    elif tag == "ref":
        whole(0, below - 1)(value, at)
    elif tag in ("list", "tuple", "set", "dict") and type(value) is list and not (key and tag != "tuple"):
        if tag == "dict":
            return {tag: [[inner(pair[0], key=True), inner(pair[1])] for pair in map(_pair, value)]}
        return {tag: [inner(item, key=key or tag == "set") for item in value]}
    else:
        raise ValueError(f"{at}: expected an input tagged value, ref, list, tuple, set or dict")
    return data


def _pair(data: Any) -> list[Any]:
    if type(data) is not list or len(data) != 2:
        raise ValueError("expected a key and a value")
    return data


INVOKED = either(QUESTION, invocation())
"""Of a program that has something from outside: to a call of its entry, and to what follows that."""
