"""What a pool's workers do: something that is told to another process once, and asked there many times."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from typing import Any, Protocol

from robotrace.errors import OptionError
from robotrace.opto import Job, Outcome

Answering = Callable[[str], Any]
"""In a worker: answers a request, as its `to_json` wrote it, with what JSON can hold."""

TRUSTED_SECONDS = 600.0
"""For one request that runs in the worker itself, unwatched; no honest one comes near it."""


class Request(Protocol):
    """One thing asked of a worker; its `str` names it in messages."""

    def to_json(self) -> str:
        """The request as text."""
        ...


class Work(Protocol):
    """What the workers of one pool do. It is plain data to them; no simulator and no live object crosses a process border.

    The module of a work also has a function `serve(settings) -> Answering`, which a worker calls once, with what `settings` gave.
    """

    @property
    def limit(self) -> float | None:
        """Seconds that a request may take before its worker is ended; None where something else watches it, or nothing has to."""
        ...

    @property
    def takes_turns(self) -> bool:
        """Whether a worker waits for a process of its own, such as a sandbox; the two are better off on one CPU."""
        ...

    def settings(self) -> dict[str, Any]:
        """What a worker is told, as JSON-compatible data.

        Raises:
            OptionError: Something of it cannot be told to another process.
        """
        ...

    def request(self, job: Job) -> Any:
        """What is asked of a worker for a job."""
        ...

    def read(self, body: Any, request: Any) -> Any:
        """A worker's answer, from what its `Answering` returned.

        Raises:
            ValueError: It is no such answer.
        """
        ...

    def late(self, request: Any, limit: float) -> Any:
        """What stands for an answer where there was none within the limit."""
        ...

    def outcome(self, answer: Any, job: Job) -> Outcome:
        """The outcome of a job, made in this process."""
        ...

    def close(self) -> None:
        """End what it keeps in this process."""
        ...


def told(work: Work) -> str:
    """A work as the text that a worker's server is made from."""
    return json.dumps({"module": type(work).__module__, "settings": work.settings()})


def served(text: str) -> Answering:
    """In a worker: what answers the requests of a work."""
    body = json.loads(text)
    answering: Answering = importlib.import_module(body["module"]).serve(body["settings"])
    return answering


def check_workers(workers: int | None) -> None:
    """Refuse a number of workers that cannot be.

    Raises:
        OptionError: It is no whole number from 1 up.
    """
    if workers is not None and (not isinstance(workers, int) or isinstance(workers, bool) or workers < 1):
        raise OptionError(f"workers: expected a whole number from 1 up, found {workers!r}.")
