# Trained by robotrace for shifted/door-open-v3@103: optoprime, facts feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import math
import numpy as np


def _to_action(p, grip):
    c = math.cos(math.radians(15.0))
    s = math.sin(math.radians(15.0))
    g = 1.1
    X = min(0.5, max(-0.5, float(p[0])))
    Y = min(1.0, max(0.4, float(p[1])))
    Z = min(0.5, max(0.05, float(p[2])))
    return [X / g, (c * Y + s * Z) / g, (-s * Y + c * Z) / g, grip]


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    hand = np.array(observation["sensor_d"], dtype=float)
    handle = np.array(observation["sensor_b"], dtype=float)
    goal = np.array(observation["sensor_a"], dtype=float)
    if "h0" not in memory:
        memory["h0"] = handle.copy()
        memory["stage"] = "above"
        memory["try"] = 0
        memory["hist"] = []
        memory["pull_t"] = 0
        memory["stage_t"] = 0
    h0 = memory["h0"]
    hist = memory["hist"]
    vel = handle - hist[-1] if hist else np.zeros(3)
    hist.append(handle.copy())

    # hinge, if the goal is a quarter turn (clockwise from above) away
    dx, dy = goal[0] - h0[0], goal[1] - h0[1]
    a, b = -(dx + dy) / 2.0, (dx - dy) / 2.0
    hinge = np.array([h0[0] - a, h0[1] - b])
    r = handle[:2] - hinge
    n = max(1e-6, float(np.linalg.norm(r)))
    tan = np.array([r[1], -r[0]]) / n  # the way the handle opens

    back = [0.03, 0.02, 0.045, 0.012][memory["try"] % 4]
    hook = handle[:2] - tan * back
    hz = float(h0[2])
    memory["stage_t"] += 1

    def go(stage):
        memory["stage"] = stage
        memory["stage_t"] = 0

    if memory["stage"] == "lift" and (hand[2] > hz + 0.13 or memory["stage_t"] > 6):
        go("above")
    if memory["stage"] == "above":
        d = np.abs(hand[:2] - hook)
        if d[0] < 0.06 and d[1] < 0.05 and hand[2] > hz + 0.08:
            go("drop")
        elif memory["stage_t"] > 14:
            go("drop")
    if memory["stage"] == "drop":
        if (hand[2] < hz + 0.05 and memory["stage_t"] > 0) or memory["stage_t"] > 7:
            go("pull")
            memory["pull_t"] = 0
    if memory["stage"] == "pull":
        memory["pull_t"] += 1
        away = float(np.linalg.norm(hand[:2] - handle[:2]))
        stuck = (memory["pull_t"] >= 8 and len(hist) > 6 and
                 float(np.linalg.norm(hist[-1] - hist[-6])) < 0.008)
        slipped = memory["pull_t"] > 3 and away > 0.13
        if stuck or slipped:
            memory["try"] += 1
            memory["lift_xy"] = hand[:2].copy()
            go("lift")

    st = memory["stage"]
    if st == "lift":
        xy = memory["lift_xy"]
        return _to_action([xy[0], xy[1], hz + 0.25], 1.0)
    if st == "above":
        return _to_action([hook[0], hook[1], hz + 0.19], 1.0)
    if st == "drop":
        return _to_action([hook[0], hook[1], hz - 0.03], 1.0)
    pull = tan + np.array([-0.2, 0.0])
    pull = pull / max(1e-6, float(np.linalg.norm(pull)))
    xy = handle[:2] + 1.5 * vel[:2] + 0.2 * pull
    return _to_action([xy[0], xy[1], hz - 0.01], 1.0)
