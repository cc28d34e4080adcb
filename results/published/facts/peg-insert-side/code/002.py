"""One trainable function from an observation to an action: what training starts from by default."""

import robotrace as rt


import numpy as np

GRASP_DZ = 0.030      # hand above peg_pos when the peg is gripped
HOVER = 0.07          # extra height while not yet over the peg


def _rotate(q, v):
    q = np.asarray(q, dtype=float)
    n = np.linalg.norm(q)
    if n < 1e-6:
        return v
    q = q / n
    w, u = q[0], q[1:]
    return v + 2.0 * np.cross(u, np.cross(u, v) + w * v)


def _lim(e, m):
    return float(np.clip(e, -m, m))


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand = np.asarray(observation["hand_pos"], dtype=float)
    peg = np.asarray(observation["peg_pos"], dtype=float)
    goal = np.asarray(observation["goal_pos"], dtype=float)
    opening = float(np.asarray(observation["gripper_opening"]).reshape(-1)[0])
    head = peg + _rotate(observation["peg_quat"], np.array([-0.13, 0.0, -0.01]))

    dx, dy, dz = hand - peg
    dxy = float(np.hypot(dx, dy))
    grasp_z = max(float(peg[2]) + GRASP_DZ, 0.052)

    if opening > 0.92:
        # approach with open fingers, close when the peg is between them
        if abs(dx) < 0.015 and abs(dy) < 0.012 and dz < GRASP_DZ + 0.013:
            return [float(peg[0]), float(peg[1]), grasp_z, 1.0]
        extra = float(np.clip((dxy - 0.015) / 0.025, 0.0, 1.0)) * HOVER
        return [float(peg[0]), float(peg[1]), grasp_z + extra, -1.0]

    near = abs(dx) < 0.06 and abs(dy) < 0.03 and dz < 0.075
    if not near:
        # fingers (partly) closed without the peg: open above it
        return [float(peg[0]), float(peg[1]), grasp_z + HOVER, -1.0]

    lifted = peg[2] > 0.04
    if opening > 0.4 and not lifted:
        # still closing: keep still until the fingers hold the peg
        return [float(hand[0]), float(hand[1]), grasp_z, 1.0]

    # holding the peg: move the head
    ey = goal[1] - head[1]
    ez = goal[2] - head[2]
    gap = head[0] - goal[0]
    if not lifted:
        return [float(hand[0]), float(hand[1]), float(hand[2]) + _lim(ez, 0.05), 1.0]
    aligned = abs(ey) < 0.012 and abs(ez) < 0.012
    inside = gap < 0.09 and abs(ey) < 0.035 and abs(ez) < 0.035
    if aligned or inside:
        ex = goal[0] - 0.01 - head[0]
        return [float(hand[0]) + _lim(ex, 0.10), float(hand[1]) + _lim(ey, 0.05), float(hand[2]) + _lim(ez, 0.05), 1.0]
    ex = goal[0] + 0.15 - head[0]
    return [float(hand[0]) + _lim(ex, 0.07), float(hand[1]) + _lim(ey, 0.07), float(hand[2]) + _lim(ez, 0.07), 1.0]
