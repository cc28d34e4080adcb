"""What the process of one run is told, and what it says: plain data, whichever machine it runs on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from robotrace.results.suites.folder import SuiteFolder
from robotrace.results.suites.plan import Cell, SuitePlan


@dataclass(frozen=True, slots=True)
class Order:
    """One run to be made.

    Attributes:
        task: What makes the task.
        optimizer: What proposes.
        seed: The seed of the goals.
        settings: The suite's settings.
        folder: The run's folder, absolute.
        log: The file that its standard error is added to, absolute.
        title: What it is called in messages.
        trust: Whether candidates run unprotected.
    """

    task: str
    optimizer: str
    seed: int
    settings: Mapping[str, Any]
    folder: str
    log: str
    title: str
    trust: bool = False

    @classmethod
    def of(cls, cell: Cell, plan: SuitePlan, folder: SuiteFolder, *, trust: bool = False) -> Order:
        """The order of one run of a plan."""
        run, log = folder.run(plan, cell).path.resolve(), folder.log(plan, cell).resolve()
        return cls(
            cell.member.task, cell.optimizer, cell.seed, dict(plan.settings), str(run), str(log), str(cell), trust
        )

    def to_json(self) -> str:
        """The order as text."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Order:
        """The order of a text."""
        return cls(**json.loads(text))

    def __str__(self) -> str:
        return f"the run {self.title}"


class Ended(NamedTuple):
    """How a run's process ended.

    Attributes:
        well: Whether the run has come to its end.
        why: Why not, in words.
    """

    well: bool
    why: str = ""
