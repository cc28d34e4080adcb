"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    hand = np.array(observation["sensor_b"], dtype=float).reshape(-1)[:3]
    puck = np.array(observation["sensor_c"], dtype=float).reshape(-1)[:3]
    goal = np.array(observation["sensor_a"], dtype=float).reshape(-1)[:3]

    if "phase" not in memory:
        memory["phase"] = "above"
        memory["count"] = 0
        memory["tries"] = 0
        memory["bias"] = np.array([0.02, 0.02, 0.02])
        memory["last"] = hand.copy()
        memory["hold"] = hand.copy()

    moved = hand - memory["last"]
    memory["last"] = hand.copy()
    bias = memory["bias"]

    def go(phase):
        memory["phase"] = phase
        memory["count"] = 0

    grasp_z = [0.065, 0.058, 0.070][memory["tries"] % 3]
    error = puck[:2] - hand[:2]

    # changes of phase, from what is observed
    if memory["phase"] == "above":
        near = abs(error[0]) < 0.010 and abs(error[1]) < 0.012
        if near and np.max(np.abs(moved[:2])) < 0.03:
            go("down")
        elif memory["count"] >= 14 and np.max(np.abs(error)) < 0.025:
            go("down")
        elif (memory["count"] >= 3 and np.max(np.abs(moved[:2])) < 0.002
              and hand[2] > 0.095):
            # stands still beside the puck: correct the offset
            bias[:2] = np.clip(bias[:2] + 0.7 * error, -0.06, 0.10)
    if memory["phase"] == "down":
        if hand[2] < grasp_z + 0.008:
            go("close")
        elif memory["count"] >= 4 and abs(moved[2]) < 0.001:
            go("close")
        elif memory["count"] >= 10:
            go("close")
        if memory["phase"] == "close":
            memory["hold"] = np.array([puck[0], puck[1], grasp_z])
    if memory["phase"] == "close" and memory["count"] >= 3:
        go("lift")
    if memory["phase"] == "lift" and (puck[2] > 0.03 or memory["count"] >= 3):
        if puck[2] > 0.026:
            go("carry")
        else:
            memory["tries"] += 1
            go("above")
    if memory["phase"] == "carry":
        gap = hand - puck
        if np.max(np.abs(gap[:2])) > 0.06 or gap[2] > 0.11:
            memory["tries"] += 1
            go("above")

    # what to do in the phase
    phase = memory["phase"]
    memory["count"] += 1
    if phase == "above":
        want = np.array([puck[0], puck[1], 0.12])
        if hand[2] < 0.095 and np.max(np.abs(error)) > 0.015:
            want = np.array([hand[0], hand[1], 0.14])  # first up, off the puck
        grip = -1.0
    elif phase == "down":
        want = np.array([puck[0], puck[1], grasp_z])
        grip = -1.0
    elif phase == "close":
        want = memory["hold"].copy()
        grip = 1.0
    elif phase == "lift":
        want = memory["hold"].copy()
        want[2] = grasp_z + 0.10
        grip = 1.0
    else:
        want = hand + (goal - puck)
        want[2] = max(want[2], 0.075)
        grip = 1.0

    target = want + bias
    return [float(target[0]), float(target[1]), float(target[2]), grip]
