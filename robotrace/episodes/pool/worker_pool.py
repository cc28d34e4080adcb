"""Which worker runs which episode when: what all pools of workers have in common.

Each worker has one episode at a time. One that dies is replaced, and its episode is run once more; if that ends a second
worker, the pool gives up and says what died. That is never an outcome: it says nothing about the controller.

A controller in the sandbox is watched there. One that is trusted runs in the worker itself: a worker that is busy with it for
too long is ended, and that is an outcome.
"""

from __future__ import annotations

import logging
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import ClassVar, Generic, Protocol, Self, TypeVar

from robotrace.episodes.episode import Episode
from robotrace.episodes.pool import messages
from robotrace.episodes.pool.request import Request
from robotrace.episodes.pool.timed_out import timed_out
from robotrace.episodes.pool.worker_config import WorkerConfig
from robotrace.episodes.problem import outcome_of
from robotrace.episodes.replay import deferred_trace
from robotrace.errors import OptionError, PoolError
from robotrace.opto import Job, Outcome
from robotrace.sandbox import Sandbox

_TRIES = 2
TRUSTED_SECONDS = 600.0
"""For one episode of a trusted controller, with the simulator's part; no honest one comes near it."""
_LOOK = 1.0

log = logging.getLogger(__name__)


class WorkerDied(Exception):  # noqa: N818 - an event between this module and the workers, not an error that anybody sees
    """A worker is no more; the message says how it ended."""


class Worker(Protocol):
    """Something that runs one episode at a time, in another process or on another machine."""

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
Answer = Callable[[Episode, str], Outcome]
"""Makes the outcome of an episode and the text of its controller."""


@dataclass(slots=True)
class _Task:
    position: int
    request: Request
    deaths: list[str] = field(default_factory=list)
    begun: float | None = None


class WorkerPool(ABC, Generic[W]):
    """A pool of workers. They are started when there is something to do, and kept until the pool is closed.

    A backend says how a worker is started and waited for, and how many there are by default; a worker, of whatever kind, runs an
    `EpisodeServer` that is given the text `config_json`.

    Args:
        config: The problem that each worker builds for itself.
        workers: How many at most; None for as many as the backend has CPUs.
        address: Where the backend is, for those that have an address.
        answer: Makes the outcome of an episode and its controller's text, in this process.
        limit: Seconds for one episode, after which its worker is ended; by default 600 where controllers are trusted, and none
            where they are not.

    Raises:
        OptionError: The number is not usable, or the backend has no address.
    """

    has_address: ClassVar[bool] = False

    def __init__(
        self,
        config: WorkerConfig,
        *,
        workers: int | None = None,
        address: str = "",
        answer: Answer | None = None,
        limit: float | None = None,
    ) -> None:
        if workers is not None and (not isinstance(workers, int) or workers < 1):
            raise OptionError(f"workers: expected a whole number from 1 up, found {workers!r}.")
        if address and not self.has_address:
            raise OptionError(
                f"{type(self).__name__} has no address, found {address!r}: leave out what is behind the colon."
            )
        self.config, self.address = config, address
        self.config_json = config.to_json()
        self.connect()
        self.workers = self.default_workers() if workers is None else workers
        self._answer = answer or _outcome
        self._sandbox = None if config.trust else Sandbox()  # for traces that are looked at
        self._limit = TRUSTED_SECONDS if limit is None and config.trust else limit
        self._idle: list[W] = []
        self._busy: dict[W, _Task] = {}

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

    def begin(self, episodes: int) -> None:
        """Start workers for so many episodes to come: they make their task while the caller prepares what is to be played.

        One that cannot be started is tried again, and told of, when there is something to do.
        """
        with suppress(WorkerDied):
            while len(self._idle) + len(self._busy) < min(self.workers, episodes):
                self._idle.append(self.start_worker())

    def run(self, jobs: Sequence[Job]) -> Iterator[Outcome]:
        """The outcomes in the order of the jobs; see `Pool`."""
        requests = [Request(job.candidate.text, job.case, job.traced) for job in jobs]
        texts = (job.candidate.text for job in jobs)
        return (self._answer(episode, text) for episode, text in zip(self.episodes(requests), texts, strict=True))

    def episodes(self, requests: Sequence[Request]) -> Iterator[Episode]:
        """The episodes in the order of the requests, each as soon as it and those before it are there.

        Raises:
            PoolError: An episode ended two workers, or a worker failed.
            RobotraceError: What running the episode here would have raised, such as ProgramError.
        """
        waiting = deque(_Task(position, request) for position, request in enumerate(requests))
        answers: dict[int, bytes | Episode] = {}
        try:
            for position, request in enumerate(requests):
                while position not in answers:
                    self._hand_out(waiting)
                    self._collect(waiting, answers)
                yield self._read(answers.pop(position), request)
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
        if self._sandbox is not None:
            self._sandbox.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _hand_out(self, waiting: deque[_Task]) -> None:
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

    def _collect(self, waiting: deque[_Task], answers: dict[int, bytes | Episode]) -> None:
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

    def _end_timed_out(self, limit: float, answers: dict[int, bytes | Episode]) -> None:
        now = time.monotonic()
        for worker, task in list(self._busy.items()):
            if task.begun is None and worker.working():
                task.begun = now
            if task.begun is not None and now - task.begun > limit:
                del self._busy[worker]
                worker.kill()
                log.warning("%s took longer than %g s; its worker was ended", task.request, limit)
                answers[task.position] = timed_out(self.config, task.request, limit)

    def _worker_died(self, task: _Task, death: WorkerDied, waiting: deque[_Task]) -> None:
        task.deaths.append(str(death))
        log.warning("%s: %s", task.request, death)
        if len(task.deaths) == _TRIES:
            raise PoolError(
                f"{str(task.request).capitalize()} ended {_TRIES} workers, one after the other: {'; '.join(task.deaths)}. "
                "Is there memory enough? Fewer workers need less; one worker runs it in this process."
            )
        waiting.appendleft(task)

    def _read(self, message: bytes | Episode, request: Request) -> Episode:
        if isinstance(message, Episode):
            return message
        try:
            episode = messages.read(message)
            if request.traced and episode.graph is None:
                episode = replace(episode, graph=deferred_trace(episode, request.text, sandbox=self._sandbox))
            return episode
        except ValueError as error:
            if isinstance(error, OptionError):
                raise
            raise PoolError(f"A worker's answer to {request} cannot be read: {error}") from error

    def _end_busy(self) -> None:
        """End those workers whose answers nobody waits for any more."""
        while self._busy:
            worker, _ = self._busy.popitem()
            worker.kill()


def _outcome(episode: Episode, _text: str) -> Outcome:
    return outcome_of(episode)
