"""Libraries that register environments of their own: each is a file here, with what is known of its environments beside it."""

from __future__ import annotations

from .dm_control import DM_CONTROL
from .highway import HIGHWAY
from .library import Library
from .robotics import ROBOTICS

LIBRARIES: tuple[Library, ...] = (ROBOTICS, DM_CONTROL, HIGHWAY)
"""All that are known by name; others are named with the module that registers them, "mine:Maze-v0"."""


def library_of(env_id: str) -> Library | None:
    """The library that has an id, installed or not; None where none is known to."""
    return next((library for library in LIBRARIES if library.ids.fullmatch(env_id)), None)


def place_of(entry_point: object) -> Library | None:
    """The library that an environment was registered by, from where its registration says it is."""
    if not isinstance(entry_point, str):
        return None
    return next((library for library in LIBRARIES if entry_point.startswith(library.place)), None)
