"""A call that is tried: it ends where the text asks for something at home, of which nothing is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from robotrace.sandbox.carried import Pair
from robotrace.sandbox.reach import Reach


class Rehearsal(Reach):
    """What such a call reaches.

    Attributes:
        has_ended: Whether it has asked for something. What came after that, its failure too, says nothing about the text.
    """

    has_ended = False

    def hear(self, changes: list[list[Any]]) -> None:
        """Nothing is changed here."""

    def give_super(self, owner: str) -> Pair:  # noqa: ARG002 - as it is called
        """Something to ask, with which the rehearsal is over."""
        return self.give(object())

    def perform(self, request: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG002 - as it is called
        """The rehearsal is over."""
        self.has_ended = True
        return {"raised": ["InterruptedError", "OSError"], "words": "the rehearsal is over", "changes": []}
