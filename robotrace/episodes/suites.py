"""Suites by name: tasks that the field measures together, such as Meta-World's MT10.

A family of tasks lists its suites as `SUITES`; an installed package announces one, a `Suite`, as an entry point of the group
"robotrace.suites".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from robotrace import plugins
from robotrace.episodes.families import families
from robotrace.errors import OptionError, UnknownNameError
from robotrace.text import one_line

SUITES = "robotrace.suites"
"""The group of entry points under which packages announce suites."""


@dataclass(frozen=True, slots=True)
class Suite:
    """Tasks that are measured together.

    Attributes:
        name: The name of the suite, such as "MT10".
        about: What it is and where it is from, in a line.
        tasks: The names of its tasks, in its own order; of a suite with two classes, those of its train class.
        test: The names of the tasks of its test class; empty where it has a single class.
        one_of: Whether the suite is one of its tasks, which is named behind a colon: "MT1:reach-v3".
        options: The options of its tasks that belong to its protocol, where they are others than by default.
    """

    name: str
    about: str
    tasks: tuple[str, ...]
    test: tuple[str, ...] = ()
    one_of: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def roles(self) -> tuple[tuple[str, str], ...]:
        """Each task's name with its class: "train" or "test", or "" where there is a single class."""
        train = "train" if self.test else ""
        return (*((task, train) for task in self.tasks), *((task, "test") for task in self.test))


def suite_names() -> tuple[str, ...]:
    """The suites that have names, bundled and announced; sorted. No simulator is imported."""
    return tuple(sorted({*_bundled(), *plugins.installed(SUITES)}))


def find_suite(name: str) -> Suite:
    """The suite of a name.

    Args:
        name: A name, such as "MT10"; where the suite is one of its tasks, that too: "MT1:reach-v3".

    Raises:
        UnknownNameError: There is no such suite, or it has no such task.
        OptionError: A task is missing, or there is one where none belongs; or what a package announces is no suite.
    """
    head, colon, task = name.partition(":")
    suite = _found(head)
    if not suite.one_of:
        if colon:
            raise OptionError(
                f"{head} is a suite of {len(suite.roles)} tasks, found {name!r}: leave {colon}{task} out."
            )
        return suite
    if not task:
        raise OptionError(
            f"{head} is one task, which has to be named: {head}:{suite.tasks[0].split('/')[-1]}, for example."
        )
    full = next((known for known in suite.tasks if task in (known, known.split("/")[-1])), None)
    if full is None:
        raise UnknownNameError(f"task of {head}", task, (known.split("/")[-1] for known in suite.tasks))
    return replace(suite, name=f"{head}:{full.split('/')[-1]}", tasks=(full,), one_of=False)


def tasks_named(name: str) -> tuple[str, ...]:
    """The tasks that a suite's name, or several names with commas between them, stand for; () where it is neither.

    Args:
        name: Such as "MT10", "MT1:reach-v3" or "reach-v3,push-v3".

    Raises:
        UnknownNameError: A suite has no such task.
        OptionError: A name between commas is missing, or the suite has a test class of other tasks.
    """
    if "," in name:
        names = tuple(part.strip() for part in name.split(","))
        if "" in names:
            raise OptionError(f"{name!r}: expected names of tasks with commas between them, found an empty one.")
        return names
    if name.partition(":")[0] not in suite_names():
        return ()
    suite = find_suite(name)
    if suite.test:
        raise OptionError(
            f"{suite.name} is tested on tasks that it is not trained on, and one controller has a part for each task that it "
            f"knows: take a suite of one class, such as MT10, or robotrace suite {suite.name} for a controller a task."
        )
    return suite.tasks


def _found(name: str) -> Suite:
    bundled = _bundled()
    if name in bundled:
        return bundled[name]
    announced = plugins.installed(SUITES)
    if name not in announced:
        raise UnknownNameError("suite", name, suite_names())
    suite = plugins.entry(announced[name])
    if not isinstance(suite, Suite):
        raise OptionError(
            f"{name} is no suite: expected a robotrace.episodes.suites.Suite, found {one_line(repr(suite), 100)}."
        )
    return suite


def _bundled() -> dict[str, Suite]:
    return {suite.name: suite for family in families() for suite in getattr(family, "SUITES", ())}
