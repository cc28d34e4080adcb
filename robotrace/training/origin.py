"""Where a task or a problem of the user's own is from: by that it is found again, and read in the run's folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from robotrace.episodes.registry import recipe_of
from robotrace.errors import OptionError
from robotrace.plugins import place_of


def origin_of(made: Any) -> str | None:
    """The file and the name in it, such as "/home/me/mine.py:make_task"; None where it was made by other means."""
    try:
        name = recipe_of(made).name
    except (OptionError, AttributeError):
        return None  # whoever resumes the run gives it again
    return name if ".py" in name else None


def source_of_origin(name: str | None) -> str | None:
    """The text of that file, for a run's readers; None where there is none to be had."""
    place = None if name is None else place_of(name)
    try:
        return None if place is None else Path(place.path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
