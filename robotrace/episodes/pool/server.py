"""What runs in a worker, of whatever kind: one work, made once, and one answer after another."""

from __future__ import annotations

import traceback
from contextlib import suppress

from robotrace.episodes.pool import messages
from robotrace.episodes.pool.work import Answering, served

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Environment of a worker: there is one for each core already."""


class Server:
    """Answers the requests of one work.

    Args:
        work: The work, as `told` wrote it.
    """

    def __init__(self, work: str) -> None:
        self._work = work
        self._answering: Answering | None = None

    def ready(self) -> None:
        """Answered as soon as there is a place to run."""

    def prepare(self) -> None:
        """Make what answers, such as a task, before something is asked; what goes wrong in that is said when it is."""
        with suppress(Exception):  # it is made again then, and whatever is raised is reported
            self._answering = served(self._work)

    def run(self, request: str) -> bytes:
        """One answer as `messages.read` reads it; whatever is raised is reported, for the other side to raise."""
        try:
            if self._answering is None:
                self._answering = served(self._work)
            return messages.write(self._answering(request))
        except Exception as error:  # noqa: BLE001 - reported to the process that asked, which raises it
            return messages.write_error(error, traceback.format_exc())
