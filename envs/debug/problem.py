"""Tests as rows: what the right program returns is what is expected."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any
from zlib import crc32

from robotrace.data import DataProblem, Metric
from robotrace.episodes.controller import load
from robotrace.errors import UnknownNameError
from robotrace.opto import Program
from robotrace.trace import no_trace

from .drawn import DRAWS
from .listing import FAMILY, PROBLEMS
from .planted import FAULTS

TESTS = {"train": 8, "validation": 8, "heldout": 30}
"""Tests of each part; half of each tell the wrong program from the right one, as far as there are others."""
MOST_DRAWN = 2000
SECONDS = 0.5
"""That a test may take; a right program takes a thousandth of it."""
CONTEXT = (
    "A program of several functions is wrong somewhere: for some inputs `main` does not return what is expected. Repair it. What "
    "calls the functions is right and cannot be changed; numbers and rules of the program that no test contradicts are meant. "
    "{about}"
)


def problem(name: str, *, seed: int = 0) -> DataProblem:
    """Make one of `PROBLEMS`.

    Args:
        name: Its name, without the family.
        seed: Of the tests.

    Raises:
        UnknownNameError: There is no such problem.
    """
    if name not in PROBLEMS:
        raise UnknownNameError(f"problem of {FAMILY}", name, PROBLEMS)
    parts = _tests(name, seed)
    made = DataProblem(
        wrong_program(name),
        [{"text": text, "expected": expected} for rows in parts.values() for text, expected in rows],
        returns_what_is_expected,
        split=[part for part, rows in parts.items() for _ in rows],
        seed=seed,
        context=CONTEXT.format(about=PROBLEMS[name].replace("Repair a program", "It is a program")),
        name=f"{FAMILY}/{name}",
        seconds=SECONDS,
    )
    made.unaided = "mutate"
    return made


def returns_what_is_expected(output: Any, row: Mapping[str, Any]) -> Metric:
    """Whether the program returned the number that the right one does."""
    right = type(output) is int and output == row["expected"]
    words = "Right." if right else f"Expected {row['expected']}, got {output!r:.200}."
    return Metric(success=right, score=float(right), feedback=words)


@cache
def right_program(name: str) -> Program:
    """A program as it should be."""
    file = files("robotrace.envs.debug.programs").joinpath(f"{name.replace('-', '_')}.py")
    return Program.parse(file.read_text(encoding="utf-8"), entry="main", origin=f"{FAMILY}/{name}")


@cache
def wrong_program(name: str) -> Program:
    """The same with its fault."""
    fault = FAULTS[name]
    text = right_program(name).text.replace(fault.right, fault.wrong)
    return Program.parse(text, origin=f"{FAMILY}/{name}")


def _tests(name: str, seed: int) -> dict[str, list[tuple[str, int]]]:
    """Inputs with what the right program returns; no input is in two parts."""
    random = Random(crc32(f"{name} {seed}".encode()))
    right, wrong = (load(program.text) for program in (right_program(name), wrong_program(name)))
    telling: list[tuple[str, int]] = []
    silent: list[tuple[str, int]] = []
    seen: set[str] = set()
    half = sum(TESTS.values()) // 2
    with no_trace():
        for _ in range(MOST_DRAWN):
            text = DRAWS[name](random)
            if text in seen:
                continue
            seen.add(text)
            expected = right.act(text)
            (silent if wrong.act(text) == expected else telling).append((text, expected))
            if len(telling) >= half and len(silent) >= half:
                break
    parts: dict[str, list[tuple[str, int]]] = {}
    for part, count in TESTS.items():
        rows = [telling.pop(0) for _ in range(min(len(telling), count - min(len(silent), count // 2)))]
        parts[part] = sorted([*rows, *(silent.pop(0) for _ in range(count - len(rows)))], key=lambda row: len(row[0]))
    return parts
