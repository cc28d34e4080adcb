"""Whether a task keeps to what every task does."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from robotrace.episodes import Task, make
from robotrace.episodes.contract import name_of
from robotrace.episodes.declared import of_declaration
from robotrace.episodes.limit import SECONDS
from robotrace.episodes.registry import lacking, recipe_of
from robotrace.errors import OptionError, RobotraceError, UnknownNameError
from robotrace.opto import Case
from robotrace.opto.mistake import raised
from robotrace.plugins import place_of
from robotrace.testing.findings import Findings
from robotrace.testing.report import Report, unmade
from robotrace.testing.tasks import told
from robotrace.testing.tasks.apart import clipped, left_alone
from robotrace.testing.tasks.probe import FEW, Probe, actions_for, play
from robotrace.testing.tasks.remade import rebuilt, seeded
from robotrace.testing.tasks.repeated import compared, same_again
from robotrace.testing.tasks.starts import starts_differ

Source = Task | str | Callable[..., Any]


def examine_task(task: Source, *, seed: int = 0, seconds: float | None = SECONDS) -> Report:
    """Look at a task for mistakes, those that only show over time included; some episodes are played.

    Args:
        task: A task; the name of one, or its place, as `robotrace.make` takes it; or a function or class that makes one from a
            seed.
        seed: The seed of the goals, where it is to be made.
        seconds: That a call of its methods may take; None for any time.

    Returns:
        What was looked at, and what is wrong.
    """
    named = isinstance(task, str) and place_of(task) is None
    try:
        made, maker = _made(task, seed)
    except Exception as error:
        if named and isinstance(error, UnknownNameError | OptionError):
            raise  # a name that is mistyped, and no mistake of a task
        name = task if isinstance(task, str) else getattr(task, "__name__", type(task).__name__)
        words = str(error) if isinstance(error, RobotraceError) else raised(error, task)
        return unmade("task", name, words, "A function or class makes it from a seed: make_task(seed=0).")
    findings = Findings("task", name_of(made), made, seconds=seconds)
    with findings.watching():
        _examine(findings, made, maker)
    return findings.report()


def check_task(task: Source, *, seed: int = 0, seconds: float | None = SECONDS) -> None:
    """Insist on a task keeping to what every task does, in one line of a test: `check_task(make_task)`.

    Args:
        task: As for `examine_task`.
        seed: The seed of the goals, where it is to be made.
        seconds: That a call of its methods may take; None for any time.

    Raises:
        CheckError: It does not; all mistakes are listed, one a line.
    """
    examine_task(task, seed=seed, seconds=seconds).require()


def _examine(findings: Findings, task: Task, maker: Callable[..., Task] | None) -> None:
    with findings.looking("attributes"):
        findings.keep(of_declaration(task))
        if findings.mistakes:
            return  # without them nothing can be played
        told.words(findings, task)
    first: Probe | None = None
    with findings.looking("observations, rewards and flags"):
        first = play(findings, task, Case("train", 0), actions_for(task.action, FEW))
    if first is None:
        return
    same, sound = False, not findings.mistakes
    with findings.looking("the same goal again, after whole episodes too"):
        same = same_again(findings, task, first)
    if same and sound:  # else whatever is compared with them differs, or does not, for that reason
        _compare(findings, task, maker, first)
    with findings.looking("goals that do not exist"):
        told.refusals(findings, task)
    with findings.looking("hints"):
        told.hints(findings, task, first)
    with findings.looking("types"):
        told.types(findings, task)
    with findings.looking("feedback"):
        told.feedback(findings, task)
    with findings.looking("close"):
        findings.asked("close()", task.close)
        again = play(findings, task, first.case, actions_for(task.action, FEW))
        if same:
            compared(findings, first, again, "after close()")
        findings.asked("close()", task.close)


def _compare(findings: Findings, task: Task, maker: Callable[..., Task] | None, first: Probe) -> None:
    """What shows only beside an episode that is the same again."""
    with findings.looking("goals and splits"):
        starts_differ(findings, task)
    with findings.looking("shared arrays, refused actions"):
        left_alone(findings, task, first)
    with findings.looking("clipped actions"):
        clipped(findings, task, first)
    if maker is None:
        findings.notes.append(
            "It was not made by its name or by a function, so that nobody knows how to make it again: with one worker only."
        )
        return
    with findings.looking("made again from seed and options"):
        rebuilt(findings, task, maker, first)
    with findings.looking("another seed"):
        seeded(findings, task, maker, first)


def _made(task: Source, seed: int) -> tuple[Task, Callable[..., Task] | None]:
    """The task, and what makes it again from a seed and options, where that is known."""
    if isinstance(task, str):
        return make(task, seed=seed), functools.partial(make, task)
    if isinstance(task, type) or (callable(task) and not hasattr(task, "reset")):
        return _whole(task(seed=seed)), task
    whole = _whole(task)
    try:
        recipe = recipe_of(whole)
    except OptionError:
        return whole, None
    return whole, functools.partial(make, recipe.name)


def _whole(task: Any) -> Task:
    """A task that has all members, right or wrong."""
    if missing := sorted(lacking(task)):
        raise OptionError(f"{type(task).__name__} is no task: it lacks {', '.join(missing)}")
    found: Task = task
    return found
