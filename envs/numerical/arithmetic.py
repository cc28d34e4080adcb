"""Random programs of arithmetic, of which each number and each intermediate result counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from robotrace.errors import OptionError

CONSTANTS = (-3, -2, -1, 2, 3)
LARGEST = 10
"""Of the whole numbers, either way, among which the start and the hidden setting are drawn."""
ERRORS = (1.0, 1000.0)
"""Within which the start's error lies, and the target's size at most."""
DRAWS = 10_000


@dataclass(frozen=True)
class Arithmetic:
    """A program that takes numbers, combines them and three constants step by step, and returns the last result.

    Attributes:
        parameters: How many numbers it takes.
        constants: The constants.
        steps: The operations in order: "+", "-" or "*", and the positions of its two operands among the numbers, the constants and
            the results so far.
        start: The numbers to begin with.
        hidden: Numbers with which it returns the target.
    """

    parameters: int
    constants: tuple[int, ...]
    steps: tuple[tuple[str, int, int], ...]
    start: tuple[float, ...]
    hidden: tuple[float, ...]

    @classmethod
    def draw(cls, seed: int, *, parameters: int = 2, operations: int = 8) -> Arithmetic:
        """The program of a seed.

        Each operation takes the last result and something earlier, so that all of it matters. What is drawn is drawn again until
        each number changes the output at the start, and the start's error is between 1 and 1000.

        Raises:
            OptionError: There are fewer operations than it takes to use all numbers, or so many that no draw is of this kind.
        """
        chance = np.random.default_rng([seed, parameters, operations])
        for _ in range(DRAWS):
            constants = tuple(int(value) for value in chance.choice(CONSTANTS, 3))
            steps = _steps(chance, parameters, parameters + len(constants), operations)
            start, hidden = (
                tuple(float(value) for value in chance.integers(-LARGEST, LARGEST + 1, parameters)) for _ in range(2)
            )
            made = cls(parameters, constants, steps, start, hidden)
            error = abs(made.output(start) - made.target)
            if ERRORS[0] <= error <= ERRORS[1] and abs(made.target) <= ERRORS[1] and made._is_sensitive:
                return made
        raise OptionError(
            f"numerical/arithmetic: expected parameters and operations of which a program can be drawn, found {parameters} and "
            f"{operations}: take twice to eight times as many operations as parameters, 20 at most."
        )

    @cached_property
    def target(self) -> float:
        """What the program is to return."""
        return float(self.output(self.hidden))

    @property
    def text(self) -> str:
        """The program as source text."""
        names = [f"x{index}" for index in range(self.parameters)]
        values = [*names, *map(str, self.constants)]
        lines = [f"def program({', '.join(names)}):"]
        for number, (sign, one, other) in enumerate(self.steps):
            lines.append(f"    t{number} = {values[one]} {sign} {values[other]}")
            values.append(f"t{number}")
        return "\n".join([*lines, f"    return {values[-1]}"])

    def output(self, numbers: Sequence[Any]) -> Any:
        """What the program returns for numbers, or for nodes, which record how it came about."""
        values = [*numbers, *self.constants]
        for sign, one, other in self.steps:
            a, b = values[one], values[other]
            values.append(a + b if sign == "+" else a - b if sign == "-" else a * b)
        return values[-1]

    @property
    def _is_sensitive(self) -> bool:
        """Whether each number alone changes the output at the start."""
        start, output = self.start, self.output(self.start)
        moved = ((*start[:index], value + 1e-3, *start[index + 1 :]) for index, value in enumerate(start))
        return all(abs(self.output(numbers) - output) > 1e-6 for numbers in moved)


def _steps(chance: np.random.Generator, parameters: int, given: int, count: int) -> tuple[tuple[str, int, int], ...]:
    unused = list(range(parameters))
    steps = []
    for number in range(count):
        one = unused.pop(int(chance.integers(len(unused)))) if unused and chance.random() < 0.7 else None
        one = int(chance.integers(given + number)) if one is None else one
        other = given + number - 1 if number else int(chance.integers(given))
        steps.append((str(chance.choice(list("+-*"), p=[0.4, 0.3, 0.3])), one, other))
    return tuple(steps)
