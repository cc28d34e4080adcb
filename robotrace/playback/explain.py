"""Why a goal fails: the episode, its trace and the lines that acted, beside the solved goal that begins most like it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from robotrace.episodes.attempt import attempt
from robotrace.episodes.episode import Episode, is_text
from robotrace.episodes.task import Level, Task
from robotrace.optimizers.view import Shown, render
from robotrace.opto import Case
from robotrace.playback.lines import Lines, lines_of, marked
from robotrace.sandbox import Sandbox

TRIED = 12
"""Other goals that are played at most, nearest first, until one is solved."""
TRACE_TOKENS = 1_500


@dataclass(frozen=True, slots=True)
class Watched:
    """An episode and the lines that acted in it.

    Attributes:
        episode: The episode, with its feedback.
        lines: The lines that returned.
    """

    episode: Episode
    lines: Lines


@dataclass(frozen=True, slots=True)
class Explanation:
    """One goal, and one that is solved.

    Attributes:
        goal: The goal that is asked about.
        trace: Its trace, folded, as an optimizer is shown it.
        solved: The solved goal that begins most like it; None where it is solved itself, or none of those tried is.
        tried: The number of other goals that were played.
    """

    goal: Watched
    trace: str
    solved: Watched | None
    tried: int


def explain(
    text: str,
    task: Task,
    case: Case,
    *,
    sandbox: Sandbox | None,
    level: Level = "facts",
    solved: Iterable[int] | None = None,
) -> Explanation:
    """Play a goal, and if it is not solved others of its split, those first that begin most like it.

    Args:
        text: The source text of the controller's file.
        task: The task.
        case: The goal.
        sandbox: Where the controller runs; None for this process, for one that its user trusts.
        level: The feedback level.
        solved: The goals of the split that are known to be solved, if some are; only these are played beside it.

    Raises:
        OptionError: There is no such goal.
        SandboxUnavailable: No sandboxed process can be started.
    """
    goal = watch(text, task, case, sandbox=sandbox, level=level, traced=True)
    graph = goal.episode.graph
    trace = "" if graph is None or not len(graph) else render([Shown(graph)], (), prompt_tokens=TRACE_TOKENS)
    trace = trace.partition("\n#Feedback\n")[0].rstrip()  # which the episode has already
    if goal.episode.success:
        return Explanation(goal, trace, None, 0)
    near = nearest(task, case, None if solved is None else set(solved))[:TRIED]
    for tried, index in enumerate(near, 1):
        other = watch(text, task, Case(case.split, index), sandbox=sandbox, level=level)
        if other.episode.success:
            return Explanation(goal, trace, other, tried)
    return Explanation(goal, trace, None, len(near))


def watch(
    text: str, task: Task, case: Case, *, sandbox: Sandbox | None, level: Level = "facts", traced: bool = False
) -> Watched:
    """Play one goal, and find out which lines acted.

    Args:
        text: The source text of the controller's file.
        task: The task.
        case: The goal.
        sandbox: Where the controller runs; None for this process.
        level: The feedback level.
        traced: Whether the trace is made too, which a controller without marks has once its entry is marked.
    """
    played = marked(text) if traced else text
    episode = attempt(played, task, case, sandbox=sandbox, level=level)
    if traced and episode.graph is not None:
        len(episode.graph)  # made while there is a sandbox to make it in
    return Watched(episode, lines_of(episode, text, sandbox=sandbox))


def nearest(task: Task, case: Case, among: set[int] | None = None) -> list[int]:
    """The other goals of a split, those first whose first observation lies nearest; fields are weighed by how much they vary.

    Args:
        task: The task, which is reset to each of them.
        case: The goal that they are compared with.
        among: The goals that are wanted; None for all.
    """
    goals = range(task.goals(case.split))
    starts = np.array([_start(task, goal, case) for goal in goals])
    spread = starts.std(axis=0)
    away = np.linalg.norm((starts - starts[case.index])[:, spread > 0] / spread[spread > 0], axis=1)
    order = [int(goal) for goal in np.argsort(away, kind="stable")]
    return [goal for goal in order if goal != case.index and (among is None or goal in among)]


def _start(task: Task, goal: int, case: Case) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    seen = task.reset(goal, case.split)
    numbers = [np.ravel(value) for value in map(np.asarray, seen.values()) if not is_text(value)]
    return np.concatenate(numbers).astype(float) if numbers else np.zeros(0)
