"""What is left of a case beside its outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from robotrace.opto.pictures import Pictures


@dataclass(frozen=True, slots=True, eq=False)
class Artifacts:
    """What a problem can show of a case that was tried. Nothing of it is made before somebody looks.

    Attributes:
        episode: The problem's own record of what happened, such as a robot's episode; None where it has none.
        pictures: What it looked like; None where there is nothing to see.
        files: What a run folder keeps of it: by ending, such as ".npz", a function that makes the file's content.
    """

    episode: Any = None
    pictures: Pictures | None = None
    files: Mapping[str, Callable[[], bytes]] = field(default_factory=dict)
