"""What a listing says of Meta-World's tasks."""

from __future__ import annotations

from robotrace.episodes.families import Listing
from robotrace.episodes.task import LEVELS

from .table import TASKS

FAMILY = "metaworld"
NAMES: tuple[str, ...] = tuple(TASKS)
HORIZON = 50
"""Macro actions in an episode."""


def listed(name: str) -> Listing:
    """What a listing says of a task."""
    return Listing(f"{FAMILY}/{name}", TASKS[name].task, HORIZON, LEVELS)
