"""The score of an episode: one number by which two programs that solve as many cases are told apart."""

from __future__ import annotations

from robotrace.episodes.episode import Episode
from robotrace.episodes.task import Task, scored_by


def score_of(episode: Episode) -> float | None:
    """The score of an episode, larger is better; None where it has none, so that nobody gains by ending an episode early.

    Where the task says what a solved action earns (`solved_reward`, R), the score is the mean reward over the horizon, in which the
    actions that a success saved count as solved ones, and those that a failure lost count nothing; what is solved has R more. So no
    episode that failed outranks one that was solved, an early success is better than a late one, and to stay near success and
    collect rewards does not pay. Elsewhere nobody knows what an action that was not taken is worth: it is the mean reward of those
    that were. Where the task is scored by its return, as Gymnasium's environments are, the score is that, of an episode in which
    the controller did not fail.

    Args:
        episode: The episode, of T actions.
    """
    if episode.scored == "return":
        return None if episode.failure is not None else episode.episode_return
    solved = episode.solved_reward
    if not len(episode):
        return 0.0
    if solved is None:
        return float(episode.rewards.mean())
    total = episode.episode_return
    if not episode.success:
        return total / episode.horizon
    return solved + (total + (episode.horizon - len(episode)) * solved) / episode.horizon


def score_words(task: Task) -> str:
    """What a score is, in the words of a prompt; it goes on after "score"."""
    if scored_by(task) == "return":
        return "which is the mean return"
    solved: float | None = getattr(task, "solved_reward", None)
    if solved is None:
        return "which is the mean reward of the actions that an episode took"
    return (
        f"which is the mean reward over all {task.horizon} actions; a case that is solved has {solved:g} more, and the actions "
        f"that it did without count {solved:g} each"
    )
