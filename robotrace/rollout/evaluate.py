"""Success rates: one controller on many starts."""

from __future__ import annotations

from dataclasses import dataclass

from robotrace.errors import OptionError
from robotrace.opto import Candidate, Program, Split
from robotrace.results import Rate
from robotrace.rollout.controller import Policy, load
from robotrace.rollout.episode import Episode
from robotrace.rollout.library import find_controller
from robotrace.rollout.registry import make
from robotrace.rollout.runner import Progress, Until, rollout
from robotrace.rollout.task import Task


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How a controller did on the first n goals of a split.

    Attributes:
        task: name of the task.
        split: which goals, "train" or "heldout".
        control: success rates hold for one control only.
        episodes: one a goal, in order.
    """

    task: str
    split: Split
    control: str
    episodes: tuple[Episode, ...]

    @property
    def success(self) -> Rate:
        """Solved at any step."""
        return Rate(sum(episode.success for episode in self.episodes), len(self.episodes))

    @property
    def success_at_end(self) -> Rate:
        """Solved at the last step; says more where episodes went on to the horizon."""
        return Rate(sum(episode.success_at_end for episode in self.episodes), len(self.episodes))

    @property
    def return_mean(self) -> float:
        """Mean sum of rewards."""
        return sum(episode.episode_return for episode in self.episodes) / len(self.episodes)

    @property
    def failures(self) -> tuple[Episode, ...]:
        """The episodes that were never solved."""
        return tuple(episode for episode in self.episodes if not episode.success)


def evaluate(
    controller: Policy | Candidate | Program | str,
    task: Task | str,
    *,
    goals: int = 50,
    split: Split = "heldout",
    until: Until = "success",
    seed: int | None = None,
    on_episode: Progress | None = None,
) -> Evaluation:
    """Try a controller on the first `goals` starts of a split, untraced.

    Args:
        controller: a function of an observation; or a candidate, a program, or a policy's name or path, loaded afresh for each
            episode.
        task: a task, or the name of one.
        goals: how many starts, from the first on.
        split: "heldout" for starts that training never saw.
        until: stop an episode at its first success, or go on to the horizon.
        seed: of the goals, where `task` is a name.
        on_episode: called after each episode.

    Raises:
        OptionError: there are not that many goals, or an option is not usable.
        ProgramError: the program cannot be loaded.
    """
    if isinstance(task, str):
        task = make(task, seed=seed or 0)
        seed = None
    available = task.goals(split)
    if not 1 <= goals <= available:
        raise OptionError(f"goals: expected 1 to {available} ({task.name}, split {split!r}), found {goals}.")
    if isinstance(controller, str):
        controller = find_controller(controller)
    episodes = []
    for goal in range(goals):
        policy, filename = _policy(controller)
        episodes.append(
            rollout(policy, task, goal=goal, split=split, seed=seed, traced=False, until=until, filename=filename)
        )
        if on_episode is not None:
            on_episode(episodes[-1])
    return Evaluation(task.name, split, task.control, tuple(episodes))


def _policy(controller: Policy | Candidate | Program) -> tuple[Policy, str]:
    if isinstance(controller, Candidate | Program):
        loaded = load(controller.text)
        return loaded.act, loaded.filename
    return controller, ""
