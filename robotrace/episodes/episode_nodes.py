"""An episode as a trace: observation, action, step, observation ... written by whoever plays it or looks at it later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from robotrace.opto.named import Observation
from robotrace.trace import Node, node, record


class EpisodeNodes:
    """The nodes of one episode, written timestep after timestep.

    Args:
        observation: The observation that the episode starts from.

    Attributes:
        states: The node of each observation so far, T + 1 of them.
        actions: The node of each action so far, T of them.
    """

    __slots__ = ("_end", "actions", "states")

    def __init__(self, observation: Mapping[str, Any]) -> None:
        self.states = [node(Observation(observation), name="observation")]
        self.actions: list[Node] = []
        self._end: Node | None = None

    def step(
        self,
        action: Node,
        observation: Mapping[str, Any],
        *,
        reward: float,
        success: Any,
        clipped: Any,
        reproduced: bool = True,
    ) -> None:
        """Write the next observation, as what came of an action.

        Args:
            action: The node of the action that was carried out.
            observation: The observation that the action led to.
            reward: The reward of the action.
            success: Whether the action solved the task at any simulator step.
            clipped: Whether the action had to be clipped.
            reproduced: Whether the controller gave this action again when it was asked again.
        """
        note = {"t": len(self.actions), "reward": float(reward), "success": bool(success), "clipped": bool(clipped)}
        self.actions.append(action)
        self._end = record(
            "step",
            {"action": action, "state": self.states[-1]},
            Observation(observation),
            description="Carry out the action; the next observation.",
            note=note if reproduced else note | {"reproduced": False},
        )
        self.states.append(self._end)

    def fail(self, at: Node | None) -> None:
        """The episode ended in a node, such as the call that raised; None where no node shows it."""
        if at is not None:
            self._end = at

    def outputs(self, hints: Iterable[Any], feedback: str) -> dict[Node, Any]:
        """The nodes that carry feedback: each action its hint, and as the last one the end of the episode the words."""
        outputs: dict[Node, Any] = dict(zip(self.actions, hints, strict=False))
        if self._end is not None:
            outputs.pop(self._end, None)
            outputs[self._end] = feedback
        return outputs


def action_node(chosen: Any) -> Node:
    """The node of what a controller returned."""
    return chosen if isinstance(chosen, Node) else node(chosen, name="action")
