# Trained by robotrace for shifted/window-open-v3@108: optoprime, score feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import numpy as np

# (y offset, z offset) of the hand relative to the handle, tried in this order
TRIES = [(-0.02, 0.03), (-0.02, -0.03), (-0.03, -0.08), (0.0, 0.045), (0.01, -0.05)]


def to_action(want):
    """The action whose resting place of the hand is `want` (measured offsets and scales)."""
    x = (want[0] - 0.0905) / 1.003
    y = 0.7 + (want[1] - 0.611) / 1.02
    z = 0.275 + (want[2] - 0.346) / 1.025
    # keep within the limits of the robot's own frame
    x = min(max(x, -0.68), 0.50)
    y = min(max(y, 0.40), 1.15)
    z = min(max(z, -0.10), 0.50)
    return [float(x), float(y), float(z), 1.0]


def predict(hand, prev, want):
    """Where the hand will be one call later, as the action takes effect late."""
    v = hand - prev
    out = np.array(hand, dtype=float)
    for i in range(3):
        gap = want[i] - hand[i]
        if gap * v[i] > 0:
            out[i] += np.sign(gap) * min(abs(v[i]), 0.8 * abs(gap))
        else:
            out[i] += 0.3 * v[i]
    return out


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    hand = np.array(observation["sensor_c"], dtype=float)
    handle = np.array(observation["sensor_d"], dtype=float)
    goal = np.array(observation["sensor_a"], dtype=float)

    prev = memory.get("hand", hand)
    prev_handle = memory.get("handle", handle)
    last_want = memory.get("want", hand)
    phase = memory.get("phase", "approach")
    k = memory.get("try", 0)
    n = memory.get("n", 0)          # calls in this phase
    stuck = memory.get("stuck", 0)

    pred = predict(hand, prev, last_want)
    moved = abs(handle[0] - prev_handle[0]) > 0.003

    # a push that failed: the hand went past the handle, or nothing moves any more
    if phase == "push":
        if n >= 2 and not moved and abs(hand[0] - prev[0]) < 0.005:
            stuck += 1
        else:
            stuck = 0
        past = hand[0] > handle[0] + 0.05 and not moved
        if past or stuck >= 4:
            phase, n, stuck = "retreat", 0, 0
            k += 1

    dy, dz = TRIES[k % len(TRIES)]
    y_in = handle[1] + dy
    z_in = max(handle[2] + dz, 0.06)
    x_side = handle[0] - 0.09

    if phase == "retreat" and (hand[1] < handle[1] - 0.10 or n >= 6):
        phase, n = "approach", 0

    if phase == "approach":
        ready = (pred[0] < handle[0] - 0.04
                 and pred[1] > y_in - 0.05
                 and abs(pred[2] - z_in) < 0.03)
        if ready or n >= 12:
            phase, n, stuck = "push", 0, 0

    if phase == "retreat":
        want = [hand[0], handle[1] - 0.17, hand[2]]
    elif phase == "approach":
        # stay in front of the handle until the hand is on its -x side
        y = y_in if pred[0] < handle[0] - 0.055 else min(y_in, handle[1] - 0.12)
        want = [x_side, y, z_in]
    else:
        want = [max(goal[0], handle[0]) + 0.17, y_in, z_in]

    memory["hand"] = hand
    memory["handle"] = handle
    memory["want"] = np.array(want, dtype=float)
    memory["phase"] = phase
    memory["try"] = k
    memory["n"] = n + 1
    memory["stuck"] = stuck
    return to_action(want)
