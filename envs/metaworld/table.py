"""All 50 tasks by name."""

from __future__ import annotations

from .entries import Entry
from .fixtures import FIXTURES
from .objects import OBJECTS

TASKS: dict[str, Entry] = {entry.name: entry for entry in sorted((*FIXTURES, *OBJECTS), key=lambda entry: entry.name)}
