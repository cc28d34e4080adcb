"""An episode in words, at the level that was asked for."""

from __future__ import annotations

from robotrace.episodes.episode import Episode
from robotrace.episodes.task import LEVELS, Level, Task
from robotrace.errors import OptionError
from robotrace.feedback.facts import facts
from robotrace.feedback.hints import hints
from robotrace.feedback.score import score


def describe(task: Task, episode: Episode, level: Level = "facts") -> str:
    """Describe what happened in an episode.

    The length is bounded whatever the number of timesteps, and the same episode gives the same text.

    Args:
        task: The task that the episode is of; its fields and action names are read, its simulator is not touched.
        episode: An episode of any length, also without an action.
        level: The level: "score" (one line), "facts" (what the named fields show) or "hints" (facts, and what an expert would
            have done).

    Returns:
        The text, one fact a line.

    Raises:
        OptionError: There is no such level, or the episode holds no hints.
    """
    if level not in LEVELS:
        raise OptionError(f"Feedback level {level!r} does not exist. Expected one of: {', '.join(LEVELS)}.")
    if level == "score":
        return score(episode)
    lines = facts(task, episode)
    if level == "hints":
        if episode.hints is None:
            raise OptionError(
                f"Feedback level 'hints' needs the expert's actions, but this episode of {episode.task} holds none. "
                f"Record it with hints, if the task has an expert, or ask for 'facts'."
            )
        lines += hints(task, episode)
    return "\n".join(lines)
