"""Anything that has a name or a place, looked at as what it is: a task, a problem, an optimizer, a controller."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, Literal

from robotrace import plugins
from robotrace.episodes import Task, policy_names, task_names
from robotrace.episodes.bundled import problem as bundled
from robotrace.episodes.families import further_names, is_named, problem_names, problems_named
from robotrace.episodes.limit import SECONDS
from robotrace.episodes.registry import FACTORY
from robotrace.errors import OptionError, UnknownNameError
from robotrace.optimizers import choose, optimizer_names
from robotrace.optimizers.registry import DEFAULT
from robotrace.opto import ENTRY
from robotrace.opto.definitions import definitions
from robotrace.testing.controllers import examine_controller
from robotrace.testing.optimizers import examine_optimizer
from robotrace.testing.problems import examine_problem
from robotrace.testing.report import Report
from robotrace.testing.tasks import examine_task

Made = Literal["task", "problem", "optimizer"]
_MEMBERS: tuple[tuple[Made, tuple[str, ...]], ...] = (
    ("optimizer", ("propose",)),
    ("problem", ("query", "candidate")),
    ("task", ("reset", "step")),
)
"""What tells one kind from another: any of these members."""
NAMES = (FACTORY, "problem", "make_problem", DEFAULT, ENTRY)
"""What is looked for in a file where no name is given."""


def examine(
    thing: str,
    *,
    task: Task | str | None = None,
    seed: int = 0,
    goals: int = 3,
    trust: bool = False,
    ask: bool = False,
    seconds: float | None = SECONDS,
) -> Report:
    """Look for mistakes at whatever a name means.

    Args:
        thing: The name of a task, a problem, an optimizer or a policy, or a place such as "./mine.py:make_task".
        task: The task that a controller is for; with one, `thing` is a controller.
        seed: The seed of a task's goals.
        goals: The number of goals that a controller is played on.
        trust: Run a controller in this process.
        ask: Let an optimizer ask its language model.
        seconds: That a call may take; None for any time.

    Raises:
        UnknownNameError: Nothing is called so.
        OptionError: It cannot be told what it is, or a controller is given without its task.
    """
    if task is not None:
        return examine_controller(thing, task, goals=goals, trust=trust)
    place = plugins.place_of(thing)
    if place is not None:
        return _examine_place(place, seed, ask, seconds)
    if thing in optimizer_names():
        return examine_optimizer(choose(thing), ask=ask, seconds=seconds)
    if thing.replace("-", "_") in policy_names():
        raise _needs_task(thing)
    if problems_named(thing):
        return examine_problem(functools.partial(bundled, thing, seed=seed), seconds=seconds)
    if "/" not in thing and not is_named(thing.partition("?")[0]):
        known = {*task_names(), *further_names(), *problem_names(), *optimizer_names(), *policy_names()}
        short = (name.rpartition("/")[2] for name in known)
        raise UnknownNameError("task, problem, optimizer or policy", thing, {*known, *short}, listing="robotrace tasks")
    return examine_task(thing, seed=seed, seconds=seconds)


def _examine_place(place: plugins.Place, seed: int, ask: bool, seconds: float | None) -> Report:
    """What a user's file holds. It is imported, unless it is a controller."""
    name = place.name or _default(place)
    if name == ENTRY:
        raise _needs_task(str(place))
    found = plugins.load(plugins.Place(place.path, name), default=name, kind="thing")
    factory = found if callable(found) and _kind(found) is None else None
    if factory is not None and not _is_factory(factory):
        raise _needs_task(f"{place.path}:{name}")
    kind = _kind(found if factory is None else _call(factory, seed))
    if kind == "problem":
        return examine_problem(functools.partial(_call, found, seed) if callable(found) else found, seconds=seconds)
    if kind == "optimizer":
        return examine_optimizer(found, ask=ask, seconds=seconds)
    if kind == "task" or name == FACTORY:
        return examine_task(f"{place.path}:{name}" if callable(found) else found, seed=seed, seconds=seconds)
    raise OptionError(
        f"{place.path}:{name}: expected a task, a problem, an optimizer, or a function or class that makes one; found"
        f" {type(found).__name__}."
    )


def _default(place: plugins.Place) -> str:
    """The first of the usual names that a file defines."""
    if not place.path.is_file():
        raise OptionError(f"There is no file {place.path}.")
    text = place.path.read_text(encoding="utf-8", errors="replace")
    defined = {one.path for one in definitions(text)} | {line.partition("=")[0].strip() for line in text.splitlines()}
    for name in NAMES:
        if name in defined:
            return name
    raise OptionError(f"{place.path} defines none of {', '.join(NAMES)}: name what is meant, {place.path}:NAME.")


def _kind(value: Any) -> Made | None:
    return next((kind for kind, members in _MEMBERS if any(hasattr(value, member) for member in members)), None)


def _is_factory(function: Callable[..., Any]) -> bool:
    """Whether a function can be called with a seed or with nothing, as no controller can."""
    try:
        inspect.signature(function).bind(**_seeded(function, 0))
    except (TypeError, ValueError):
        return False
    return True


def _call(factory: Callable[..., Any], seed: int) -> Any:
    return factory(**_seeded(factory, seed))


def _seeded(factory: Callable[..., Any], seed: int) -> dict[str, int]:
    return {"seed": seed} if "seed" in inspect.signature(factory).parameters else {}


def _needs_task(name: str) -> OptionError:
    return OptionError(f"{name} is a controller: name the task that it is for, with --task.")
