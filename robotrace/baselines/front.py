"""`baseline`: measure or train what code is compared with, as a run that stands beside others in plots and tables."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from robotrace.baselines.learned import Learner, version
from robotrace.baselines.names import ABOUT, LEARNED, SCRIPTED
from robotrace.baselines.recorded import Listener, recording
from robotrace.baselines.scripted import POLICIES
from robotrace.episodes import Task
from robotrace.episodes.registry import task_of
from robotrace.errors import OptionError, UnknownNameError
from robotrace.opto import Case
from robotrace.results import Run, read_run
from robotrace.training.plan import GOALS, HELDOUT

STEPS = 100_000
CHECKS = 10


def baseline(
    name: str,
    task: Task | str,
    *,
    goals: int | None = None,
    heldout: int | None = None,
    steps: int | None = None,
    checks: int | None = None,
    options: Mapping[str, Any] | None = None,
    seed: int | None = None,
    run: Path | str | None = None,
    on_event: Listener | None = None,
) -> Run:
    """Measure a baseline on a task's goals, the same held-out ones as `train` uses, and leave an ordinary run folder.

    Args:
        name: "expert" (the task's scripted expert: privileged), "random", or "sac" or "ppo", which Stable-Baselines3 trains on
            training goals alone.
        task: A task, or the name of one.
        goals: The number of training goals that it is measured on, and that decide which of a learner's checks is kept; by
            default 5.
        heldout: The number of held-out goals; by default 50.
        steps: The environment steps that sac or ppo learns from, at most; by default 100,000. Measuring on training goals comes on
            top, and is counted too.
        checks: How often sac or ppo is measured on the way; by default 10 times.
        options: Further arguments of Stable-Baselines3's class, such as learning_rate.
        seed: The seed of the goals, where `task` is a name; of a learner's draws, too.
        run: The run's folder; by default a new one under ./results.
        on_event: Called with each event as it is written.

    Returns:
        The run; it has no code.

    Raises:
        UnknownNameError: There is no such baseline, task or option.
        OptionError: An option is not usable, the task has no expert, or Stable-Baselines3 is not installed.
        RunError: The run folder exists already, or cannot be written.
        TaskError: The task does not do what every task does, or its expert fails.
    """
    if name not in ABOUT:
        raise UnknownNameError("baseline", name, ABOUT)
    task = task_of(task, seed)
    for option, value in (("steps", steps), ("checks", checks), ("options", options or None)):
        if value is not None and name in SCRIPTED:
            raise OptionError(f"{option} goes with {' and '.join(LEARNED)}: {name} learns nothing.")
    steps = _whole("steps", STEPS if steps is None else steps)
    checks = _whole("checks", CHECKS if checks is None else checks)
    tried = _goals_of(task, "goals", "train", goals, GOALS)
    tested = _goals_of(task, "heldout", "heldout", heldout, HELDOUT)
    further = dict(options or {})
    with ExitStack() as stack:  # what cannot be done is said before there is a folder
        learner = Learner(name, task, steps=steps, checks=checks, options=further) if name in LEARNED else None
        if learner is not None:
            stack.callback(learner.close)
        else:
            POLICIES[name](task, Case("train", 0))
        kept = {} if learner is None else {"steps": steps, "checks": checks, "library": version(), **further}
        record = stack.enter_context(
            recording(
                name,
                task,
                words=ABOUT[name],
                goals=tried,
                heldout=tested,
                options=kept,
                run=run,
                hear=on_event or _unheard,
            )
        )
        if learner is None:
            record.try_on_goals(lambda case: POLICIES[name](task, case), ABOUT[name])
        record.end("it learns nothing" if learner is None else learner.learn(record))
    return read_run(record.writer.folder)


def _goals_of(task: Task, option: str, split: Any, asked: int | None, usual: int) -> int:
    """How many goals of a split are played.

    Raises:
        OptionError: There are not that many.
    """
    least, available = (1 if split == "train" else 0), task.goals(split)
    count = min(usual, available) if asked is None else asked
    if isinstance(count, bool) or not isinstance(count, int) or not least <= count <= available:
        raise OptionError(
            f"{option}: expected {least} to {available} ({task.name}, split {split!r}), found {count!r:.100}."
        )
    return count


def _whole(option: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise OptionError(f"{option}: expected a whole number of 1 or more, found {value!r:.100}.")
    return value


def _unheard(event: Mapping[str, Any]) -> None:
    """Nobody listens."""
