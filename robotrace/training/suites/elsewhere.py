"""Runs on a pool of workers, such as a Ray cluster's: each worker makes runs one after another, each in a process of its own.

The machines need robotrace, the suite's folder and a user's own files under the same paths.
"""

from __future__ import annotations

import sys
from typing import Any

from robotrace.episodes.pool import Answering
from robotrace.opto import Job, Outcome
from robotrace.training.suites.order import Ended, Order
from robotrace.training.suites.processes import Processes


class SuiteWork:
    """What the workers do; see `robotrace.episodes.pool.Work`."""

    limit: float | None = None  # a run has caps of its own
    takes_turns = True

    def settings(self) -> dict[str, Any]:
        """Where modules are found here: a user's files may import what lies elsewhere than beside them."""
        return {"paths": [path for path in sys.path if path]}

    def request(self, job: Job) -> Any:
        """None: a suite's work is no oracle."""
        raise NotImplementedError(f"A suite's workers answer orders, found {job!r:.100}.")

    def outcome(self, answer: Any, job: Job) -> Outcome:
        """None likewise."""
        raise NotImplementedError(f"A suite's workers answer orders, found {job!r:.100} and {answer!r:.100}.")

    def read(self, body: Any, request: Order) -> Ended:  # noqa: ARG002 - each answer is read alike
        """How a run ended."""
        well, why = body
        return Ended(bool(well), str(why))

    def late(self, request: Order, limit: float) -> Ended:
        """A run that did not come to its end."""
        return Ended(False, f"{request} took longer than {limit:g} s")

    def close(self) -> None:
        """Nothing is kept."""


def serve(settings: dict[str, Any]) -> Answering:
    """In a worker: makes runs."""
    sys.path += [path for path in settings["paths"] if path not in sys.path]

    def answer(order: str) -> list[Any]:
        return [*Processes().one(Order.from_json(order))]

    return answer
