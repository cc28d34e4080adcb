"""Which worker does what when: what all pools of workers have in common.

Each worker has one request at a time. One that dies is replaced, and its request is made once more; if that ends a second
worker, the pool gives up and says what died. That is never an outcome: it says nothing about the candidate.

A candidate in the sandbox is watched there. One that is trusted runs in the worker itself: a worker that is busy with it for
too long is ended, and that is an outcome.
"""

from __future__ import annotations

import logging
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, ClassVar, Generic, Protocol, Self, TypeVar

from robotrace.episodes.pool import messages
from robotrace.episodes.pool.work import Request, Work, check_workers, told
from robotrace.errors import OptionError, PoolError, RobotraceError
from robotrace.opto import Job, Outcome

_TRIES = 2
_LOOK = 1.0

log = logging.getLogger(__name__)


class WorkerDied(Exception):  # noqa: N818 - an event between this module and the workers, not an error that anybody sees
    """A worker is no more; the message says how it ended."""


class Worker(Protocol):
    """Something that answers one request at a time, in another process or on another machine."""

    def working(self) -> bool:
        """Whether it has begun; False while it waits for a machine."""
        ...

    def ask(self, request: str) -> None:
        """Hand it a request.

        Raises:
            WorkerDied: The worker has ended.
        """
        ...

    def answer(self) -> bytes:
        """What came of the request; waits.

        Raises:
            WorkerDied: The worker has ended.
        """
        ...

    def stop(self) -> None:
        """Let it end by itself, if it has nothing to do."""
        ...

    def kill(self) -> None:
        """End it now."""
        ...


W = TypeVar("W", bound=Worker)


@dataclass(slots=True)
class _Asked:
    position: int
    request: Request
    deaths: list[str] = field(default_factory=list)
    begun: float | None = None


