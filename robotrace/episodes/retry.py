"""A second try for what the machine, and not the controller, brought to an end."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Generator
from typing import ParamSpec, TypeVar

from robotrace.errors import SandboxUnavailable

P = ParamSpec("P")
R = TypeVar("R")
Y = TypeVar("Y")
AGAIN = "An episode is run once more: %s"

log = logging.getLogger(__name__)


def retry(run: Callable[P, R]) -> Callable[P, R]:
    """Have an episode run once more, from its start, when its protected process is lost for no fault of the controller's."""

    @functools.wraps(run)
    def twice(*args: P.args, **options: P.kwargs) -> R:
        try:
            return run(*args, **options)
        except SandboxUnavailable as error:
            log.warning(AGAIN, error)
        return run(*args, **options)

    return twice


def retried(run: Callable[P, Generator[Y, None, R]]) -> Callable[P, Generator[Y, None, R]]:
    """`retry` for an episode in turns."""

    @functools.wraps(run)
    def twice(*args: P.args, **options: P.kwargs) -> Generator[Y, None, R]:
        try:
            return (yield from run(*args, **options))
        except SandboxUnavailable as error:
            log.warning(AGAIN, error)
        return (yield from run(*args, **options))

    return twice
