"""Graphs made by hand: a robot's rollout without a robot."""

from __future__ import annotations

import numpy as np

from robotrace.trace import Graph, Record, Ref

REACH = '''def controller(observation):
    """Return [x, y, z, grip]."""
    hand, puck = observation["hand"], observation["puck"]
    if abs(hand - puck)[:2].max() > 0.02:
        return [puck[0], puck[1], 0.2, -1.0]
    return [puck[0], puck[1], 0.02, -1.0]'''


def rollout(steps: int, *, speed: float = 0.1, hints: bool = False, fails_at: int | None = None) -> Graph:
    """A hand that goes above the puck, descends, and stops there.

    Args:
        steps: number of actions.
        speed: metres an axis an action.
        hints: leave an expert's action as feedback on every action.
        fails_at: the action at which the controller raises.
    """
    records: list[Record] = []
    feedback: dict[int, tuple] = {}

    def add(kind: str, name: str, **facts) -> Ref:
        operation = name if kind == "call" else ""
        records.append(Record(len(records), kind, name, operation, **facts))
        return Ref(len(records) - 1)

    hand, puck = np.array([0.0, 0.6, 0.2]), np.array([0.05, 0.75, 0.02])
    state = add("input", "observation", output={"hand": hand, "puck": puck, "gripper": 1.0})
    code = add("parameter", "controller", output=REACH, note={"kind": "code", "constraint": ""})
    for t in range(steps):
        above = abs(hand - puck)[:2].max() <= 0.02
        target = np.array([puck[0], puck[1], 0.02 if above else 0.2])
        inputs = {"observation": state, "__code__": code}
        if t == fails_at:
            words = "ZeroDivisionError: division by zero\nat line 4 of controller:\n--> 4 | return 1 / 0"
            call = add("call", "controller", inputs=inputs, output=None, error=words, line=4)
            feedback[call.id] = ("The controller raised an exception.",)
            return Graph(tuple(records), feedback)
        action = add("call", "controller", inputs=inputs, output=[*target.tolist(), -1.0], line=6 if above else 5)
        if hints:
            feedback[action.id] = (np.array([0.05, 0.75, 0.02, 1.0 if above else -1.0]),)
        hand = hand + np.clip(target - hand, -speed, speed)
        reward = 1.0 - float(np.linalg.norm(hand - puck))
        state = add(
            "call",
            "step",
            description="One action of the environment.",
            inputs={"action": action, "state": state},
            output={"hand": hand, "puck": puck, "gripper": 1.0},
            note={"t": t, "reward": reward, "success": False},
        )
    feedback[state.id] = ("The puck never moved.",)
    return Graph(tuple(records), feedback)
