"""What runs in a worker, of whatever kind: one task, made once, and one episode after another."""

from __future__ import annotations

import traceback
from contextlib import suppress

from robotrace.episodes.attempt import attempt
from robotrace.episodes.episode import Episode
from robotrace.episodes.pool import messages
from robotrace.episodes.pool.request import Request
from robotrace.episodes.pool.worker_config import WorkerConfig
from robotrace.episodes.task import Task
from robotrace.sandbox import Sandbox

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Environment of a worker: there is one for each core already."""


class EpisodeServer:
    """Runs episodes of one problem.

    Args:
        config: The problem, as `WorkerConfig.to_json` wrote it.
    """

    def __init__(self, config: str) -> None:
        self._config = WorkerConfig.from_json(config)
        self._task: Task | None = None
        self._sandbox = None if self._config.trust else Sandbox()

    def ready(self) -> None:
        """Answered as soon as there is a place to run."""

    def prepare(self) -> None:
        """Make the task before an episode is asked for; what goes wrong in that is said when one is."""
        with suppress(Exception):  # it is made again then, and whatever is raised is reported
            self._task = self._config.recipe.make()
            getattr(self._task, "prepare", lambda: None)()

    def run(self, request: str) -> bytes:
        """One episode as `messages.read` reads it; whatever is raised is reported, for the other side to raise."""
        try:
            episode = self._run(Request.from_json(request))
            return messages.write_episode(episode, traced=self._config.level == "hints")
        except Exception as error:  # noqa: BLE001 - reported to the process that asked, which raises it
            return messages.write_error(error, traceback.format_exc())

    def _run(self, request: Request) -> Episode:
        if self._task is None:
            self._task = self._config.recipe.make()
        return attempt(
            request.text,
            self._task,
            request.case,
            sandbox=self._sandbox,
            level=self._config.level,
            traced=request.traced,
            until=request.until,
        )
