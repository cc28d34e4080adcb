"""The rows of a data set: which of their values are the program's inputs, and which stay with the metric."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from robotrace.errors import OptionError
from robotrace.opto.entry import Arguments
from robotrace.text import one_line

_MANY = 10_000_000
_FORMS = (
    "a dict or an object with the program's arguments by name, a tuple (input, ..., expected), or the one input itself"
)


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One row of the data.

    Attributes:
        number: Its position in the data, from 0.
        value: The row as it was given, which the metric is shown.
        inputs: What the program is called with, by argument.
        rest: What else the row holds, in words; "" where there is nothing.
    """

    number: int
    value: Any
    inputs: Mapping[str, Any]
    rest: str


def read_rows(data: Any, arguments: Arguments) -> tuple[Row, ...]:
    """The rows of some data.

    Args:
        data: A list or another sequence of rows; or an object with the equally long sequences `inputs` and `expected`.
        arguments: What the program takes.

    Raises:
        OptionError: It is no such data, has no row, or a row does not give the program its arguments.
    """
    values = _listed(data)
    if not values:
        raise OptionError("data: expected at least one row, found none.")
    rows = tuple(_row(number, value, arguments) for number, value in enumerate(values))
    first = _shape(values[0])
    for number, value in enumerate(values):
        if _shape(value) != first:
            raise OptionError(
                f"data: row {number} is {_shape(value)}, where row 0 is {first}: give all rows one shape."
            )
    return rows


def _listed(data: Any) -> list[Any]:
    if hasattr(data, "to_dict"):
        raise OptionError(f'data: expected a list of rows, found {_a(data)}: data.to_dict("records") makes one.')
    inputs, expected = getattr(data, "inputs", None), getattr(data, "expected", None)
    if inputs is not None and expected is not None:
        if len(inputs) != len(expected):
            raise OptionError(f"data: expected as many inputs as expected, found {len(inputs)} and {len(expected)}.")
        return list(zip(inputs, expected, strict=True))
    if isinstance(data, Mapping):
        raise OptionError(
            "data: expected a list of rows, found a dict: list(zip(inputs, expected)) makes one of its columns."
        )
    if isinstance(data, str | bytes) or not (hasattr(data, "__len__") and hasattr(data, "__getitem__")):
        remedy = ": list(data) makes one" if isinstance(data, Iterator) or hasattr(data, "__iter__") else ""
        raise OptionError(f"data: expected a list of rows, found {_a(data)}{'' if isinstance(data, str) else remedy}.")
    return [data[number] for number in range(min(len(data), _MANY))]


def _row(number: int, value: Any, arguments: Arguments) -> Row:
    named = _named(value, arguments)
    if named is not None:
        missing = [name for name in arguments.required if name not in named]
        if missing:
            raise OptionError(
                f"data: row {number} has no {missing[0]!r} for the program, which takes ({arguments}); it has "
                f"{', '.join(map(str, named)) or 'nothing'}. Call both the same."
            )
        inputs = {name: named[name] for name in arguments.names if name in named}
        return Row(number, value, inputs, _words({name: it for name, it in named.items() if name not in inputs}))
    if isinstance(value, tuple):
        count = len(arguments.required)
        if len(value) < count:
            raise OptionError(
                f"data: row {number} has {len(value)} values, the program takes ({arguments}): expected {_FORMS}."
            )
        return Row(
            number, value, dict(zip(arguments.required, value, strict=False)), _words({"expected": value[count:]})
        )
    if len(arguments.required) != 1:
        raise OptionError(f"data: row {number} is {_a(value)}, the program takes ({arguments}): expected {_FORMS}.")
    return Row(number, value, {arguments.required[0]: value}, "")


def _named(value: Any, arguments: Arguments) -> Mapping[str, Any] | None:
    """A row's values by name: a dict's, a named tuple's, or those attributes of an object that the program takes."""
    if isinstance(value, Mapping):
        return value
    if isinstance(value, tuple):
        return value._asdict() if hasattr(value, "_asdict") else None
    if type(value).__module__ == "builtins" or (not hasattr(value, "__dict__") and not hasattr(value, "__slots__")):
        return None
    found = {name: getattr(value, name) for name in arguments.names if hasattr(value, name)}
    return {**found, **getattr(value, "__dict__", {})} if found else None


def _shape(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"a dict of {', '.join(sorted(map(str, value))) or 'nothing'}"
    if isinstance(value, tuple):
        return f"{_a(value)} of {len(value)}"
    return "a number" if isinstance(value, int | float) and not isinstance(value, bool) else _a(value)


def _words(values: Mapping[str, Any]) -> str:
    shown = ((name, it[0] if isinstance(it, tuple) and len(it) == 1 else it) for name, it in values.items() if it != ())
    return ", ".join(f"{name}: {one_line(repr(it), 200)}" for name, it in shown)


def _a(value: Any) -> str:
    kind = type(value).__name__
    return f"{'an' if kind[0].lower() in 'aeiou' else 'a'} {kind}"
