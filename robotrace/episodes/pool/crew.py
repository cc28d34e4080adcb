"""Who does which episode when: the part that pools of processes and of Ray actors have in common.

Each worker has one episode at a time. One that dies is replaced, and its episode is run once more; if that takes a second
worker with it, the pool gives up and says what died. That is never an outcome: it says nothing about the controller.

A controller in the sandbox is watched there. One that is trusted runs in the worker itself: a worker that is busy with it for
too long is ended, and that is an outcome.
"""

from __future__ import annotations

import logging
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar

from robotrace.episodes.episode import Episode
from robotrace.episodes.pool import answer
from robotrace.episodes.pool.late import late
from robotrace.episodes.pool.spec import Flight, Spec
from robotrace.episodes.problem import outcome_of
from robotrace.episodes.replay import late_trace
from robotrace.errors import OptionError, PoolError
from robotrace.opto import Job, Outcome
from robotrace.sandbox import Sandbox

_TRIES = 2
TRUSTED_SECONDS = 600.0
"""For one episode of a trusted controller, with the simulator's part; no honest one comes near it."""
_LOOK = 1.0

log = logging.getLogger(__name__)


class Died(Exception):  # noqa: N818 - an event between this module and the workers, not an error that anybody sees
    """A worker is no more; the message says how it ended."""


class Worker(Protocol):
    """One that runs an episode at a time, somewhere else."""

    def working(self) -> bool:
        """Whether it has begun; False while it waits for a machine."""
        ...

    def ask(self, flight: str) -> None:
        """Hand it an episode.

        Raises:
            Died: it is no more.
        """
        ...

    def answer(self) -> bytes:
        """What came of it; waits.

        Raises:
            Died: it is no more.
        """
        ...

    def dismiss(self) -> None:
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
    flight: Flight
    deaths: list[str] = field(default_factory=list)
    begun: float | None = None


class Crew(ABC, Generic[W]):
    """A pool of workers. They are hired when there is something to do, and kept until the pool is closed.

    Args:
        spec: the problem that each worker builds for itself.
        workers: how many at most.
        answer: makes the outcome of an episode and its controller's text, in this process.
        limit: seconds for one episode, after which its worker is ended; by default 600 where controllers are trusted, and none
            where they are not.
    """

    def __init__(self, spec: Spec, *, workers: int, answer: Answer | None = None, limit: float | None = None) -> None:
        if not isinstance(workers, int) or workers < 1:
            raise OptionError(f"workers: expected a whole number from 1 up, found {workers!r}.")
        self.spec, self.workers = spec, workers
        self._told = spec.to_json()
        self._answer = answer or _plain
        self._sandbox = None if spec.trust else Sandbox()  # for traces that are looked at
        self._limit = TRUSTED_SECONDS if limit is None and spec.trust else limit
        self._idle: list[W] = []
        self._busy: dict[W, _Task] = {}

    @abstractmethod
    def _hire(self) -> W:
        """A new worker, told the problem.

        Raises:
            Died: it ended at once.
        """

    @abstractmethod
    def _wait(self, workers: Sequence[W], seconds: float | None) -> Sequence[W]:
        """Those of them that have an answer or have died: one at least, or none if that takes too long."""

    def run(self, jobs: Sequence[Job]) -> Iterator[Outcome]:
        """The outcomes in the order of the jobs; see `Pool`."""
        flights = [Flight(job.candidate.text, job.case, job.traced) for job in jobs]
        texts = (job.candidate.text for job in jobs)
        return (self._answer(episode, text) for episode, text in zip(self.episodes(flights), texts, strict=True))

    def episodes(self, flights: Sequence[Flight]) -> Iterator[Episode]:
        """The episodes in the order of the flights, each as soon as it and those before it are there.

        Raises:
            PoolError: an episode took two workers with it, or a worker failed.
            RobotraceError: what running the episode here would have raised, such as ProgramError.
        """
        waiting = deque(_Task(position, flight) for position, flight in enumerate(flights))
        found: dict[int, bytes | Episode] = {}
        try:
            for position, flight in enumerate(flights):
                while position not in found:
                    self._hand_out(waiting)
                    self._collect(waiting, found)
                yield self._read(found.pop(position), flight)
        finally:
            self._abandon()

    def close(self) -> None:
        """Let all workers go; they are hired again if there is something to do."""
        self._abandon()
        workers, self._idle = self._idle, []
        for worker in workers:
            worker.dismiss()
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
                worker = self._idle.pop() if self._idle else self._hire()
            except Died as death:
                self._mourn(task, death, waiting)
                continue
            self._busy[worker] = task
            try:
                worker.ask(task.flight.to_json())
            except Died as death:
                del self._busy[worker]
                self._mourn(task, death, waiting)

    def _collect(self, waiting: deque[_Task], found: dict[int, bytes | Episode]) -> None:
        for worker in self._wait(list(self._busy), self._limit and _LOOK) if self._busy else ():
            task = self._busy[worker]
            try:
                found[task.position] = worker.answer()
            except Died as death:
                del self._busy[worker]
                self._mourn(task, death, waiting)
            else:
                del self._busy[worker]
                self._idle.append(worker)
        if self._limit is not None:
            self._end_late(self._limit, found)

    def _end_late(self, limit: float, found: dict[int, bytes | Episode]) -> None:
        now = time.monotonic()
        for worker, task in list(self._busy.items()):
            if task.begun is None and worker.working():
                task.begun = now
            if task.begun is not None and now - task.begun > limit:
                del self._busy[worker]
                worker.kill()
                log.warning("%s took longer than %g s; its worker was ended", task.flight, limit)
                found[task.position] = late(self.spec, task.flight, limit)

    def _mourn(self, task: _Task, death: Died, waiting: deque[_Task]) -> None:
        task.deaths.append(str(death))
        log.warning("%s: %s", task.flight, death)
        if len(task.deaths) == _TRIES:
            raise PoolError(
                f"{str(task.flight).capitalize()} ended {_TRIES} workers, one after the other: {'; '.join(task.deaths)}. "
                "Is there memory enough? Fewer workers need less; one worker runs it in this process."
            )
        waiting.appendleft(task)

    def _read(self, found: bytes | Episode, flight: Flight) -> Episode:
        if isinstance(found, Episode):
            return found
        try:
            episode = answer.read(found)
            if flight.traced and episode.graph is None:
                episode = replace(episode, graph=late_trace(episode, flight.text, sandbox=self._sandbox))
            return episode
        except ValueError as error:
            if isinstance(error, OptionError):
                raise
            raise PoolError(f"A worker's answer to {flight} cannot be read: {error}") from error

    def _abandon(self) -> None:
        """End those workers whose answers nobody waits for any more."""
        while self._busy:
            worker, _ = self._busy.popitem()
            worker.kill()


def _plain(episode: Episode, _text: str) -> Outcome:
    return outcome_of(episode)
