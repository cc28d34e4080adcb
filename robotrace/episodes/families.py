"""Which tasks and problems there are, and what a listing says of each: known before any of them is made."""

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


def is_named(name: str) -> bool:
    """Whether a name, with or without its family, is a task's: one that is listed, or that a family claims as its own."""
    if any(name in (known, known.rpartition("/")[2]) for known in task_names()):
        return True
    return any(family.claims(name) for family in families() if hasattr(family, "claims"))


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
        known = head == family.FAMILY and hasattr(family, "listed")
        if known and (short in family.NAMES or (hasattr(family, "further") and short in family.further())):
            told: Listing = family.listed(short)
            return told
    return None


def problem_names() -> tuple[str, ...]:
    """The bundled problems that are no robot's task, as "family/name"; sorted. None of their libraries is imported."""
    return tuple(problem_lines())


def problem_lines() -> dict[str, str]:
    """What each bundled problem asks for, in a line, by its name; sorted."""
    lines = {f"{family.FAMILY}/{name}": line for family in problem_families() for name, line in family.PROBLEMS.items()}
    return dict(sorted(lines.items()))


def problems_named(name: str) -> tuple[str, ...]:
    """The bundled problems that a name may stand for, with or without its family and with options behind it or not."""
    short = name.partition("?")[0]
    return tuple(whole for whole in problem_names() if short in (whole, whole.partition("/")[2]))


@cache
def problem_families() -> tuple[Any, ...]:
    """The bundled families of problems: packages that define `FAMILY`, `PROBLEMS` and `problem(name, *, seed, ...)`.

    `PROBLEMS` has what each asks for, in a line, by name. `problem` makes one, whose name is "family/name", with the options
    behind a question mark that are not what they are by default: by that it can be made anew.
    """
    return tuple(module for module in _modules() if hasattr(module, "PROBLEMS"))


@cache
def families() -> tuple[Any, ...]:
    """The bundled families of tasks: modules and packages that define `FAMILY`, `NAMES` and `make(name, *, seed, ...)`.

    A family with more tasks than it can list defines `claims(name)` too: whether a name is one of its own; and `further()` where it
    can name them, for which it may import a library. One that can tell of its tasks before they are made defines `listed(name)`,
    which gives the `Listing` of a name of `NAMES`, or of `further()`. One with suites lists
    them as `SUITES`; see `robotrace.episodes.suites`.
    """
    return tuple(module for module in _modules() if hasattr(module, "NAMES"))


@cache
def _modules() -> tuple[Any, ...]:
    package = importlib.import_module(FAMILIES)
    modules = (importlib.import_module(f"{FAMILIES}.{item.name}") for item in pkgutil.iter_modules(package.__path__))
    return tuple(module for module in modules if hasattr(module, "FAMILY"))


def further_names() -> tuple[str, ...]:
    """The bundled tasks that are known only when they are asked for, as "family/name": libraries are imported to find them."""
    found = (
        f"{family.FAMILY}/{name}" for family in families() if hasattr(family, "further") for name in family.further()
    )
    return tuple(sorted(found))
