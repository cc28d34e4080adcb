"""Which pool serves a wish for so many workers."""

from __future__ import annotations

from typing import Any

from robotrace.episodes.pool.cluster import RayPool
from robotrace.episodes.pool.cpus import cores
from robotrace.episodes.pool.crew import Answer, Crew
from robotrace.episodes.pool.processes import ProcessPool
from robotrace.episodes.pool.spec import Spec
from robotrace.episodes.task import Level, Task


def open_pool(
    task: Task,
    *,
    level: Level = "facts",
    workers: int | None = 1,
    ray: str | None = None,
    trust: bool = False,
    answer: Answer | None = None,
) -> Crew[Any] | None:
    """A pool for a task, to be closed after use; None where one worker in this process will do.

    Args:
        task: what the workers make for themselves.
        level: how much the feedback tells.
        workers: how many; None for one a core, of this machine or of the cluster.
        ray: address of a Ray cluster, in place of processes.
        trust: run controllers in the workers' own processes instead of a sandbox.
        answer: makes the outcome of an episode and its controller's text, in this process.

    Raises:
        OptionError: the number is not usable, the task cannot be made anew elsewhere, or Ray is not installed.
        PoolError: there is no such cluster.
    """
    if ray is not None:
        return RayPool(Spec.of(task, level=level, trust=trust), address=ray, workers=workers, answer=answer)
    wanted = cores() if workers is None else workers
    if wanted == 1:
        return None
    return ProcessPool(Spec.of(task, level=level, trust=trust), workers=wanted, answer=answer)
