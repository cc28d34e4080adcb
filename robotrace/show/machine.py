"""Results as JSON objects: what `--json` prints, key for key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from robotrace.opto import ROBOT
from robotrace.results import Mean, Rate, Run
from robotrace.show.console import Miss, Subject, reason

if TYPE_CHECKING:
    from robotrace.episodes import Evaluation, Task


def _by_task(rates: Mapping[str, Rate]) -> dict[str, Any]:
    """The rate of each task, where there are several."""
    return {"by_task": {name: rate.as_json() for name, rate in rates.items()}} if rates else {}


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
        "heldout": _figures(run, run.heldout, "held-out"),
        "train": _figures(run, run.train, "training"),
        **_by_task(run.heldout_by_task),
        **({} if run.words == ROBOT else {"case": run.words.case, "scores": run.scores}),
    }


def _figures(run: Run, rate: Rate, split: str) -> dict[str, Any]:
    """What was solved, where anything says that it is; and of a task that is scored by its return, that with its interval."""
    solved = {"n": rate.n} if run.words == ROBOT and run.is_scored else rate.as_json()
    if run.words != ROBOT or not run.score_words:
        return solved
    return {**solved, **_returns(run.returns[split])}


def _returns(mean: Mean) -> dict[str, Any]:
    """The mean and its interval; of several returns that are all alike both ends are that, as the bootstrap has it."""
    value = mean.as_json()["mean"]
    low, high = (value if end is None and mean.n > 1 else end for end in (mean.low, mean.high))
    return {"return_mean": value, "return_low": low, "return_high": high}


def evaluation_json(result: Evaluation, task: Task, subject: Subject, misses: Iterable[Miss]) -> dict[str, Any]:
    """How an evaluation went, with all that its figures depend on."""
    run = subject.run
    return {
        "task": task.name,
        "policy": subject.policy,
        "split": result.split,
        "held_out": result.split == "heldout" and not subject.seen,
        "goals": len(result.episodes),
        "seed": task.seed,
        "goal_seed": task.seed,
        "control": task.control,
        "horizon": task.horizon,
        "hold": task.options.get("hold"),
        "gain": task.options.get("gain"),
        "reward_version": task.options.get("reward_version"),
        "options": dict(task.options),
        "optimizer": run.optimizer if run else None,
        "feedback": run.feedback if run else None,
        "model": run.config.get("model") if run else None,
        "counted": result.counted,
        "success": result.success.as_json() if result.solvable else None,
        **_by_task(result.by_task),
        "success_at_any": result.success_at_any.as_json() if result.solvable else None,
        "success_at_end": result.success_at_end.as_json() if result.solvable else None,
        **_returns(result.returns),
        "reproducible": result.reproducible,
        "notes": list(subject.notes),
        "failures": [miss._asdict() for miss in misses],
        "failed_after_success": [
            Miss(episode.case.index, reason(episode))._asdict() for episode in result.failed_after_success
        ],
    }
