"""Whether a task can be made again: in a worker, and when its run is looked at later."""

from __future__ import annotations

import inspect
from collections.abc import Callable

from robotrace.episodes import Task
from robotrace.opto.mistake import raised, shown
from robotrace.testing.findings import Findings, Unanswered
from robotrace.testing.tasks.probe import Probe, actions_for, play
from robotrace.testing.tasks.starts import hides_goals

Make = Callable[..., Task]
_SAME = ("name", "seed", "control", "horizon", "fields", "action", "levels", "instruction", "options")
_KEEP = "Keep each option as it was given, defaults filled in, in `options`."


def rebuilt(findings: Findings, task: Task, make: Make, first: Probe) -> None:
    """The task made again from its seed and options, compared in what it says and does."""
    for name in _unkept(make, task):
        findings.add("options", f"the option {name!r}, which it is made with", shown(dict(task.options)), _KEEP)
    again = _made(findings, make, task, task.seed)
    try:
        for member in _SAME:
            mine, theirs = getattr(task, member), getattr(again, member)
            if mine != theirs:
                found = f"{member} to differ in one made again with seed={task.seed} and them: {mine} and {theirs}"
                findings.add("options", "all that it takes to make the same task", found, _KEEP)
        actions = actions_for(task.action, len(first.rows) - 1)
        difference = first.differs(play(findings, again, first.case, actions))
        if difference is not None:
            row, name, values = difference
            when = "at the start" if row == 0 else f"at t={row - 1}"
            found = f"{name} to differ {when} in one made again: {values}"
            findings.add("options", "the same episodes from the same seed and options", found, _KEEP)
    finally:
        again.close()


def seeded(findings: Findings, task: Task, make: Make, first: Probe) -> None:
    """That another seed brings other goals, where they are seen."""
    other = _made(findings, make, task, task.seed + 1)
    try:
        if other.seed != task.seed + 1:
            found = f"{other.seed!r} in one made with seed={task.seed + 1}"
            findings.add("seed", "the seed that it was made with", found, "Keep the seed given.")
        elif not hides_goals(task) and play(findings, other, first.case, ()).differs(first) is None:
            found = f"goal 0 of seeds {task.seed} and {task.seed + 1} to be one and the same"
            findings.add("seed", "other goals with another seed", found, "Draw goals from (seed, goal, split).")
    finally:
        other.close()


def _made(findings: Findings, make: Make, task: Task, seed: int) -> Task:
    try:
        made: Task = findings.raising("options", lambda: make(seed=seed, **task.options))
    except Unanswered:
        raise
    except Exception as error:
        findings.add("options", f"to be made again with {dict(task.options)}", raised(error, task), _KEEP)
        raise Unanswered from error
    return made


def _unkept(make: Make, task: Task) -> list[str]:
    """Options that a function of the user's takes, which the task does not keep; one that is None by default may be unset."""
    known = inspect.signature(make).parameters.values()
    named = [one for one in known if one.kind in (one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY) and one.name != "seed"]
    return [one.name for one in named if one.default is not None and one.name not in task.options]
