"""The numbers of a program as the coordinates of a search: their units, their bounds, and how they are written back."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from robotrace.optimizers.reply.values import same_value
from robotrace.optimizers.tune.literals import Literal, find_literals
from robotrace.opto import Variable
from robotrace.trace.constraint import is_row

ZERO = 0.05
"""The unit of a number that is 0.0: five centimetres, where it is a length."""

REACH = 3.0
"""How many of its units a number may move from where the search began."""

DIGITS = 3
"""Significant digits that a number is written with, counted from its unit."""

ANYWHERE = (-math.inf, math.inf)
"""The bounds of a number that has none of its own."""


@dataclass(frozen=True, slots=True)
class Template:
    """A parameter with its numbers taken out.

    Attributes:
        name: The parameter's name.
        text: The parameter's text, with the numbers in place.
        literals: The numbers, in order of the text.
        code: Whether the parameter's value is a text; else it is a single number.
        choices: The values that its single number counts, from 0; None where the number is the value.
        row: Whether the value is a row of numbers, a tuple or a list.
    """

    name: str
    text: str
    literals: tuple[Literal, ...]
    code: bool
    choices: tuple[Any, ...] | None = None
    row: bool = False

    @classmethod
    def of(cls, variable: Variable) -> Template:
        """The template of a variable with choices, of code, a number, a row of numbers, or a text, whose numbers are words.

        Raises:
            ProposalError: The text cannot be cut into tokens.
        """
        if variable.choices is not None:
            place = next(i for i, choice in enumerate(variable.choices) if same_value(choice, variable.value))
            index = (Literal(0, len(str(place)), place),) if len(variable.choices) > 1 else ()
            return cls(variable.name, str(place), index, False, variable.choices)
        if variable.kind == "code":
            return cls(variable.name, variable.value, find_literals(variable.value, name=variable.name), True)
        if variable.kind == "text":
            return cls(variable.name, variable.value, (), True)
        if is_row(variable.value):
            text, literals = _written(variable.value)
            varies = any(_varies(it.value, variable.bounds) for it in literals)
            return cls(variable.name, text, literals if varies else (), False, row=True)
        text = repr(variable.value)
        numbers = (Literal(0, len(text), variable.value),) if _varies(variable.value, variable.bounds) else ()
        return cls(variable.name, text, numbers, False)

    @property
    def pieces(self) -> tuple[str, ...]:
        """The text between the numbers: the same for texts that differ in the numbers alone."""
        edges = [0, *(edge for literal in self.literals for edge in (literal.start, literal.end)), len(self.text)]
        return tuple(self.text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))

    def filled(self, numbers: Sequence[int | float]) -> Any:
        """The parameter's value with these numbers; one that does not change keeps its spelling."""
        if self.choices is not None:
            return self.choices[int(numbers[0])]
        if self.row:
            return (tuple if self.text[0] == "(" else list)(numbers)
        if not self.code:
            return numbers[0]
        words = [
            self.text[literal.start : literal.end] if number == literal.value else repr(number)
            for literal, number in zip(self.literals, numbers, strict=True)
        ]
        pieces = self.pieces
        return pieces[0] + "".join(word + piece for word, piece in zip(words, pieces[1:], strict=True))


