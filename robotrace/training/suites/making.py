"""The plan of a suite, from a name, a user's file or tasks by name, and the options that every run gets."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from robotrace.episodes.suites import Suite, find_suite
from robotrace.errors import OptionError, UnknownNameError
from robotrace.llm.configure import MODEL_VARIABLE
from robotrace.optimizers import takes
from robotrace.plugins import place_of
from robotrace.results import RunFolder
from robotrace.results.suites.folder import SuiteFolder
from robotrace.results.suites.plan import UNNAMED, SuitePlan
from robotrace.text import one_line
from robotrace.training.suites.one import AUTO, member_of, prepare
from robotrace.training.suites.settings import check_taken, checked

SEEDS = 3
OWN = ("tasks", "test", "optimizers", "seeds")
"""What a suite's file says beside the options that every run gets."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks of a suite; None is what nobody said.

    Attributes:
        name: The name of the suite, or of its file.
        roles: Each task with its class.
        optimizers: The optimizers' names.
        seeds: How many, from 0 on, or which.
        settings: The options that every run gets.
    """

    name: str
    roles: tuple[tuple[str, str], ...]
    optimizers: Sequence[str] | str | None = None
    seeds: Sequence[int] | int | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, what: str | Path | Sequence[str]) -> Asked:
        """From a suite's name, the path of a suite's file (.toml), or the names of tasks.

        Raises:
            UnknownNameError: There is no such suite, or a file has a key that no suite has.
            OptionError: A file cannot be read, or a value in it is of another kind.
        """
        if not isinstance(what, str | Path):
            return cls(UNNAMED, tuple((task, "") for task in what))
        if str(what).endswith(".toml"):
            return _from_file(Path(what).expanduser())
        suite = find_suite(str(what))
        return cls(suite.name, suite.roles, settings=suite.options)

    def plan(
        self,
        *,
        optimizers: Sequence[str] | str | None = None,
        seeds: Sequence[int] | int | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> SuitePlan:
        """The plan; what is said here counts more than what the file says.

        Args:
            optimizers: The optimizers' names; by default the file's, else "auto".
            seeds: How many, from 0 on, or which; by default the file's, else 3.
            settings: The options that every run gets, checked.

        Raises:
            UnknownNameError: There is no such task, optimizer or policy.
            OptionError: An option is not usable.
            ModelError: An optimizer asks a language model, and none is named.
        """
        found = {**self.settings, **(settings or {})}
        if "policy" in found:
            found["policy"] = _policy(found["policy"], Path())
        chosen = next(said for said in (optimizers, self.optimizers, AUTO) if said is not None)
        names = tuple(_absolute(name, Path()) for name in _names(chosen, "optimizers"))
        found |= _named_model(names, found)
        members = tuple(member_of(_absolute(task, Path()), found, role) for task, role in self.roles)
        plan = SuitePlan(
            self.name,
            members,
            names,
            seeds_of(next(said for said in (seeds, self.seeds, SEEDS) if said is not None)),
            dict(sorted(found.items())),
        )
        check(plan)
        return plan


def _named_model(optimizers: Sequence[str], settings: Mapping[str, Any]) -> dict[str, str]:
    """The model that the environment names, where an optimizer asks one: a suite is resumed with it, whatever is named then."""
    model = os.environ.get(MODEL_VARIABLE)
    asks = any(name == AUTO or takes(name, "model") for name in optimizers)
    return {"model": model} if model and asks and "model" not in settings else {}


def check(plan: SuitePlan) -> None:
    """Refuse, before anything runs, what cannot run: each task with each optimizer, under the plan's settings.

    Raises:
        The errors of `Asked.plan`.
    """
    checked(plan.settings, kind="setting")  # those of a folder may be anybody's
    chosen = []
    for member in plan.members:
        for optimizer in plan.optimizers:
            prepared = prepare(member.task, optimizer, plan.seeds[-1], plan.settings)
            chosen.append(prepared.chosen)
            prepared.check()
    check_taken(chosen, plan.settings)


def seeds_of(said: Sequence[int] | int) -> tuple[int, ...]:
    """Seeds: of a number that many, from 0 on; else those that are listed.

    Raises:
        OptionError: There is none, or one is no whole number from 0 up.
    """
    if isinstance(said, int) and not isinstance(said, bool):
        if said < 1:
            raise OptionError(f"seeds: expected 1 or more, or a list of seeds; found {said}.")
        return tuple(range(said))
    if isinstance(said, str | bool) or not isinstance(said, Sequence):
        raise OptionError(f"seeds: expected a number of seeds or a list of them, found {one_line(repr(said), 80)}.")
    for seed in said:
        if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**64:
            raise OptionError(f"seeds: expected whole numbers from 0 up, found {one_line(repr(seed), 80)}.")
    return tuple(said)


def fresh_folder(plan: SuitePlan) -> SuiteFolder:
    """A new folder under ./results, by the suite's name.

    Raises:
        RunError: It cannot be made.
    """
    return SuiteFolder(RunFolder.fresh("results", plan.name).path)


def _from_file(path: Path) -> Asked:
    """What a user's file says, of which every key is known."""
    try:
        body = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise OptionError(f"The suite's file {str(path)!r} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OptionError(f"The suite's file {str(path)!r} is not TOML: {one_line(str(error), 200)}.") from error
    try:
        settings = checked({key: value for key, value in body.items() if key not in OWN}, kind="key", known=OWN)
        roles, protocol = _roles(body, path.parent)
        settings = {**protocol, **settings}
        optimizers = body.get("optimizers")
        named = None if optimizers is None else [_absolute(it, path.parent) for it in _names(optimizers, "optimizers")]
        if "policy" in settings:
            settings["policy"] = _policy(settings["policy"], path.parent)
        seeds = body.get("seeds")
        return Asked(path.stem, roles, named, None if seeds is None else seeds_of(seeds), settings)
    except UnknownNameError as error:
        if error.kind != "key":
            raise
        raise UnknownNameError(f"key of {path.name}", error.name, error.known) from None
    except OptionError as error:
        raise OptionError(f"{path.name}: {error}") from error


def _roles(body: Mapping[str, Any], folder: Path) -> tuple[tuple[tuple[str, str], ...], Mapping[str, Any]]:
    """Each task of a file with its class: tasks by name, or those of a suite by its name, with the options of its protocol."""
    if "tasks" not in body:
        raise OptionError(
            'tasks is missing: a list of tasks, such as tasks = ["reach-v3", "push-v3"], or the name of a suite.'
        )
    tasks = body["tasks"]
    if isinstance(tasks, str):
        suite: Suite = find_suite(tasks)
        if "test" in body:
            raise OptionError(f"test goes with a list of tasks, found tasks = {tasks!r}, a suite: leave test out.")
        return suite.roles, suite.options
    named = [_absolute(task, folder) for task in _names(tasks, "tasks")]
    tests = [_absolute(task, folder) for task in _names(body["test"], "test")] if "test" in body else []
    return (*((task, "train" if tests else "") for task in named), *((task, "test") for task in tests)), {}


def _names(said: Any, what: str) -> list[str]:
    """A list of names; one name alone is one of one."""
    names = [said] if isinstance(said, str) else said
    if not isinstance(names, Sequence) or not names or not all(isinstance(name, str) and name for name in names):
        raise OptionError(f"{what}: expected a list of names, found {one_line(repr(said), 80)}.")
    return list(names)


def _absolute(name: str, folder: Path) -> str:
    """The name of something in a user's file, by its whole path: a suite is resumed from anywhere. Any other name as it is."""
    return name if place_of(name) is None else str(place_of(str(folder / Path(name).expanduser())))


def _policy(name: str, folder: Path) -> str:
    """A policy likewise, which may be a run's folder, too."""
    path = folder / Path(name).expanduser()
    return str(path.resolve()) if os.sep in name and path.is_dir() else _absolute(name, folder)
