"""What a problem calls its parts, so that whatever speaks of it speaks in its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Words:
    """What a problem calls its parts. A run keeps them, and its tables, plots and progress use them.

    Attributes:
        case: One of its cases, such as "goal" or "row"; with an s it is several; "" where there are none, and nobody counts
            what is solved.
        step: What an outcome's `steps` count, such as "environment step"; with an s it is several.
        candidate: One of its candidates, such as "controller".
        suffix: The ending of the files that hold candidates, such as ".py".
    """

    case: str = "case"
    step: str = "oracle call"
    candidate: str = "candidate"
    suffix: str = ".txt"

    @property
    def cases(self) -> str:
        """Several cases."""
        return f"{self.case}s"

    @property
    def steps(self) -> str:
        """Several steps."""
        return f"{self.step}s"

    @property
    def acts(self) -> bool:
        """Whether a candidate acts in an environment, step by step."""
        return self.step == ROBOT.step

    def as_json(self) -> dict[str, str]:
        """The words by name; `from_json` reads them."""
        return asdict(self)

    @classmethod
    def from_json(cls, body: Mapping[str, Any] | None) -> Words:
        """The words that a run has recorded; a robot's in place of those that it has lost, or never recorded."""
        kept = body or {}
        return cls(**{name: str(kept[name]) if name in kept else getattr(ROBOT, name) for name in cls.__slots__})

    @classmethod
    def of(cls, problem: object) -> Words:
        """The words of a problem; general ones where it has none of its own."""
        words = getattr(problem, "words", None)
        return words if isinstance(words, cls) else GENERAL


GENERAL = Words()
"""Of a problem that has no words of its own."""
ROBOT = Words("goal", "environment step", "controller", ".py")
"""A robot's task."""
LOOP = Words("", "output", "program")
"""Of a program in a loop of the user's own."""
EPISODE = Words("", ROBOT.step, ROBOT.candidate, ROBOT.suffix)
"""Of a robot's controller in a loop of the user's own."""
