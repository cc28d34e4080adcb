"""Calls for several rows at a time from threads of this process, for programs whose live objects cannot leave it.

Each call runs in a process of its own where it is sandboxed; the metric is called in order, in the caller's thread.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from robotrace.data.calls import Called
from robotrace.data.problem import DataProblem
from robotrace.opto import Job, Outcome


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A pool for such a data set. How many rows are tried at a time changes no outcome.

    Attributes:
        problem: The problem whose oracle is queried.
        workers: How many calls are made at a time.
    """

    problem: DataProblem
    workers: int

    def run(self, jobs: Sequence[Job]) -> Iterator[Outcome]:
        """The outcomes in the order of the jobs; see `Pool`."""
        executor = ThreadPoolExecutor(self.workers, thread_name_prefix="rows")
        try:
            calls: list[Future[Called]] = [
                executor.submit(self.problem.call, job.candidate, job.case, traced=job.traced) for job in jobs
            ]
            for job, future in zip(jobs, calls, strict=True):
                yield self.problem.judged(job.candidate, job.case, future.result())
        finally:
            executor.shutdown(wait=True, cancel_futures=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is kept between runs."""
