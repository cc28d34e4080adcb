# Trained by robotrace for shifted/door-open-v3@SHIFT10: optoprime, facts feedback, the language model claude-file-backed, iteration 1.
"""One trainable function from an observation to an action: what training starts from by default."""


import numpy as np


def send(x, y, z, grip):
    """Turn a wanted hand position into what this robot must be sent: y has the opposite sign."""
    return [float(np.clip(x, -0.6, 0.6)), float(-np.clip(y, 0.3, 1.1)),
            float(np.clip(z, -0.05, 0.6)), float(grip)]


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand = np.array(observation["hand_pos"], dtype=float)
    handle = np.array(observation["door_handle_pos"], dtype=float)
    goal = np.array(observation["goal_pos"], dtype=float)

    # The handle turns clockwise (seen from above) about the hinge, which is left of and behind it.
    hinge = goal[:2] + np.array([0.10, 0.42])
    r = handle[:2] - hinge
    tangent = np.array([r[1], -r[0]]) / max(np.linalg.norm(r), 1e-6)  # opening direction

    # Place between the handle and the door where the closed fingers go.
    hook = handle[:2] - 0.022 * tangent
    d = np.linalg.norm(hand[:2] - hook)
    ahead = float(np.dot(hand[:2] - handle[:2], tangent))
    dz = hand[2] - handle[2]
    closed = handle[0] - goal[0] > 0.45

    # Cannot happen with the door closed if y is sent with the right sign: try the other one.
    if closed and hand[1] < 0.45 and d > 0.12:
        return [float(hook[0]), 1.3, float(handle[2] + 0.18), 1.0]

    # Behind the handle and low enough: pull it along its arc.
    if dz < 0.04 and d < 0.10 and ahead < 0.03:
        target = handle[:2] + 0.05 * tangent + np.array([-0.06, 0.0])
        return send(target[0], target[1], handle[2], 1.0)

    # Above the hook place: go down.
    if d < (0.05 if dz > 0.12 else 0.08) and ahead < 0.03:
        return send(hook[0], hook[1], handle[2], 1.0)

    # Low and close, but on the wrong side of the handle: straight up first.
    if dz < 0.10 and d < 0.12:
        return send(hand[0], hand[1], handle[2] + 0.18, 1.0)

    # Far: go above the hook place.
    return send(hook[0], hook[1], handle[2] + 0.18, 1.0)
