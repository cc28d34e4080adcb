"""Which words and wordings belong to which part of the data: no two parts share one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeVar

Part = Literal["train", "validation", "heldout"]
PARTS: tuple[Part, ...] = ("train", "validation", "heldout")
T = TypeVar("T")


def listed(words: str) -> tuple[str, ...]:
    """Words that stand in a text, blanks between them."""
    return tuple(words.split())


def of_part(words: Sequence[T], part: Part) -> Sequence[T]:
    """A third of the words to train on, a sixth for validation, half of them held out."""
    third, half = len(words) // 3, len(words) // 2
    return {"train": words[:third], "validation": words[third:half], "heldout": words[half:]}[part]
