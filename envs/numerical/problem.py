"""A landscape as an OPTO problem: numbers are set, a traced program returns what they come to, words say which way to go."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np

from robotrace.episodes.spelled import written
from robotrace.errors import OptionError, UnknownNameError
from robotrace.opto import Candidate, Case, Outcome, Split, Variable, Words
from robotrace.opto.numbers import setting
from robotrace.trace import Graph, node, unwrap

from .arithmetic import Arithmetic
from .functions import FUNCTIONS, Function
from .listing import FAMILY, PROBLEMS

Level = Literal["score", "direction", "gradient"]
LEVELS: tuple[Level, ...] = get_args(Level)
WORDS = Words("case", "evaluation", "setting", ".txt")
USUAL: Mapping[str, Any] = {"parameters": 2, "operations": 8, "level": "direction"}
"""Options as they are by default."""
EXACT = 1e-6
"""Of the target's size, and of 1 at least: an output so near is the target."""
STEP = 1e-6
"""By which numbers are moved to find out slopes."""


@dataclass(frozen=True)
class Landscape:
    """What is searched.

    Attributes:
        about: What it is and what is asked for, in words.
        start: The numbers to begin with.
        bounds: The lowest and the highest value of each number, None for no bound.
        output: The program, of a sequence of numbers or nodes.
        goal: The output that is wanted: a target, or the least value.
        is_target: Whether the output can be on either side of what is wanted.
    """

    about: str
    start: tuple[float, ...]
    bounds: tuple[tuple[float | None, float | None], ...]
    output: Callable[[Sequence[Any]], Any]
    goal: float
    is_target: bool

    def error(self, output: float) -> float:
        """How far an output is from what is wanted."""
        away = output - self.goal
        return abs(away) if self.is_target else max(away, 0.0)

    def slopes(self, numbers: Sequence[float]) -> list[float]:
        """The output's derivative by each number, from central differences."""
        found = []
        for index, value in enumerate(numbers):
            step = STEP * max(1.0, abs(value))
            ends = ([*numbers[:index], value + side * step, *numbers[index + 1 :]] for side in (1.0, -1.0))
            high, low = (float(unwrap(self.output(end))) for end in ends)
            found.append((high - low) / (2.0 * step))
        return found


class NumericalProblem:
    """Finds the numbers of one landscape; see `robotrace.Problem`.

    The score is 1 minus the error in parts of the start's: 0 for the start, 1 for what is wanted.

    Args:
        name: Its name.
        seed: What it was drawn with.
        landscape: What is searched.
        level: What the feedback tells: "score", how far the output is off; "direction", only whether it should be larger or smaller
            (of a function to be minimised: in which direction each number lowers it); "gradient", the slopes, in words.
    """

    words = WORDS

    def __init__(self, name: str, seed: int, landscape: Landscape, level: Level) -> None:
        self.name, self.seed, self.landscape, self.level = name, seed, landscape, level
        self.context = landscape.about
        self.variables = tuple(
            Variable(f"x{index}", "number", value, "A number that the program takes.", _rule(ends), ends)
            for index, (value, ends) in enumerate(zip(landscape.start, landscape.bounds, strict=True))
        )
        self.first_error = landscape.error(self._run(landscape.start))

    @property
    def settings(self) -> Mapping[str, Any]:
        """What a run keeps of it."""
        return {"level": self.level}

    def cases(self, split: Split) -> Sequence[Case]:
        """One case, the landscape itself; nothing of it is held out."""
        return [Case("train", 0)] if split == "train" else []

    def candidate(self, values: Mapping[str, Any]) -> Candidate:
        """A setting of the numbers.

        Raises:
            ProposalError: A name is unknown, or a value is no number within its bounds.
        """
        return setting(self.variables, values)

    def query(self, candidate: Candidate, case: Case, *, traced: bool = True) -> Outcome:
        """Run the program once."""
        numbers = [float(candidate.values[variable.name]) for variable in self.variables]
        nodes = [
            node(value, name=variable.name, trainable=True)
            for value, variable in zip(numbers, self.variables, strict=True)
        ]
        result = self.landscape.output(nodes if traced else numbers)
        output = float(unwrap(result))
        if not math.isfinite(output):
            words = f"The output is {output}: it has to be a finite number."
            return Outcome(case, False, None, words, failure=words, detail={"solvable": False})
        error = self.landscape.error(output)
        words = self._words(numbers, output)
        return Outcome(
            case,
            success=False,
            score=1.0 - error / self.first_error,
            feedback=words,
            graph=Graph.of({result: words}) if traced else None,
            detail={"output": output, "error": error, "solvable": False},
        )

    def _run(self, numbers: Sequence[float]) -> float:
        return float(unwrap(self.landscape.output(numbers)))

    def _words(self, numbers: Sequence[float], output: float) -> str:
        landscape = self.landscape
        if landscape.error(output) <= EXACT * max(1.0, abs(landscape.goal)):
            return "Correct." if landscape.is_target else "This is the minimum."
        if self.level == "score":
            off = f"off by {landscape.error(output):.6g}" if landscape.is_target else "to be as small as possible"
            return f"The output is {output:.6g}, {off}."
        larger = landscape.is_target and output < landscape.goal
        wanted = f"The output is {output:.6g}. It should be {'larger' if larger else 'smaller'}."
        if landscape.is_target and self.level == "direction":
            return wanted
        slopes = zip(self.variables, landscape.slopes(numbers), strict=True)
        if self.level == "gradient":
            told = ", ".join(f"{slope:.4g} a unit of {variable.name}" for variable, slope in slopes)
            return f"{wanted} It changes by {told}."
        told = ", ".join(
            f"{'a smaller' if slope > 0 else 'a larger'} {variable.name}" for variable, slope in slopes if slope
        )
        return f"{wanted} {told[:1].upper()}{told[1:]} would lower it." if told else f"{wanted} It is level here."


