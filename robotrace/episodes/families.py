"""Which tasks there are, and what a listing says of each: known before any of them is made."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from robotrace import plugins

if TYPE_CHECKING:
    from robotrace.episodes.task import Level

FAMILIES = "robotrace.envs"
TASKS = "robotrace.tasks"
"""The group of entry points under which packages announce functions and classes that make a task."""


class Listing(NamedTuple):
    """What a listing says of a task.

    Attributes:
        name: The task's name, such as "metaworld/reach-v3".
        description: What is to be done, in a line.
        horizon: The largest number of actions in an episode, where `make` is given no other.
        feedback: The levels of feedback that there are.
    """

    name: str
    description: str
    horizon: int
    feedback: tuple[Level, ...]


def task_names() -> tuple[str, ...]:
    """The tasks that have names: bundled ones as "family/name", and those that installed packages announce; sorted.

    No simulator is imported.
    """
    bundled = (f"{family.FAMILY}/{name}" for family in families() for name in family.NAMES)
    return tuple(sorted({*bundled, *plugins.installed(TASKS)}))


def listed(name: str) -> Listing | None:
    """What a family says of a task of its own without making it.

    Args:
        name: The whole name, as `task_names` has it.

    Returns:
        None where the task has to be made: that of an installed package, or of a family that has no `listed`.
    """
    if name in plugins.installed(TASKS):
        return None
    head, _, short = name.partition("/")
    for family in families():
        if head == family.FAMILY and short in family.NAMES and hasattr(family, "listed"):
            told: Listing = family.listed(short)
            return told
    return None


@cache
def families() -> tuple[Any, ...]:
    """The bundled families: modules and packages that define `FAMILY`, `NAMES` and `make(name, *, seed, ...)`.

    A family with more tasks than it can list defines `claims(name)` too: whether a name is one of its own. One that can tell of
    its tasks before they are made defines `listed(name)`, which gives the `Listing` of a name of `NAMES`. One with suites lists
    them as `SUITES`; see `robotrace.episodes.suites`.
    """
    package = importlib.import_module(FAMILIES)
    modules = (importlib.import_module(f"{FAMILIES}.{item.name}") for item in pkgutil.iter_modules(package.__path__))
    return tuple(module for module in modules if hasattr(module, "FAMILY"))
