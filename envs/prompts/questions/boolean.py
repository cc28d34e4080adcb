"""Boolean expressions: what code does at once, and a small language model hardly."""

from __future__ import annotations

import random

from .parts import Part

DEPTH = {"train": 1, "validation": 1, "heldout": 2}
"""How deep brackets are nested."""
SHORTEST = 4
"""Words and brackets of an expression."""


def draw(chance: random.Random, part: Part, number: int) -> tuple[str, str]:
    """An expression followed by "is", and "True" or "False", in turn; those that are held out are longer."""
    while True:
        text, value = _either(chance, DEPTH[part])
        if value is (number % 2 == 0) and len(text.split()) >= SHORTEST:
            return f"{text} is", str(value)


def _either(chance: random.Random, depth: int) -> tuple[str, bool]:
    parts = [_both(chance, depth) for _ in range(chance.randint(1, 2))]
    return " or ".join(text for text, _ in parts), any(value for _, value in parts)


def _both(chance: random.Random, depth: int) -> tuple[str, bool]:
    parts = [_not(chance, depth) for _ in range(chance.randint(1, 2))]
    return " and ".join(text for text, _ in parts), all(value for _, value in parts)


def _not(chance: random.Random, depth: int) -> tuple[str, bool]:
    if chance.random() < 0.3:
        text, value = _not(chance, depth)
        return f"not {text}", not value
    if depth == 0 or chance.random() < 0.4:
        value = chance.random() < 0.5
        return str(value), value
    text, value = _either(chance, depth - 1)
    return f"( {text} )", value