def problem(
    name: str, *, seed: int = 0, level: Level = "direction", parameters: int = 2, operations: int = 8
) -> NumericalProblem:
    """Make one of `PROBLEMS`.

    Args:
        name: Its name, without the family.
        seed: Of the program that is drawn, or of the start in a function's domain.
        level: What the feedback tells.
        parameters: How many numbers a random program takes; of "arithmetic" alone.
        operations: How many operations it has; of "arithmetic" alone.

    Raises:
        UnknownNameError: There is no such problem.
        OptionError: An option is not usable.
    """
    if name not in PROBLEMS:
        raise UnknownNameError(f"problem of {FAMILY}", name, PROBLEMS)
    if level not in LEVELS:
        raise UnknownNameError("level", str(level), LEVELS)
    for option, value in (("parameters", parameters), ("operations", operations)):
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 50:
            raise OptionError(
                f"{FAMILY}/{name}: option {option}: expected a whole number from 1 to 50, found {value!r:.80}."
            )
    given = {"parameters": parameters, "operations": operations, "level": level}
    changed = [option for option in ("operations", "parameters") if given[option] != USUAL[option]]
    if name != "arithmetic" and changed:
        raise OptionError(f"{FAMILY}/{name} takes no {changed[0]}: that goes with {FAMILY}/arithmetic.")
    if name == "arithmetic":
        landscape = _drawn(Arithmetic.draw(seed, parameters=parameters, operations=operations))
    else:
        landscape = _named(FUNCTIONS[name], seed)
    return NumericalProblem(written(f"{FAMILY}/{name}", given, USUAL), seed, landscape, level)


def _drawn(program: Arithmetic) -> Landscape:
    about = "Find numbers with which a program of arithmetic returns its target, which is not told."
    return Landscape(about, program.start, ((None, None),) * program.parameters, program.output, program.target, True)


def _named(function: Function, seed: int) -> Landscape:
    """A function, begun at a place of its domain that the seed draws, to three decimals."""
    low, high = np.array(function.bounds).T
    start = tuple(np.round(np.random.default_rng(seed).uniform(low, high), 3).tolist())
    names = ", ".join(f"x{index}" for index in range(len(start)))
    about = f"Find numbers {names} at which {function.title} is least: {function.formula}."
    return Landscape(about, start, function.bounds, function.output, function.minimum, False)


def _rule(ends: tuple[float | None, float | None]) -> str:
    return "" if ends == (None, None) else f"a number from {ends[0]:g} to {ends[1]:g}"
