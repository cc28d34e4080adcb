"""The trace of an episode that was played without one.

A controller's actions follow from its observations. So an episode is played untraced, at full speed, and only if somebody looks
at its trace is the controller loaded afresh and asked again what it was asked, this time traced. No simulator is needed. Where it
answers otherwise than before, the step after that action says so.
"""

from __future__ import annotations

from collections.abc import Sequence

from robotrace.episodes.array import Array
from robotrace.episodes.controller import Policy, load
from robotrace.episodes.episode import Episode
from robotrace.episodes.episode_nodes import EpisodeNodes, action_node
from robotrace.episodes.retry import retry
from robotrace.errors import ActionError, ExecutionError, PolicyFailure, PolicyProtocolError, TraceError
from robotrace.sandbox import Sandbox
from robotrace.sandbox.action import vector
from robotrace.sandbox.policy import Replay
from robotrace.trace import Graph, Node, Record, node, restore, unwrap


def deferred_trace(episode: Episode, text: str, *, sandbox: Sandbox | None) -> Graph:
    """How the last observation of an episode came about, found out at the first look.

    Args:
        episode: The episode that was played.
        text: The source text of the controller.
        sandbox: Where it runs; None for this process, for a program that its user trusts.
    """
    return Graph.deferred(lambda: _trace(episode, text, sandbox))


@retry
def _trace(episode: Episode, text: str, sandbox: Sandbox | None) -> Graph:
    if sandbox is None:
        return _asked_again(episode, load(text).act)
    asked = len(episode) + _ends_in_a_call(episode)
    try:
        with sandbox.load(text) as process:
            replay = process.replay([episode.observation(timestep) for timestep in range(asked)])
        return _joined(episode, replay)
    except (PolicyFailure, TraceError):  # it sent what is no trace: what was played is left
        return _joined(episode, Replay([], []))


def _asked_again(episode: Episode, act: Policy) -> Graph:
    """The trace by a controller in this process, which takes and returns nodes."""
    nodes = EpisodeNodes(episode.observation(0))
    for timestep in range(len(episode)):
        _step(nodes, episode, _answer(act, nodes.states[timestep]))
    if _ends_in_a_call(episode):
        nodes.fail(_answer(act, nodes.states[-1]))
    return _graph(nodes, episode)


def _answer(act: Policy, state: Node) -> Node | None:
    """The node of an action, or of the call that failed; None where no node shows it."""
    try:
        return action_node(act(state))
    except ExecutionError as error:
        failed: Node = error.node
        return failed
    except Exception:  # noqa: BLE001 - it is in the episode's words, or it did not raise when it was played
        return None


def _joined(episode: Episode, replay: Replay) -> Graph:
    """The trace by a controller in the sandbox: what it did, as records, with the runner's own observations in between.

    Raises:
        PolicyProtocolError: The records are well-formed, but not those of a replay.
        TraceError: The data are not trace records.
    """
    nodes, restored = EpisodeNodes(episode.observation(0)), list[Node]()

    def given(record: Record) -> Node | None:
        if record.kind != "input" or "row" not in record.note:
            return None
        row = record.note["row"]
        if type(row) is not int or not 0 <= row < len(nodes.states):
            raise PolicyProtocolError(f"The policy's process sent a trace with row {row!r} out of place.")
        return nodes.states[row]

    for made in restore(Graph.from_records(replay.records), given):
        restored.append(made)
        _step_where_known(nodes, episode, replay.outputs, restored)
    while len(nodes.actions) < len(episode):  # it failed, or answered less than it was asked
        _step(nodes, episode, None)
    if _ends_in_a_call(episode) and len(replay.outputs) > len(episode):
        nodes.fail(restored[replay.outputs[len(episode)]])
    return _graph(nodes, episode)


def _step_where_known(nodes: EpisodeNodes, episode: Episode, outputs: Sequence[int], restored: Sequence[Node]) -> None:
    """Write the steps whose actions have been restored."""
    while len(nodes.actions) < min(len(episode), len(outputs)) and outputs[len(nodes.actions)] < len(restored):
        _step(nodes, episode, restored[outputs[len(nodes.actions)]])


def _step(nodes: EpisodeNodes, episode: Episode, answer: Node | None) -> None:
    """Write the next step of what was played: after the controller's answer, or where that is no action, the action played."""
    timestep = len(nodes.actions)
    action = None if answer is None or answer.error is not None else _vector(answer)
    played = episode.actions[timestep]
    nodes.step(
        node(played, name="action") if answer is None or action is None else answer,
        episode.observation(timestep + 1),
        reward=episode.rewards[timestep],
        success=(episode.successes_now if episode.counted == "last" else episode.successes)[timestep],
        clipped=episode.saturated[timestep],
        reproduced=action is not None and action.tobytes() == played.tobytes(),
    )


def _vector(answer: Node) -> Array | None:
    """The numbers of an action; None where it is none."""
    try:
        return vector(unwrap(answer))
    except ActionError:
        return None


def _ends_in_a_call(episode: Episode) -> bool:
    """Whether one more call of the controller shows how the episode failed."""
    return episode.failure is not None and episode.failure.kind.repeats


def _graph(nodes: EpisodeNodes, episode: Episode) -> Graph:
    return Graph.of(nodes.outputs(episode.hints if episode.hints is not None else (), episode.feedback))
