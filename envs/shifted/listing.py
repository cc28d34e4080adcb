"""What a listing says of shifted tasks: what the tasks themselves do, as the shifts change neither task nor horizon."""

from __future__ import annotations

from robotrace.episodes import families
from robotrace.episodes.families import Listing

from .suite import SHIFTS, SUITE

FAMILY = "shifted"
USUAL = "metaworld/"
"""The family that a name may leave out."""
NAMES: tuple[str, ...] = tuple(f"{name}@{SUITE}" for name in SHIFTS)


def claims(name: str) -> bool:
    """Whether a name that is not listed is of this family: there are as many as there are tasks and seeds."""
    return name.startswith(f"{FAMILY}/") or "@" in name


def listed(name: str) -> Listing | None:
    """What a listing says of a task of the suite, whose shifts can all be undone: it gives the hints of the task itself.

    Returns:
        None where the task itself has to be made.
    """
    base = families.listed(f"{USUAL}{name.partition('@')[0]}")
    return None if base is None else base._replace(name=f"{FAMILY}/{name}")
