"""Tasks by name or by path: `make("pick-place-v3")`, `make("./my_task.py:make_task")`."""

from __future__ import annotations

import difflib
import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from robotrace import plugins
from robotrace.episodes.checked import refuse
from robotrace.episodes.declared import of_declaration
from robotrace.episodes.families import TASKS, families, problem_names
from robotrace.episodes.limit import SECONDS
from robotrace.episodes.several import SeveralTasks
from robotrace.episodes.spelled import spelled
from robotrace.episodes.suites import suite_names, tasks_named
from robotrace.episodes.task import Task
from robotrace.errors import OptionError, RobotraceError, TaskError, UnknownNameError
from robotrace.opto.mistake import raised, shown

FACTORY = "make_task"
ELSEWHERE = (
    "An environment that another library registers with Gymnasium is named with its module, as in module:Name-v0."
)
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Recipe:
    """The arguments of `make`: enough to make the same task in another process.

    Attributes:
        name: The name of the task; of a user's own, the path of its file and the function in it.
        seed: The seed of the goals; None, of a problem alone, where its maker was given none.
        options: The further options of `make`, by name.
        step_seconds: That a reset or a step may take; None for what the task says of itself.
    """

    name: str
    seed: int | None = 0
    options: Mapping[str, Any] = field(default_factory=dict)
    step_seconds: float | None = None

    def make(self) -> Task:
        """The task."""
        return make(self.name, seed=self.seed or 0, step_seconds=self.step_seconds, **self.options)


_RECIPE = "_robotrace_recipe"  # a task does not know which file it came from, so it carries a note


def recipe_of(task: Task) -> Recipe:
    """How to make a task anew.

    Raises:
        OptionError: The task was not made by `make`.
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


def step_seconds(task: Task) -> float | None:
    """How long a reset or a step of a task may take: as `make` was told, else as the task says; None for any time."""
    recipe = getattr(task, "__dict__", {}).get(_RECIPE)
    told = recipe.step_seconds if isinstance(recipe, Recipe) else None
    seconds: float | None = getattr(task, "step_seconds", SECONDS) if told is None else told
    return seconds


def make(name: str, *, seed: int = 0, step_seconds: float | None = None, **options: Any) -> Task:
    """Make a task.

    Args:
        name: The name of a bundled task, with or without its family ("metaworld/reach-v3", "reach-v3"), or of one that an
            installed package announces, or the path of a file of yours and the function in it that makes a task
            ("./my_task.py:make_task"; "./my_task.py" means the same). Options may stand behind it: "reach-v3?goal=hidden".
            A suite's name ("MT10") or several names ("reach-v3,push-v3") make several tasks for one controller, whose goals are
            (task, goal) pairs.
        seed: The seed of the goals.
        step_seconds: That a reset or a step may take, in seconds, before it is ended as one that hangs; by default what the task
            says of itself, else 60. Code in C that never lets Python run cannot be ended.
        options: Those of the task's family, such as `control="raw"` or `horizon=25`.

    Raises:
        UnknownNameError: There is no such task.
        OptionError: There is no such option, a value is not usable, or a file does not make a task.
        TaskError: What should make a task raises.
    """
    _check_seconds(step_seconds)
    name, options = spelled(name, options)
    place = plugins.place_of(name)
    if place is not None:
        return note(*_made_own(place, seed, options, step_seconds))
    announced = plugins.installed(TASKS)
    if name in announced:
        made = _made(name, plugins.entry(announced[name]), seed, options)
        return note(made, Recipe(name, seed, options, step_seconds))
    several = tasks_named(name)
    if len(several) > 1:
        makers = [partial(make, one, seed=seed, **options) for one in several]
        return note(SeveralTasks(name, makers), Recipe(name, seed, options, step_seconds))
    name = several[0] if several else name
    family, short = _find(name)
    check_options(f"Task {name}", family.make, options, given=1)
    task: Task = family.make(short, seed=seed, **options)
    return note(task, Recipe(name, seed, options, step_seconds))


def task_of(task: Any, seed: int | None = None) -> Task:
    """The task that somebody means.

    Args:
        task: A task, or the name of one.
        seed: The seed of the goals, where it is a name.

    Raises:
        UnknownNameError: There is no such task.
        OptionError: It is no task, or a task that was made with another seed.
        TaskError: It does not say of itself what every task says.
    """
    if isinstance(task, str):
        task, seed = make(task, seed=seed or 0), None
    if isinstance(task, type):
        raise OptionError(
            f"Expected a task or the name of one, found the class {task.__name__}: make one, {task.__name__}()."
        )
    if missing := sorted(lacking(task)):
        raise OptionError(
            f"Expected a task or the name of one, found {shown(task)}, which lacks {', '.join(missing)}: a simulator becomes a "
            "task by a class of your own that is derived from robotrace.tasks.SimulatorTask."
        )
    refuse(of_declaration(task))
    found: Task = task
    if seed is not None and seed != found.seed:
        raise OptionError(
            f"{found.name} was made with seed {found.seed}, found seed={seed}: give seed to make(), not here."
        )
    return found


def _find(name: str) -> tuple[Any, str]:
    """The family of a name, and the name within it."""
    known = [(family, short) for family in families() for short in family.NAMES]
    matching = [(family, short) for family, short in known if name in (short, f"{family.FAMILY}/{short}")]
    if len(matching) == 1:
        return matching[0]
    if matching:
        raise UnknownNameError("task", name, (f"{family.FAMILY}/{short}" for family, short in matching))
    for family in families():
        if hasattr(family, "claims") and family.claims(name):
            return family, name.removeprefix(f"{family.FAMILY}/")
    known += [(family, short) for family in families() if hasattr(family, "further") for short in family.further()]
    shown = (f"{family.FAMILY}/{short}" if "/" in name else short for family, short in known)
    raise UnknownNameError(
        "task",
        name,
        (*shown, *problem_names(), *plugins.installed(TASKS), *suite_names()),
        listing="robotrace tasks",
        otherwise=ELSEWHERE if re.search(r"-v\d+$", name) else "",
    )


def _made_own(place: plugins.Place, seed: int, options: dict[str, Any], seconds: float | None) -> tuple[Task, Recipe]:
    """A task from a user's file, and its recipe, which names the function too."""
    name = f"{place.path}:{place.name or FACTORY}"
    factory = plugins.load(place, default=FACTORY, kind="task")
    return _made(name, factory, seed, options), Recipe(name, seed, options, seconds)


