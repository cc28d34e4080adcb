"""One trainable function from an observation to an action: what training starts from by default."""

import robotrace as rt


import numpy as np

# real target = P0 + R(turn) (asked - A0) in x, y ; real z = asked z + DZ
TURN = np.deg2rad(25.0)
A0 = (0.005, 0.601)
P0 = (0.35, 0.601)
DZ = -0.036

GRIP_X = -0.025      # hand relative to the stick's middle, along x
BAND = 0.0455        # above: effort -1 is tried for closing, below: +1


def to_action(target, effort):
    c, s = np.cos(TURN), np.sin(TURN)
    dx = target[0] - P0[0]
    dy = target[1] - P0[1]
    ax = A0[0] + c * dx - s * dy
    ay = A0[1] + s * dx + c * dy
    az = target[2] - DZ
    return [float(np.clip(ax, -2, 2)), float(np.clip(ay, -2, 2)),
            float(np.clip(az, -2, 2)), float(np.clip(effort, -1, 1))]


def go(h, desired, effort, gain=(1.5, 1.5, 1.0), cap=0.2):
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
    over = abs(rel[0] - GRIP_X) < 0.03 and abs(h[1] - p[1]) < 0.02
    low = near and rz < 0.066
    grip_xy = (s[0] + GRIP_X, p[1])

    # 1. not at the stick yet: hover, then down
    if not low:
        effort = 0.0 if opening > 0.9 else -1.0
        if (over or (near and rz < 0.10)) and opening > 0.85:
            return go(h, [grip_xy[0], grip_xy[1], p[2] + 0.055], effort)
        return go(h, [grip_xy[0], grip_xy[1], s[2] + 0.12], effort)

    # 2. at the stick: the band of height says which sign closes
    upper = rz > BAND
    close = -1.0 if upper else 1.0
    hold_z = p[2] + (0.054 if upper else 0.036)
    if opening > 0.93:
        if upper:
            return go(h, [grip_xy[0], grip_xy[1], h[2] - 0.011], close)
        return go(h, [grip_xy[0], grip_xy[1], hold_z], close)
    if opening > 0.78:
        return go(h, [grip_xy[0], grip_xy[1], hold_z], close)

    # 3. held: lift
    if s[2] < 0.035:
        return go(h, [grip_xy[0], grip_xy[1], h[2] + 0.035], close)
    up = h[2] + (th[2] - end[2])
    if s[2] < 0.06:
        return go(h, [grip_xy[0], grip_xy[1], up], close, cap=0.10)

    gap = end[0] - th[0]                # stick's end to the right of the handle
    dy = end[1] - th[1]
    dz = end[2] - th[2]

    # 4. align to the left of the handle
    if gap > -0.03:
        inside = abs(dy) < 0.05 and abs(dz) < 0.06
        aligned = inside
    else:
        inside = False
        aligned = abs(dy) < 0.025 and abs(dz) < 0.025
    if not aligned:
        x = th[0] - 0.10 - (end[0] - h[0])
        return go(h, [x, h[1] - dy, up], close, gain=(1.5, 1.5, 1.5), cap=0.12)

    # 5. insert
    if not inside or gap < 0.015:
        x = h[0] + (th[0] + 0.05 - end[0])
        return go(h, [x, h[1] - dy, up], close, gain=(1.5, 1.5, 1.5), cap=0.06)

    # 6. drag to the goal
    x = h[0] + (goal[0] - th[0]) + 0.015
    y = h[1] + (goal[1] - th[1])
    return go(h, [x, y, up], close, gain=(1.5, 1.5, 1.5), cap=0.055)
