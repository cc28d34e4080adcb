"""One trainable function from an observation to an action: what training starts from by default."""

import robotrace as rt


import numpy as np

# real target = R(turn) asked + OFF, measured from where the hand settled
TURN = np.deg2rad(20.0)
OFF = (0.06, 0.04, -0.03)
CLOSE = -1.0         # measured: negative effort closes
OPEN = 1.0

GRIP_X = -0.03       # hand relative to the stick's middle, along x


def to_action(target, effort):
    c, s = np.cos(TURN), np.sin(TURN)
    dx = target[0] - OFF[0]
    dy = target[1] - OFF[1]
    ax = c * dx - s * dy
    ay = s * dx + c * dy
    az = target[2] - OFF[2]
    return [float(np.clip(ax, -2, 2)), float(np.clip(ay, -2, 2)),
            float(np.clip(az, -2, 2)), float(np.clip(effort, -1, 1))]


def go(h, desired, effort, gain=(1.2, 1.2, 1.0), cap=0.2):
    move = np.array(gain) * (np.asarray(desired, dtype=float) - h)
    move = np.clip(move, -cap, cap)
    target = h + move
    target[2] = max(target[2], 0.04)
    return to_action(target, effort)


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    h = np.array(observation["hand_pos"], dtype=float).ravel()[:3]
    s = np.array(observation["stick_pos"], dtype=float).ravel()[:3]
    th = np.array(observation["thermos_pos"], dtype=float).ravel()[:3]
    goal = np.array(observation["goal_pos"], dtype=float).ravel()[:3]
    opening = float(np.ravel(observation["gripper_opening"])[0])
    q = np.array(observation["stick_quat"], dtype=float).ravel()[:4]
    n = np.linalg.norm(q)
    q = q / n if n > 1e-6 else np.array([1.0, 0.0, 0.0, 0.0])
    w, a, b, c = q
    ux = np.array([1 - 2 * (b * b + c * c), 2 * (a * b + w * c), 2 * (a * c - w * b)])
    end = s + 0.05 * ux

    # point of the stick below the hand
    t = 0.0
    if abs(ux[0]) > 0.3:
        t = float(np.clip((h[0] - s[0]) / ux[0], -0.05, 0.05))
    p = s + t * ux
    rel = h - s
    rz = h[2] - p[2]

    near = abs(h[1] - p[1]) < 0.03 and -0.065 < rel[0] < 0.025
    over = abs(rel[0] - GRIP_X) < 0.02 and abs(h[1] - p[1]) < 0.015
    shut = opening < 0.62
    low = near and rz < (0.066 if shut else 0.052)
    grip_xy = (s[0] + GRIP_X, p[1])

    # 1. not at the stick yet: hover with open fingers, then down
    if not low:
        if (over or (near and rz < 0.10)) and opening > 0.85:
            return go(h, [grip_xy[0], grip_xy[1], p[2] + 0.040], OPEN)
        return go(h, [grip_xy[0], grip_xy[1], s[2] + 0.12], OPEN)

    # 2. at the stick: close and wait
    if not shut:
        return go(h, [grip_xy[0], grip_xy[1], p[2] + 0.038], CLOSE)

    # 3. held: lift, gently at first
    if s[2] < 0.03:
        step = 0.015 if opening > 0.5 else 0.03
        return go(h, [grip_xy[0], grip_xy[1], h[2] + step], CLOSE)
    up = h[2] + (th[2] - end[2])
    if s[2] < 0.06:
        return go(h, [grip_xy[0], grip_xy[1], up], CLOSE, cap=0.07)

    gap = end[0] - th[0]                # stick's end to the right of the handle
    dy = end[1] - th[1]
    dz = end[2] - th[2]

    # 4. align to the left of the handle
    if gap > -0.03:
        inside = abs(dy) < 0.05 and abs(dz) < 0.06
        aligned = inside
    else:
        inside = False
        aligned = abs(dy) < 0.02 and abs(dz) < 0.02
    if not aligned:
        x = th[0] - 0.10 - (end[0] - h[0])
        return go(h, [x, h[1] - dy, up], CLOSE, gain=(1.2, 1.2, 1.2), cap=0.10)

    # 5. insert
    if not inside or gap < 0.005:
        x = h[0] + (th[0] + 0.05 - end[0])
        return go(h, [x, h[1] - dy, up], CLOSE, gain=(1.2, 1.2, 1.2), cap=0.06)

    # 6. drag to the goal
    x = h[0] + (goal[0] - th[0]) + 0.015
    y = h[1] + (goal[1] - th[1])
    return go(h, [x, y, up], CLOSE, gain=(1.2, 1.2, 1.2), cap=0.055)
