"""Success by task, where the cases of a run are of several tasks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from robotrace.opto import Outcome
from robotrace.results.statistics import Rate

DETAIL = "task"
"""Under this name an outcome's `detail` has the task that its case is of."""


def task_of_outcome(outcome: Outcome) -> str:
    """The name of the task that an outcome is of; "" where the problem has no such tasks."""
    name = outcome.detail.get(DETAIL, "")
    return name if isinstance(name, str) else ""


def rates_by_task(tried: Iterable[tuple[str, bool]]) -> Mapping[str, Rate]:
    """The share solved of each task, in the order in which the tasks come.

    Args:
        tried: For each case the name of its task, and whether it was solved; cases without a name are passed over.
    """
    flags: dict[str, list[bool]] = {}
    for task, success in tried:
        if task:
            flags.setdefault(task, []).append(success)
    return {task: Rate.of(some) for task, some in flags.items()}
