"""What is left of a case beside its outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from robotrace.opto.pictures import Pictures


@dataclass(frozen=True, slots=True, eq=False)
class Artifacts:
    """What a problem can show of a case that was tried. Nothing of it is made before somebody looks.

    Attributes:
        episode: The problem's own record of what happened, such as a robot's episode; None where it has none.
        pictures: What it looked like; None where there is nothing to see.
        encode: Makes the file that the record is kept as in a run folder; None where it is not kept.
    """

    episode: Any = None
    pictures: Pictures | None = None
    encode: Callable[[], bytes] | None = None
