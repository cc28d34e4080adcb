"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import numpy as np

SCALE = 0.85      # the hand goes to SCALE times the commanded position
HOVER_Z = 0.165   # hand height that clears the cube
LOW_Z = 0.11      # hand height with the fingertips around the cube


def _act(target, grip):
    t = np.asarray(target, dtype=float)
    t = np.array([
        min(max(t[0], -0.5), 0.5),
        min(max(t[1], 0.4), 1.0),
        min(max(t[2], 0.05), 0.5),
    ])
    c = t / SCALE
    # stay inside the controller's nominal limits, so that nothing is clipped
    return [float(c[0]), float(c[1]), float(c[2]), float(grip)]


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand = np.asarray(observation["sensor_a"], dtype=float)
    cube = np.asarray(observation["sensor_b"], dtype=float)
    goal = np.asarray(observation["sensor_c"], dtype=float)
    opening = float(np.asarray(observation["sensor_d"]).reshape(-1)[0])

    dx = abs(hand[0] - cube[0])
    dy = abs(hand[1] - cube[1])
    open_effort = -1.0 if opening < 0.9 else 0.0

    way = goal[:2] - cube[:2]
    dist = float(np.linalg.norm(way))
    unit = way / dist if dist > 1e-6 else np.array([0.0, 1.0])

    low = hand[2] < 0.128
    around = dx < 0.045 and dy < 0.055

    if low and around:
        if opening > 0.75:
            # closing: creep towards the goal meanwhile
            xy = hand[:2] + 0.02 * unit
        else:
            # drag the cube to a little past the middle of the hole
            xy = hand[:2] + way + 0.05 * unit
        return _act([xy[0], xy[1], LOW_Z], 1.0)

    if hand[2] < 0.145 and not (dx < 0.03 and dy < 0.025):
        # low but not over the cube: lift first
        return _act([hand[0], hand[1], 0.2], open_effort)

    if dx < 0.02 and dy < 0.018 or (hand[2] < 0.15 and dx < 0.03 and dy < 0.025):
        # over the cube: descend with open fingers
        return _act([cube[0], cube[1], LOW_Z], open_effort)

    return _act([cube[0], cube[1], HOVER_Z], open_effort)