def _made(name: str, factory: Any, seed: int, options: dict[str, Any]) -> Task:
    """What a factory that is not robotrace's own makes, if it is a task."""
    if not callable(factory):
        raise OptionError(f"{name} makes no task: expected a function or a class, found {type(factory).__name__}.")
    check_options(f"Task {name}", factory, options, given=0)
    task = _called(name, factory, seed, options)
    if missing := sorted(lacking(task)):
        raise OptionError(
            f"{name} did not make a task: expected all that robotrace.episodes.task.Task has; found"
            f" {type(task).__name__}, which lacks {', '.join(missing)}."
        )
    made: Task = task
    return made


def _called(name: str, factory: Callable[..., Any], seed: int, options: dict[str, Any]) -> Any:
    """What a user's function returns."""
    try:
        inspect.signature(factory).bind(seed=seed, **options)
    except TypeError as error:
        raise OptionError(
            f"{name}: expected to be called with seed={seed}, found that it cannot be: {error}. Let it take the keyword "
            "seed: def make_task(*, seed=0)."
        ) from error
    try:
        return factory(seed=seed, **options)
    except RobotraceError:
        raise
    except Exception as error:
        raise TaskError(f"{name} makes no task: expected one, found {raised(error)}.") from error


def _check_seconds(seconds: Any) -> None:
    if seconds is not None and not (isinstance(seconds, int | float) and not isinstance(seconds, bool) and seconds > 0):
        raise OptionError(f"step_seconds: expected a number of seconds above 0, found {seconds!r:.100}.")


def check_options(culprit: str, factory: Callable[..., Any], options: dict[str, Any], *, given: int) -> None:
    """Refuse options that a task's or a problem's factory does not name.

    Args:
        culprit: What is made, in words.
        factory: What makes it.
        options: Those that it is to be given, by name.
        given: How many of its parameters are passed by position.

    Raises:
        OptionError: It has no such option.
    """
    parameters = list(inspect.signature(factory).parameters.values())[given:]
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
        return
    known = sorted(parameter.name for parameter in parameters if parameter.name != "seed")
    for option in options:
        if option not in known:
            near = difflib.get_close_matches(option, known, n=1, cutoff=0.5)
            guess = f" Did you mean {near[0]}?" if near else ""
            raise OptionError(f"{culprit} has no option {option!r}.{guess} Known: {', '.join(known) or 'none'}.")


def lacking(task: Any) -> Iterator[str]:
    """The members of a task that something does not have."""
    members = (name for name in vars(Task) if not name.startswith("_"))
    return (name for name in members if not hasattr(task, name))
