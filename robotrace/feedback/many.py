"""Many episodes in words: how many were solved, which goals fail, and at which stage."""

from __future__ import annotations

from collections.abc import Sequence

from robotrace.episodes.episode import Episode
from robotrace.episodes.task import Task
from robotrace.feedback.stage import stage
from robotrace.feedback.words import cm, more, plural

MOST_GOALS = 20
"""Goals listed of one stage."""

MOST_STAGES = 8
"""Stages told."""


def describe_many(task: Task, episodes: Sequence[Episode]) -> str:
    """Say how many episodes were solved, which goals fail, and how far each failing one came.

    Args:
        task: that the episodes are of.
        episodes: one for each goal tried.

    Returns:
        One line for the count, then one for each stage at which episodes failed, the commonest first.
    """
    failed = [episode for episode in episodes if not episode.success]
    fleeting = [episode for episode in episodes if episode.success and not episode.success_at_end]
    told = [f"Solved {len(episodes) - len(failed)} of {plural(len(episodes), 'episode')}."]
    if fleeting:
        told.append(f"Solved on the way, but not at the end: {_goals([(episode, None) for episode in fleeting])}.")
    if failed:
        told.append(f"Not solved: {_goals([(episode, None) for episode in failed])}.")
    stages: dict[str, list[tuple[Episode, float | None]]] = {}
    for episode in failed:
        words, gap = stage(task, episode)
        stages.setdefault(words, []).append((episode, gap))
    ranked = sorted(stages.items(), key=lambda entry: -len(entry[1]))
    told += [f"{words}: {_goals(found)}." for words, found in ranked[:MOST_STAGES] if words]
    if len(ranked) > MOST_STAGES:
        told.append(f"And {plural(len(ranked) - MOST_STAGES, 'rarer stage')}.")
    return "\n".join(told)


def _goals(found: Sequence[tuple[Episode, float | None]]) -> str:
    """Goals in order: "goals 3 (nearest 6.0 cm), 7 (4.1 cm)"; with their splits where there are several."""
    several = len({episode.case.split for episode, _ in found}) > 1
    listed: list[str] = []
    for episode, gap in sorted(found, key=lambda entry: entry[0].case)[:MOST_GOALS]:
        name = str(episode.case) if several else str(episode.case.index)
        nearest = "" if listed else "nearest "
        listed.append(name + (f" ({nearest}{cm(gap)})" if gap is not None else ""))
    left = more(len(found) - MOST_GOALS, "goal", "goals")
    return f"{'goal' if len(found) == 1 else 'goals'} {', '.join(listed)}{left}"
