"""Two ways to look better than one is: reward without success, and actions that nobody can repeat.

A controller never sees its success, nor its reward, unless it has to search for a hidden goal. What it can do is to live off the
shaping of a reward, or to depend on something beside its inputs, so that what was measured does not hold the next time.
"""

from __future__ import annotations

from collections.abc import Sequence

from robotrace.episodes.attempt import opened
from robotrace.episodes.controller import Policy
from robotrace.episodes.episode import Episode
from robotrace.errors import PolicyTimeout, SandboxUnavailable, UnsafeCodeError
from robotrace.sandbox import Sandbox
from robotrace.sandbox.action import vector
from robotrace.trace import no_trace, unwrap

MUCH = 0.5
"""The part of a solved action's reward that, as the mean of an unsolved episode, is much.

Over Meta-World's 50 tasks, whose solved simulator steps earn 10, the experts' solved episodes have a median mean of 7.9, and
episodes that stand still or act at random and do not solve the task stay below 3.6.
"""


def reward_without_success(episode: Episode) -> str:
    """That an episode earned as much as solved ones do without having been solved, in words; "" where it did not."""
    most = episode.solved_reward
    if most is None or episode.success or not len(episode) or episode.rewards.mean() < MUCH * most:
        return ""
    return (
        f"High reward without success: {episode.rewards.mean():.3g} an action on average, where a solved action earns "
        f"{most:g}. Reward is no aim in itself: only success counts."
    )


def not_reproducible(act: Policy, episode: Episode) -> str:
    """Ask a controller again for the actions of an episode, with the observations that it had then; no simulator moves.

    Args:
        act: The controller, loaded afresh, with an empty memory.
        episode: The episode that the controller played.

    Returns:
        Where it acts otherwise by a single bit, in words; "" where it does not, or was slower than it may be, which says something
        about the machine.
    """
    with no_trace():
        for timestep, action in enumerate(episode.actions):
            seen = episode.observation(timestep)
            try:
                repeated = vector(unwrap(act(seen)))
            except (SandboxUnavailable, UnsafeCodeError):
                raise
            except PolicyTimeout:
                return ""
            except Exception:  # noqa: BLE001 - it did not raise before, and that is all that counts here
                return _words("it fails", episode, timestep)
            if repeated.shape != action.shape or repeated.tobytes() != action.tobytes():
                return _words("it acts otherwise", episode, timestep)
    return ""


def not_reproducible_afresh(text: str, episode: Episode, *, sandbox: Sandbox | None) -> str:
    """`not_reproducible` for a controller's text, loaded for it.

    Args:
        text: The source text of the whole program.
        episode: The episode that the controller played.
        sandbox: Where it runs: better not the one of the episode, in which objects may have the same addresses. None for this
            process.

    Raises:
        SandboxUnavailable: No sandboxed process can be started.
    """
    with opened(text, sandbox=sandbox, action_size=episode.actions.shape[1]) as (policy, _):
        return not_reproducible(policy, episode)


def first_acted(episodes: Sequence[Episode]) -> Episode | None:
    """The first of some episodes that has an action."""
    return next((episode for episode in episodes if len(episode)), None)


def _words(what: str, episode: Episode, timestep: int) -> str:
    return (
        f"Not reproducible: asked again with the same observations of goal {episode.case.index}, {what} at t={timestep}. "
        "An action may depend on the observation and on `memory` alone: on no clock, no random numbers without a seed, no "
        "id() and nothing kept from other episodes."
    )