class WorkerPool(ABC, Generic[W]):
    """A pool of workers. They are started when there is something to do, and kept until the pool is closed.

    A backend says how a worker is started and waited for, and how many there are by default; a worker, of whatever kind, runs a
    `Server` that is given the text `work_json`.

    Args:
        work: What the workers do.
        workers: How many at most; None for as many as the backend has CPUs.
        address: Where the backend is, for those that have an address.
        limit: Seconds for one request, after which its worker is ended; by default the work's.

    Raises:
        OptionError: The number is not usable, the work cannot be told to another process, or the backend has no address.
    """

    has_address: ClassVar[bool] = False

    def __init__(
        self, work: Work, *, workers: int | None = None, address: str = "", limit: float | None = None
    ) -> None:
        check_workers(workers)
        if address and not self.has_address:
            raise OptionError(
                f"{type(self).__name__} has no address, found {address!r}: leave out what is behind the colon."
            )
        self.work, self.address = work, address
        self.work_json = told(work)
        self.connect()
        self.workers = self.default_workers() if workers is None else workers
        self._limit = work.limit if limit is None else limit
        self._idle: list[W] = []
        self._busy: dict[W, _Asked] = {}

    def connect(self) -> None:
        """Reach the backend, before anything is asked of it.

        Raises:
            OptionError: A package that the backend needs is not installed.
            PoolError: The backend cannot be reached.
        """

    @abstractmethod
    def default_workers(self) -> int:
        """How many workers the backend has CPUs for."""

    @abstractmethod
    def start_worker(self) -> W:
        """A new worker, given the configuration.

        Raises:
            WorkerDied: The worker ended at once.
        """

    @abstractmethod
    def wait_for(self, workers: Sequence[W], seconds: float | None) -> Sequence[W]:
        """The busy workers that have answered or died: one at least, or none if that takes too long."""

    def begin(self, requests: int) -> None:
        """Start workers for so many requests to come: they prepare their work while the caller prepares what is to be asked.

        One that cannot be started is tried again, and told of, when there is something to do.
        """
        with suppress(WorkerDied):
            while len(self._idle) + len(self._busy) < min(self.workers, requests):
                self._idle.append(self.start_worker())

    def run(self, jobs: Sequence[Job]) -> Iterator[Outcome]:
        """The outcomes in the order of the jobs; see `Pool`."""
        answers = self.answers([self.work.request(job) for job in jobs])
        return (self.work.outcome(answer, job) for answer, job in zip(answers, jobs, strict=True))

    def answers(self, requests: Sequence[Request]) -> Iterator[Any]:
        """The answers in the order of the requests, such as episodes, each as soon as it and those before it are there.

        Raises:
            PoolError: A request ended two workers, or a worker failed.
            RobotraceError: What the same would have raised here, such as ProgramError.
        """
        found: dict[int, bytes | None] = {}
        with closing(self._messages(requests)) as messages_of:
            for position, request in enumerate(requests):
                while position not in found:
                    found.update([next(messages_of)])
                yield self._read(found.pop(position), request)

    def arrivals(self, requests: Sequence[Request]) -> Iterator[tuple[int, Any]]:
        """Each answer as soon as it is there, with the position of its request; raises as `answers` does."""
        with closing(self._messages(requests)) as messages_of:
            for position, message in messages_of:
                yield position, self._read(message, requests[position])

    def _messages(self, requests: Sequence[Request]) -> Generator[tuple[int, bytes | None], None, None]:
        """What the workers answered, as it arrives; None stands for an answer that did not come in time."""
        waiting = deque(_Asked(position, request) for position, request in enumerate(requests))
        left = len(requests)
        try:
            while left:
                arrived: dict[int, bytes | None] = {}
                self._hand_out(waiting)
                self._collect(waiting, arrived)
                left -= len(arrived)
                yield from arrived.items()
        finally:
            self._end_busy()

    def close(self) -> None:
        """End all workers; others are started if there is something to do again."""
        self._end_busy()
        workers, self._idle = self._idle, []
        for worker in workers:
            worker.stop()
        for worker in workers:
            worker.kill()
        self.work.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _hand_out(self, waiting: deque[_Asked]) -> None:
        while waiting and len(self._busy) < self.workers:
            task = waiting.popleft()
            try:
                worker = self._idle.pop() if self._idle else self.start_worker()
            except WorkerDied as death:
                self._worker_died(task, death, waiting)
                continue
            self._busy[worker] = task
            try:
                worker.ask(task.request.to_json())
            except WorkerDied as death:
                del self._busy[worker]
                self._worker_died(task, death, waiting)

    def _collect(self, waiting: deque[_Asked], answers: dict[int, bytes | None]) -> None:
        for worker in self.wait_for(list(self._busy), self._limit and _LOOK) if self._busy else ():
            task = self._busy[worker]
            try:
                answers[task.position] = worker.answer()
            except WorkerDied as death:
                del self._busy[worker]
                self._worker_died(task, death, waiting)
            else:
                del self._busy[worker]
                self._idle.append(worker)
        if self._limit is not None:
            self._end_timed_out(self._limit, answers)

    def _end_timed_out(self, limit: float, answers: dict[int, bytes | None]) -> None:
        now = time.monotonic()
        for worker, task in list(self._busy.items()):
            if task.begun is None and worker.working():
                task.begun = now
            if task.begun is not None and now - task.begun > limit:
                del self._busy[worker]
                worker.kill()
                log.warning("%s took longer than %g s; its worker was ended", task.request, limit)
                answers[task.position] = None

    def _worker_died(self, task: _Asked, death: WorkerDied, waiting: deque[_Asked]) -> None:
        task.deaths.append(str(death))
        log.warning("%s: %s", task.request, death)
        if len(task.deaths) == _TRIES:
            raise PoolError(
                f"{str(task.request).capitalize()} ended {_TRIES} workers, one after the other: {'; '.join(task.deaths)}. "
                "Is there memory enough? Fewer workers need less; one worker runs it in this process."
            )
        waiting.appendleft(task)

    def _read(self, message: bytes | None, request: Request) -> Any:
        if message is None:
            assert self._limit is not None  # nothing else leaves a request without an answer
            return self.work.late(request, self._limit)
        try:
            return self.work.read(messages.read(message), request)
        except ValueError as error:
            if isinstance(error, RobotraceError):
                raise
            raise PoolError(f"A worker's answer to {request} cannot be read: {error}") from error

    def _end_busy(self) -> None:
        """End those workers whose answers nobody waits for any more."""
        while self._busy:
            worker, _ = self._busy.popitem()
            worker.kill()
