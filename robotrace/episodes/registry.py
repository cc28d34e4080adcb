"""Tasks by name or by path: `make("pick-place-v3")`, `make("./my_task.py:make_task")`."""

from __future__ import annotations

import difflib
import hashlib
import importlib
import importlib.util
import inspect
import pkgutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from robotrace.episodes.task import Task
from robotrace.errors import OptionError, UnknownNameError

FAMILIES = "robotrace.envs"
FACTORY = "make_task"
Made = TypeVar("Made", bound=Task)


@dataclass(frozen=True, slots=True)
class Recipe:
    """What `make` was told: enough to make the same task in another process.

    Attributes:
        name: of the task; of a user's own, the path of its file and the function in it.
        seed: of the goals.
        options: the others.
    """

    name: str
    seed: int = 0
    options: Mapping[str, Any] = field(default_factory=dict)

    def make(self) -> Task:
        """The task."""
        return make(self.name, seed=self.seed, **self.options)


_RECIPE = "_robotrace_recipe"  # a task does not know which file it came from, so it carries a note


def recipe_of(task: Task) -> Recipe:
    """How to make a task anew.

    Raises:
        OptionError: it was not made by `make`.
    """
    # Its own note, not one that a wrapper hands on: a task made anew would come without the wrapper.
    recipe = getattr(task, "__dict__", {}).get(_RECIPE)
    if not isinstance(recipe, Recipe):
        raise OptionError(
            f"{task.name} cannot be made anew in another process: make it with robotrace.make, by its name or as "
            '"./its_file.py:function" (its class needs a __dict__), or use one worker.'
        )
    return recipe


def note(task: Made, recipe: Recipe) -> Made:
    """The task, with a note of how to make it anew."""
    if hasattr(task, "__dict__"):
        object.__setattr__(task, _RECIPE, recipe)  # a frozen dataclass may be a task too
    return task


def make(name: str, *, seed: int = 0, **options: Any) -> Task:
    """Make a task.

    Args:
        name: of a bundled task, with or without its family ("metaworld/reach-v3", "reach-v3"), or the path of a file of
            yours and the function in it that makes a task ("./my_task.py:make_task"; "./my_task.py" means the same).
        seed: of the goals.
        options: those of the task's family, such as `control="raw"` or `horizon=25`.

    Raises:
        UnknownNameError: there is no such task.
        OptionError: there is no such option, a value is not usable, or a file does not make a task.
    """
    head, python, tail = name.partition(".py")
    if python and (not tail or tail.startswith(":")):
        path, function = Path(f"{head}.py").expanduser().resolve(), tail[1:] or FACTORY
        return note(_make_from_file(path, function, seed, options), Recipe(f"{path}:{function}", seed, options))
    family, short = _find(name)
    _check_options(name, family.make, options, given=1)
    made: Task = family.make(short, seed=seed, **options)
    return note(made, Recipe(name, seed, options))


def task_names() -> tuple[str, ...]:
    """The bundled tasks, as "family/name", sorted; no simulator is imported."""
    return tuple(sorted(f"{family.FAMILY}/{name}" for family in _families() for name in family.NAMES))


@cache
def _families() -> tuple[Any, ...]:
    """The modules of the bundled families: those that define `FAMILY`, `NAMES` and `make(name, *, seed, ...)`.

    A family with more tasks than it can list defines `claims(name)` too: whether a name is one of its own.
    A module with an underscore in its name is part of a family, as metaworld_fast is of metaworld: it may import a simulator.
    """
    package = importlib.import_module(FAMILIES)
    names = (found.name for found in pkgutil.iter_modules(package.__path__) if "_" not in found.name)
    modules = (importlib.import_module(f"{FAMILIES}.{name}") for name in names)
    return tuple(module for module in modules if hasattr(module, "FAMILY"))


def _find(name: str) -> tuple[Any, str]:
    """The family of a name, and the name within it."""
    known = [(family, short) for family in _families() for short in family.NAMES]
    found = [(family, short) for family, short in known if name in (short, f"{family.FAMILY}/{short}")]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownNameError("task", name, (f"{family.FAMILY}/{short}" for family, short in found))
    for family in _families():
        if hasattr(family, "claims") and family.claims(name):
            return family, name.removeprefix(f"{family.FAMILY}/")
    raise UnknownNameError(
        "task", name, (f"{family.FAMILY}/{short}" if "/" in name else short for family, short in known)
    )


def _make_from_file(path: Path, function: str, seed: int, options: dict[str, Any]) -> Task:
    module = _load(path)
    factory = getattr(module, function, None)
    if not callable(factory):
        public = [key for key, value in vars(module).items() if inspect.isfunction(value) and not key.startswith("_")]
        raise UnknownNameError(f"function in {path}", function, public)
    _check_options(f"{path}:{function}", factory, options, given=0)
    task = factory(seed=seed, **options)
    if missing := sorted(_lacking(task)):
        raise OptionError(
            f"{path}:{function} did not make a task: expected all that robotrace.episodes.task.Task has; found"
            f" {type(task).__name__}, which lacks {', '.join(missing)}."
        )
    made: Task = task
    return made


def _load(path: Path) -> ModuleType:
    path = path.expanduser().resolve()
    if not path.is_file():
        raise OptionError(f"There is no file {path} to take a task from.")
    # The module has to be in sys.modules, or its dataclasses cannot resolve their annotations.
    alias = f"robotrace_task_{path.stem}_{hashlib.sha256(str(path).encode()).hexdigest()[:8]}"
    spec = importlib.util.spec_from_file_location(alias, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[alias] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[alias]
        raise
    return module


def _check_options(culprit: str, factory: Callable[..., Any], options: dict[str, Any], *, given: int) -> None:
    """Refuse options that the factory does not name; the first `given` of its parameters are passed by position."""
    parameters = list(inspect.signature(factory).parameters.values())[given:]
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
        return
    known = sorted(parameter.name for parameter in parameters if parameter.name != "seed")
    for option in options:
        if option not in known:
            near = difflib.get_close_matches(option, known, n=1, cutoff=0.5)
            guess = f" Did you mean {near[0]}?" if near else ""
            raise OptionError(f"Task {culprit} has no option {option!r}.{guess} Known: {', '.join(known) or 'none'}.")


def _lacking(task: Any) -> Iterator[str]:
    members = (name for name in vars(Task) if not name.startswith("_"))
    return (name for name in members if not hasattr(task, name))
