"""A second try for what the machine, and not the controller, brought to an end."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from robotrace.errors import SandboxUnavailable

P = ParamSpec("P")
R = TypeVar("R")

log = logging.getLogger(__name__)


def retry(run: Callable[P, R]) -> Callable[P, R]:
    """Have an episode run once more, from its start, when its protected process is lost for no fault of the controller's."""

    @functools.wraps(run)
    def twice(*args: P.args, **options: P.kwargs) -> R:
        try:
            return run(*args, **options)
        except SandboxUnavailable as error:
            log.warning("An episode is run once more: %s", error)
        return run(*args, **options)

    return twice