@dataclass(frozen=True, slots=True)
class Axis:
    """One number as a coordinate, 0 where the search begins.

    Attributes:
        start: The present number; an int is searched as one.
        unit: The change of the number for a step of 1 in its coordinate.
        low: The lowest coordinate.
        high: The highest coordinate.
        bounds: The lowest and the highest number.
    """

    start: int | float
    unit: float
    low: float
    high: float
    bounds: tuple[float, float] = ANYWHERE

    @classmethod
    def within(cls, value: int | float, lowest: float | None, highest: float | None) -> Axis:
        """The axis of a number with bounds of its own: with both, it moves over all that lies between them."""
        axis = cls.of(Literal(0, 0, value), code=False)
        bounds = (-math.inf if lowest is None else lowest, math.inf if highest is None else highest)
        span = bounds[1] - bounds[0]
        unit = span / REACH if 0 < span < math.inf else axis.unit
        reach = math.inf if span < math.inf else REACH
        low, high = (bounds[0] - value) / unit, (bounds[1] - value) / unit
        return cls(value, unit, max(low, -reach), min(high, reach), bounds)

    @classmethod
    def among(cls, value: int | float, row: Sequence[int | float], lowest: float | None, highest: float | None) -> Axis:
        """The axis of a number in a row: its unit is its own size, and at least half of the row's root mean square.

        So what is small beside its neighbours, which have its unit of measurement, is not held fast at nothing. Where all are 0 the
        bounds tell how large they may be.
        """
        usual = math.sqrt(math.fsum(it * it for it in row) / len(row)) / 2
        bounds = (-math.inf if lowest is None else lowest, math.inf if highest is None else highest)
        span = bounds[1] - bounds[0]
        unit = max(abs(value), usual) or (span / 2 / REACH if span < math.inf else ZERO)
        if isinstance(value, int):
            unit = max(unit, 1.0)
        low, high = ((end - value) / unit for end in bounds)
        return cls(value, float(unit), max(low, -REACH), min(high, REACH), bounds)

    @classmethod
    def of(cls, literal: Literal, *, code: bool) -> Axis:
        """The axis of a number: its unit is its own size, and it moves `REACH` units either way.

        A whole number in code stays 2 or more in size and of its sign: 0 and 1 are structure, not quantity.
        """
        value = literal.value
        unit = float(abs(value)) or (1.0 if isinstance(value, int) else ZERO)
        low, high = -REACH, REACH
        if isinstance(value, int) and code:
            two = 1.51 / unit - 1  # what rounds to 2
            low, high = (two, REACH) if value > 0 else (-REACH, -two)
        elif not literal.signed:
            low = -1.0
        return cls(value, unit, low, high)

    def number(self, coordinate: float) -> int | float:
        """The number at a coordinate, with as few digits as its unit needs."""
        value = self.start + self.unit * min(max(coordinate, self.low), self.high)
        if isinstance(self.start, int):
            return self._whole(value)
        rounded = round(value, DIGITS - 1 - math.floor(math.log10(self.unit))) + 0.0  # no -0.0
        return min(max(rounded, self.bounds[0]), self.bounds[1])

    def _whole(self, value: float) -> int:
        """The nearest whole number within the bounds."""
        lowest, highest = self.bounds
        number = round(value)
        if number < lowest:
            return math.ceil(lowest)
        return math.floor(highest) if number > highest else number


@dataclass(frozen=True, slots=True)
class Space:
    """All numbers of a program.

    Attributes:
        templates: One template for each parameter that has numbers.
        axes: One axis for each number, in order of the templates.
        structure: The text between the numbers, which stays while they change, as (parameter, pieces).
    """

    templates: tuple[Template, ...]
    axes: tuple[Axis, ...]
    structure: tuple[tuple[str, tuple[str, ...]], ...]

    @classmethod
    def of(cls, variables: Iterable[Variable]) -> Space:
        """The space around these values.

        Raises:
            ProposalError: A text cannot be cut into tokens.
        """
        searched = [it for it in variables if is_searched(it)]
        templates = [Template.of(variable) for variable in searched]
        axes = [axis for pair in zip(searched, templates, strict=True) for axis in _axes(*pair)]
        structure = tuple((template.name, template.pieces) for template in templates)
        return cls(tuple(template for template in templates if template.literals), tuple(axes), structure)

    def values(self, point: Sequence[float]) -> Mapping[str, Any]:
        """The parameters' values at a point."""
        numbers = [axis.number(float(coordinate)) for axis, coordinate in zip(self.axes, point, strict=True)]
        values = {}
        for template in self.templates:
            count = len(template.literals)
            values[template.name] = template.filled(numbers[:count])
            numbers = numbers[count:]
        return values


def is_searched(variable: Variable) -> bool:
    """Whether a search looks at a parameter; of values that are neither text nor number, at rows of numbers that have bounds."""
    bounded = variable.bounds != (None, None) and is_row(variable.value)
    return variable.kind != "value" or variable.choices is not None or bounded


def _varies(value: int | float, bounds: tuple[float | None, float | None]) -> bool:
    """Whether another number lies within the bounds: for a whole number a whole one."""
    lowest, highest = bounds
    if lowest is None or highest is None:
        return math.isfinite(value)
    if isinstance(value, int) and math.isfinite(highest - lowest):
        lowest, highest = math.ceil(lowest), math.floor(highest)
    return math.isfinite(value) and lowest < highest


def _written(row: Sequence[int | float]) -> tuple[str, tuple[Literal, ...]]:
    """A row as code, and where its numbers stand in it."""
    text, literals = ("(" if isinstance(row, tuple) else "["), []
    for value in row:
        literals.append(Literal(len(text), len(text) + len(repr(value)), value))
        text += f"{value!r}, "
    return text + (")" if isinstance(row, tuple) else "]"), tuple(literals)


def _axes(variable: Variable, template: Template) -> list[Axis]:
    """One axis for each number of a variable."""
    if template.choices is not None:
        most = len(template.choices) - 1
        return [Axis(it.value, 1.0, -it.value, most - it.value, (0, most)) for it in template.literals]
    if template.row:
        row = [it.value for it in template.literals]
        return [Axis.among(value, row, *variable.bounds) for value in row]
    if template.code or variable.bounds == (None, None):
        return [Axis.of(literal, code=template.code) for literal in template.literals]
    return [Axis.within(literal.value, *variable.bounds) for literal in template.literals]
