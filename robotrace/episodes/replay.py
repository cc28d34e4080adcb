"""The trace of an episode that was played without one.

A controller's actions follow from its observations. So an episode is played untraced, at full speed, and only if somebody looks
at its trace is the controller loaded afresh and asked again what it was asked, this time traced. No simulator is needed. Where it
answers otherwise than before, the step after that action says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from robotrace.episodes.again import again
from robotrace.episodes.controller import load
from robotrace.episodes.episode import Episode
from robotrace.episodes.nodes import step_node, step_note, told
from robotrace.errors import ExecutionError, PolicyFailure, PolicyProtocolError, TraceError
from robotrace.opto.named import Observation
from robotrace.sandbox import Sandbox
from robotrace.sandbox.policy import Replay
from robotrace.trace import Graph, Node, Record, node, restore, unwrap

Choose = Callable[[Node], Any]


def late_trace(episode: Episode, text: str, *, sandbox: Sandbox | None) -> Graph:
    """How the last observation came about, found out at the first look.

    Args:
        episode: that was played.
        text: of the controller.
        sandbox: where it runs; None for this process, for a program that its user trusts.
    """
    return Graph.deferred(lambda: _trace(episode, text, sandbox))


@again
def _trace(episode: Episode, text: str, sandbox: Sandbox | None) -> Graph:
    try:
        with _asked_again(episode, text, sandbox) as choose:
            return Graph.of(_outputs(episode, choose))
    except (PolicyFailure, TraceError):  # it sent what is no trace: what was played is left
        return Graph.of(_outputs(episode, _Restored(Replay([], []))))


def _outputs(episode: Episode, choose: Choose) -> dict[Node, Any]:
    """The episode as nodes; those that carry feedback."""
    state, actions = node(_observation(episode, 0), name="observation"), []
    last = None
    for timestep in range(len(episode)):
        action, same = _chosen(episode, choose, state, timestep)
        actions.append(action)
        reward, success, clipped = (rows[timestep] for rows in (episode.rewards, episode.successes, episode.saturated))
        note = step_note(timestep, reward, success, clipped) | ({} if same else {"reproduced": False})
        last = state = step_node(episode.task, action, state, _observation(episode, timestep + 1), note=note)
    if episode.failure is not None and episode.failure.kind in ("exception", "invalid action"):
        failed = _failed(choose, state)
        last = last if failed is None else failed  # a node is as true as its value
    return told(actions, episode.hints if episode.hints is not None else (), last, episode.feedback)


def _chosen(episode: Episode, choose: Choose, state: Node, timestep: int) -> tuple[Node, bool]:
    """The action's node, and whether it is the same action as before."""
    played = episode.actions[timestep]
    try:
        chosen = choose(state)
        action = chosen if isinstance(chosen, Node) else node(chosen, name="action")
        same = np.asarray(unwrap(action), dtype=float).tobytes() == played.tobytes()
    except Exception:  # noqa: BLE001 - it did not raise when it was played
        return node(played, name="action"), False
    return action, same


def _failed(choose: Choose, state: Node) -> Node | None:
    """The node of the call that ended the episode; None where none was traced."""
    try:
        chosen = choose(state)
    except ExecutionError as error:
        failed: Node = error.node
        return failed
    except Exception:  # noqa: BLE001 - it is in the episode's words
        return None
    return chosen if isinstance(chosen, Node) else node(chosen, name="action")


def _observation(episode: Episode, timestep: int) -> Observation:
    return Observation((name, np.asarray(rows[timestep])) for name, rows in episode.observations.items())


@contextmanager
def _asked_again(episode: Episode, text: str, sandbox: Sandbox | None) -> Iterator[Choose]:
    """The controller, loaded afresh, as something that takes and returns nodes."""
    if sandbox is None:
        yield load(text).act
        return
    asked = len(episode) + (episode.failure is not None and episode.failure.kind in ("exception", "invalid action"))
    with sandbox.load(text) as process:
        replay = process.replay([_observation(episode, timestep) for timestep in range(asked)])
    yield _Restored(replay)


class _Restored:
    """The trace that the sandbox sent, as nodes on the runner's own observations."""

    def __init__(self, replay: Replay) -> None:
        self._rows = iter(enumerate(replay.outputs))
        self._row, self._state = 0, node(None)
        self._nodes: list[Node] = []
        try:
            self._restored = restore(Graph.from_records(replay.records), self._given)
        except TraceError as error:
            raise PolicyProtocolError(f"The policy's process sent no trace: {error}") from error

    def __call__(self, state: Node) -> Node:
        """The next action; raises as the call did that ended the trace."""
        try:
            self._row, place = next(self._rows)
        except StopIteration:
            raise PolicyProtocolError("The controller failed when it was asked again.") from None
        self._state = state
        while len(self._nodes) <= place:
            self._nodes.append(next(self._restored))
        output = self._nodes[place]
        if output.error is not None:
            raise ExecutionError(output.error, output)
        return output

    def _given(self, record: Record) -> Node | None:
        if record.kind != "input" or record.operation or record.name != "observation":
            return None
        if record.note.get("row") != self._row:
            raise PolicyProtocolError(
                f"The policy's process sent a trace with row {record.note.get('row')!r} out of place."
            )
        return self._state
