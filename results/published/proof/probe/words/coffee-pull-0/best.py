# Trained by robotrace for shifted/coffee-pull-v3@104: optoprime, facts feedback, the language model claude-file-backed, iteration 2.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import numpy as np

SCALE = 1.25
OFFSET = np.array([0.030, 0.060, -0.050])


def to_action(want, grip):
    c = (np.asarray(want, dtype=float) - OFFSET) / SCALE
    c = np.clip(c, -2.0, 2.0)
    return [float(c[0]), float(c[1]), float(c[2]), float(grip)]


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    mug = np.array(observation["sensor_a"], dtype=float)
    goal = np.array(observation["sensor_c"], dtype=float)
    hand = np.array(observation["sensor_d"], dtype=float)
    opening = float(np.array(observation["sensor_b"]).reshape(-1)[0])
    t = memory.get("t", 0)
    memory["t"] = t + 1
    if "phase" not in memory:
        memory["phase"] = 0
        memory["since"] = t

    def go(phase):
        memory["phase"] = phase
        memory["since"] = t

    ex = mug[0] - hand[0]
    ey = mug[1] - 0.01 - hand[1]

    # pulled without the mug: try again
    if memory["phase"] == 3 and t - memory["since"] >= 1:
        if opening < 0.36 or abs(ex) > 0.06 or abs(mug[1] - hand[1]) > 0.07:
            go(0)
    # drifted off while still high
    if memory["phase"] == 1 and hand[2] > 0.13 and (abs(ex) > 0.03 or abs(ey) > 0.05):
        go(0)
    # over the mug: go down
    if memory["phase"] == 0 and hand[2] > 0.12 and opening > 0.85:
        if (abs(ex) < 0.018 and abs(ey) < 0.035) or (t - memory["since"] >= 9 and abs(ex) < 0.03 and abs(ey) < 0.06):
            go(1)
    # low enough: close
    if memory["phase"] == 1 and (hand[2] < mug[2] + 0.105 or t - memory["since"] >= 5):
        go(2)
    # closed: pull
    if memory["phase"] == 2 and t - memory["since"] >= 2:
        go(3)

    phase = memory["phase"]
    if phase == 0:
        if hand[2] < 0.12 and (abs(ex) > 0.02 or abs(ey) > 0.03):
            # low beside the mug: first straight up
            return to_action([hand[0], hand[1], 0.2], -1.0)
        return to_action([mug[0], mug[1] - 0.01, mug[2] + 0.165], -1.0)
    if phase == 1:
        return to_action([mug[0], mug[1] - 0.01, mug[2] + 0.055], -1.0)
    if phase == 2:
        return to_action([mug[0], mug[1] - 0.01, mug[2] + 0.06], 1.0)
    pull = 1.5 * (goal[:2] - mug[:2])
    return to_action([hand[0] + pull[0], hand[1] + pull[1], 0.07], 1.0)
