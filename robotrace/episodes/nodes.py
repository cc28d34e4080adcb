"""How an episode looks as a trace: observation, action, step, observation ..."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from robotrace.opto.named import Observation
from robotrace.trace import Node, record


def step_node(task: str, action: Node, state: Node, observation: Observation, *, note: Mapping[str, Any]) -> Node:
    """The next observation, as what came of an action."""
    return record(
        "step",
        {"action": action, "state": state},
        observation,
        description=f"Carry out the action in {task}; the next observation.",
        note=note,
    )


def step_note(timestep: int, reward: float, success: Any, clipped: Any) -> dict[str, Any]:
    """What stands beside a step."""
    return {"t": timestep, "reward": float(reward), "success": bool(success), "clipped": bool(clipped)}


def told(actions: Iterable[Node], hints: Iterable[Any], last: Node | None, feedback: str) -> dict[Node, Any]:
    """The nodes that carry feedback: each action its hint, the end of the episode the words, as the last one."""
    outputs: dict[Node, Any] = dict(zip(actions, hints, strict=False))
    if last is not None:
        outputs.pop(last, None)
        outputs[last] = feedback
    return outputs
