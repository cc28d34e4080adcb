"""Rows of a kind of question: drawn by a seed, no question twice."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any

from robotrace.errors import OptionError

from . import boolean, counting, sentiment, topic, word_problems
from .parts import PARTS, Part

COUNTS = (12, 24, 100)
"""Rows to train on, to decide what is better, and held out."""
Draw = Callable[[random.Random, Part, int], tuple[str, str]]
DRAWS: dict[str, Draw] = {
    "boolean": boolean.draw,
    "counting": counting.draw,
    "sentiment": sentiment.draw,
    "topic": topic.draw,
    "word-problems": word_problems.draw,
}
_TRIES = 200  # draws a row before there are said to be no more


def rows(kind: str, *, seed: int, counts: Sequence[int] = COUNTS) -> tuple[list[dict[str, Any]], list[str]]:
    """Questions with their answers, and the part of each.

    Args:
        kind: One of `DRAWS`.
        seed: What they are drawn with.
        counts: How many there are of each part, in the order of `PARTS`.

    Raises:
        OptionError: There are not so many.
    """
    found: list[dict[str, Any]] = []
    known: set[str] = set()
    for part, count in zip(PARTS, counts, strict=True):
        chance = random.Random(sha256(f"prompts {kind} {part} {seed}".encode()).digest())
        drawn = _distinct(DRAWS[kind], chance, part, count, known)
        if len(drawn) < count:
            raise OptionError(f"prompts/{kind}: expected at most {len(drawn)} rows of {part}, found {count}.")
        found += [{"question": question, "answer": answer} for question, answer in drawn.items()]
    return found, [part for part, count in zip(PARTS, counts, strict=True) for _ in range(count)]


def _distinct(draw: Draw, chance: random.Random, part: Part, count: int, known: set[str]) -> dict[str, str]:
    """As many different questions as there are, with their answers; answers that are few take turns, so any beginning has all."""
    made: dict[str, str] = {}
    for _ in range(count):
        for _ in range(_TRIES):
            question, answer = draw(chance, part, len(made))
            if question not in known:
                known.add(question)
                made[question] = answer
                break
    return made
