"""Results as JSON objects: what `--json` prints, key for key."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from robotrace.results import Run
from robotrace.show.console import Miss, reason

if TYPE_CHECKING:
    from robotrace.episodes import Evaluation, Task


def train_json(run: Run) -> dict[str, Any]:
    """How a run went."""
    return {
        "run": str(run.folder.path),
        "task": run.task,
        "optimizer": run.optimizer,
        "feedback": run.feedback,
        "iterations": run.iterations,
        **run.ledger.rounded,
        "reason": run.reason,
        "heldout": run.heldout.as_json(),
        "train": run.train.as_json(),
    }


def evaluation_json(found: Evaluation, task: Task, policy: str, misses: Iterable[Miss]) -> dict[str, Any]:
    """How an evaluation went; `policy` is what was evaluated, as it was asked for."""
    return {
        "task": task.name,
        "policy": policy,
        "split": found.split,
        "goals": len(found.episodes),
        "goal_seed": task.seed,
        "control": task.control,
        "success": found.success.as_json(),
        "success_at_end": found.success_at_end.as_json(),
        "return_mean": found.return_mean,
        "reproducible": found.reproducible,
        "notes": list(found.notes),
        "failures": [miss._asdict() for miss in misses],
        "failed_after_success": [
            Miss(episode.case.index, reason(episode))._asdict() for episode in found.failed_after_success
        ],
    }
