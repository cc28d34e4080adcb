"""Which pool serves a choice such as "processes" or "ray:auto".

A further backend is one file with a `WorkerPool` in it: a package announces it as an entry point of the group "robotrace.pools",
and anyone names its place ("./slurm.py:SlurmPool").
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any

from robotrace import plugins
from robotrace.episodes.pool.episode_work import Answer, EpisodeWork
from robotrace.episodes.pool.work import Work, check_workers
from robotrace.episodes.pool.worker_pool import WorkerPool
from robotrace.episodes.task import Level, Task
from robotrace.errors import OptionError, UnknownNameError
from robotrace.text import with_article

SERIAL = "serial"
BACKENDS: Mapping[str, str] = {
    "processes": "robotrace.episodes.pool.processes:ProcessPool",
    "ray": "robotrace.episodes.pool.ray_pool:RayPool",
}
"""The pools that come with robotrace; each is imported when it is chosen."""
ENTRY_POINTS = "robotrace.pools"


def open_pool(
    task: Task,
    *,
    pool: str | None = None,
    workers: int | None = 1,
    level: Level = "facts",
    trust: bool = False,
    answer: Answer | None = None,
) -> WorkerPool[Any] | None:
    """A pool for a task, to be closed after use; None where one worker in this process will do.

    Args:
        task: The task that each worker makes for itself.
        pool: A backend, with an address behind a colon where it takes one: "serial", "processes", "ray", "ray:auto",
            "./mine.py:MyPool"; by default "serial" for one worker, else "processes".
        workers: How many; None for as many as the backend has CPUs.
        level: The feedback level.
        trust: Whether controllers run in the workers' own processes instead of a sandbox.
        answer: Makes the outcome of an episode and its controller's text, in this process.

    Raises:
        OptionError: A choice is not usable, the task cannot be made anew elsewhere, or the backend is not installed.
        UnknownNameError: There is no such backend.
        PoolError: The backend cannot be reached.
    """
    return open_for(lambda: EpisodeWork.of(task, level=level, trust=trust, answer=answer), pool=pool, workers=workers)


def open_for(work: Callable[[], Work], *, pool: str | None, workers: int | None) -> WorkerPool[Any] | None:
    """A pool for any work, to be closed after use; None where one worker in this process will do.

    Args:
        work: Makes the work; called where there is to be a pool.
        pool: As for `open_pool`.
        workers: As for `open_pool`.

    Raises:
        The errors of `open_pool`.
    """
    check_workers(workers)
    if pool is not None and pool.partition(":")[0] == SERIAL:
        if pool != SERIAL or workers not in (None, 1):
            raise OptionError(
                f"The pool 'serial' is one worker in this process, found pool={pool!r} and workers={workers!r}: "
                "give pool='serial' alone, or another pool."
            )
        return None
    if pool is None and workers == 1:
        return None
    backend, address = _backend(pool or "processes")
    return backend(work(), workers=workers, address=address)


def backend_names() -> tuple[str, ...]:
    """What can be chosen by name."""
    return tuple(sorted({SERIAL, *BACKENDS, *plugins.installed(ENTRY_POINTS)}))


def _backend(choice: str) -> tuple[type[WorkerPool[Any]], str]:
    """The class of a pool, and the address that it is to use."""
    place = plugins.place_of(choice)
    name, _, address = choice.partition(":")
    if place is not None:
        found, address = plugins.load(place, default="Pool", kind="pool"), ""
    elif name in BACKENDS:
        module, _, attribute = BACKENDS[name].partition(":")
        found = getattr(importlib.import_module(module), attribute)
    elif name in (announced := plugins.installed(ENTRY_POINTS)):
        found = plugins.entry(announced[name])
    else:
        raise UnknownNameError("pool", name, backend_names())
    if not (isinstance(found, type) and issubclass(found, WorkerPool)):
        raise OptionError(
            f"The pool {choice!r} is {with_article(type(found).__name__)}; expected a class derived from WorkerPool."
        )
    return found, address
