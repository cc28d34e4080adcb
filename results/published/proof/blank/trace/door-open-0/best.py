# Trained by robotrace for shifted/door-open-v3@103: optoprime, score feedback, the language model claude-file-backed, iteration 2.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np

# measured map: hand = SCALE * R_x(TILT) * action
SCALE = 1.101
TILT = 0.263


def _to_action(p):
    c, s = np.cos(TILT), np.sin(TILT)
    x = p[0] / SCALE
    y = (c * p[1] + s * p[2]) / SCALE
    z = (-s * p[1] + c * p[2]) / SCALE
    return np.array([x, y, z])


def _target(hand, handle, goal):
    # how far the door is open, from the handle's way to the goal
    f = float(np.clip((handle[0] - goal[0]) / 0.49, 0.0, 1.0))
    phi = (1.0 - f) * 1.6
    behind = np.array([np.sin(phi), np.cos(phi)])
    pre = handle[:2] + 0.025 * behind + np.array([0.005, 0.0])
    d = pre - hand[:2]
    err = float(np.linalg.norm(d))
    rel = hand - handle
    near = float(np.linalg.norm(rel[:2])) < 0.10
    # pull
    if near and rel[2] < 0.05:
        phi2 = min(phi + 0.4, 1.5)
        way = -0.15 * np.array([np.sin(phi2), np.cos(phi2)])
        q = handle[:2] + way
        return np.array([q[0], q[1], handle[2] - 0.01])
    # drop behind the handle
    if err < 0.03 or (err < 0.045 and rel[2] < 0.16):
        q = pre + 0.4 * d
        return np.array([q[0], q[1], handle[2] - 0.01])
    # low and beside the door or handle: rise first
    if rel[2] < 0.13 and float(np.linalg.norm(rel[:2])) < 0.16:
        return np.array([hand[0], hand[1], handle[2] + 0.23])
    # go above the place
    return np.array([pre[0], pre[1], handle[2] + 0.22])


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand = np.array(observation["sensor_d"], dtype=float).ravel()
    handle = np.array(observation["sensor_b"], dtype=float).ravel()
    goal = np.array(observation["sensor_a"], dtype=float).ravel()
    p = _target(hand, handle, goal)
    p = np.array([np.clip(p[0], -0.5, 0.5), np.clip(p[1], 0.36, 1.0), np.clip(p[2], 0.03, 0.5)])
    a = np.clip(_to_action(p), -2.0, 2.0)
    return [float(a[0]), float(a[1]), float(a[2]), 1.0]
