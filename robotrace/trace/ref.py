"""How records refer to each other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ref:
    """The output of another record of the same graph.

    Attributes:
        id: of that record.
    """

    id: int
