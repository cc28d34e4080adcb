"""What runs in a worker, of whatever kind: one environment, built once, and one episode after another."""

from __future__ import annotations

import traceback

from robotrace.episodes.attempt import attempt
from robotrace.episodes.episode import Episode
from robotrace.episodes.pool import answer
from robotrace.episodes.pool.spec import Flight, Spec
from robotrace.episodes.task import Task
from robotrace.sandbox import Sandbox

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Environment of a worker: there is one for each core already."""


class Host:
    """Runs episodes of one problem.

    Args:
        spec: the problem, as `Spec.to_json` wrote it.
    """

    def __init__(self, spec: str) -> None:
        self._spec = Spec.from_json(spec)
        self._task: Task | None = None
        self._sandbox = None if self._spec.trust else Sandbox()

    def born(self) -> None:
        """Answered as soon as there is a place to run."""

    def run(self, flight: str) -> bytes:
        """One episode as `answer.read` reads it; whatever is raised is told, for the other side to raise."""
        try:
            episode = self._run(Flight.from_json(flight))
            return answer.write_episode(episode, traced=self._spec.level == "hints")
        except Exception as error:  # noqa: BLE001 - told to the process that asked, which raises it
            return answer.write_error(error, traceback.format_exc())

    def _run(self, flight: Flight) -> Episode:
        if self._task is None:
            self._task = self._spec.recipe.make()
        return attempt(
            flight.text,
            self._task,
            flight.case,
            sandbox=self._sandbox,
            level=self._spec.level,
            traced=flight.traced,
            until=flight.until,
        )
