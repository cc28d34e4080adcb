"""What a name on the command line stands for: a robot's task, or a problem in a user's file."""

from __future__ import annotations

import ast
import inspect
from typing import Any

from robotrace import plugins
from robotrace.episodes import Task, make
from robotrace.episodes.bundled import problem as bundled
from robotrace.episodes.families import problems_named
from robotrace.episodes.registry import FACTORY, Recipe, note
from robotrace.errors import OptionError, RobotraceError
from robotrace.opto import ENTRY, Problem
from robotrace.text import one_line


def subject_of(name: str, *, seed: int | None = None, recorded: int | None = None, **options: Any) -> Task | Problem:
    """The task or problem of a name.

    Args:
        name: The name of a task or a bundled problem; or "./mine.py:thing", where the thing is a problem, or a function or class
            that makes a task or a problem, called with `seed=` where it takes one.
        seed: The seed of a task's goals, or of a problem's cases, where the problem takes one.
        recorded: The seed where none is given and one is taken, such as a run's; else 0.
        options: Those of a task; None is not given.

    Raises:
        UnknownNameError: There is no such task, file or name.
        OptionError: It makes neither, or does not take an option.
    """
    place = plugins.place_of(name)
    if place is not None:
        found = plugins.load(place, default=FACTORY, kind="task or problem")
        given = {option: value for option, value in options.items() if value is not None}
        problem = _problem(name, found, seed, recorded, given)
        if problem is not None:
            return note(problem, Recipe(f"{place.path}:{place.name or FACTORY}", recorded if seed is None else seed))
    chosen = (recorded or 0) if seed is None else seed
    if problems_named(name):
        return bundled(name, seed=chosen, **{option: value for option, value in options.items() if value is not None})
    return make(name, seed=chosen, **options)


def may_be_problem(place: plugins.Place) -> bool:
    """Whether a user's file may hold a problem under a name, by its text alone: a controller's file is never imported for that."""
    if not place.name or place.name == ENTRY:
        return False
    try:
        tree = ast.parse(place.path.read_text(encoding="utf-8"))
    except (OSError, ValueError, SyntaxError, RecursionError, MemoryError):
        return False
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef) and statement.name == place.name:
            return len(statement.args.args) == len(statement.args.defaults)
    return True


def _problem(name: str, found: Any, seed: int | None, recorded: int | None, options: dict[str, Any]) -> Problem | None:
    """The problem that a user's file holds or makes; None where it is something else."""
    if isinstance(found, type):
        if not all(hasattr(found, method) for method in ("cases", "candidate", "query")):
            return None
    elif isinstance(found, Problem):
        _refuse(name, options if seed is None else {"seed": seed, **options})
        return found
    elif not inspect.isfunction(found):
        return None
    parameters = inspect.signature(found).parameters
    takes_seed = "seed" in parameters
    if any(
        it.default is it.empty and it.kind not in (it.VAR_POSITIONAL, it.VAR_KEYWORD)
        for it in parameters.values()
        if it.name != "seed"
    ):
        return None
    chosen = recorded if seed is None else seed
    try:
        made = found(**({"seed": chosen} if takes_seed and chosen is not None else {}))
    except RobotraceError:
        raise
    except Exception as error:
        if inspect.isfunction(found):
            return None  # it may be a task's, which says the same in its own words
        raise OptionError(f"{name} cannot be made: {type(error).__name__}: {one_line(str(error), 300)}") from error
    if not isinstance(made, Problem):
        return None
    _refuse(name, options if seed is None or takes_seed else {"seed": seed, **options})
    return made


def _refuse(name: str, options: dict[str, Any]) -> None:
    if options:
        raise OptionError(f"{name} is a problem that takes no {min(options)}: leave it out, or give it in its file.")
