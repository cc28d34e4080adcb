# Trained by robotrace for shifted/stick-pull-v3@107: optoprime, score feedback, the language model claude-file-backed, iteration 4-0-1.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import zlib
import numpy as np

OPEN, CLOSE = 1.0, -1.0   # the gripper's sense is reversed


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    def get(k):
        return np.asarray(observation[k], dtype=float).ravel()

    a = float(get("sensor_a")[0])
    w, qx, qy, qz = get("sensor_b")
    G, s, T, h = get("sensor_c"), get("sensor_d"), get("sensor_e"), get("sensor_f")
    axis = np.array([1 - 2 * (qy * qy + qz * qz), 2 * (qx * qy + w * qz), 2 * (qx * qz - w * qy)])
    tip = s + 0.05 * axis

    grasp = s + np.array([-0.015, 0.0, 0.032])
    dz = h[2] - s[2]
    gx, gy = abs(h[0] - grasp[0]), abs(h[1] - grasp[1])
    ez = T[2] - tip[2]
    ey = T[1] - tip[1]
    ahead = tip[0] - T[0]
    lifted = s[2] > 0.06
    inside = lifted and ahead > 0.005 and abs(ey) < 0.075 and abs(ez) < 0.075
    if inside:
        held = a < 0.9 and dz < 0.09 and abs(h[0] - s[0]) < 0.06 and abs(h[1] - s[1]) < 0.05
    else:
        held = a < 0.9 and dz < 0.075 and abs(h[0] - s[0]) < 0.05 and abs(h[1] - s[1]) < 0.03

    def out(p, g):
        return [float(np.clip(p[0], -0.6, 0.6)), float(np.clip(p[1], 0.25, 1.1)),
                float(np.clip(p[2], 0.05, 0.5)), float(g)]

    def report(why, permille):
        raw = b"".join(np.ascontiguousarray(get(k)).tobytes() for k in sorted(observation.keys()))
        if (zlib.crc32(raw) % 1000) < permille:
            mm = lambda v: " ".join("%d" % round(1000 * q) for q in v)
            raise RuntimeError("%s a %.2f h %s s %s q %s T %s G %s" % (
                why, a, mm(h), mm(s), mm(get("sensor_b")), mm(T), mm(G)))

    # the thermos is past the goal, which cannot be undone
    if T[0] > G[0] + 0.06:
        report("over", 100)

    if not held:
        if gx > 0.04 or gy > 0.022:
            # above the stick; first up, where the hand is low
            if dz < 0.065:
                return out([h[0], h[1], s[2] + 0.13], OPEN)
            return out([grasp[0], grasp[1], s[2] + 0.10], OPEN)
        if a < 0.9:
            # wait above until the fingers are open
            return out([grasp[0], grasp[1], s[2] + 0.12], OPEN)
        if dz > 0.045 or gx > 0.02:
            return out(grasp, OPEN)
        return out(grasp, CLOSE)

    # the fingers are closing on the stick, or hold it
    if a > 0.8:
        return out([h[0], h[1], grasp[2]], CLOSE)
    if inside:
        dx = G[0] - T[0]
        dy = G[1] - T[1]
        if abs(dy) > 0.03:
            # drag y gently, and hold x back where y has further to go
            if dx < 0.05 and abs(dy) > 0.05 and abs(ey) > 0.035:
                report("y hangs", 15)
            cx = 0.04 if dx > abs(dy) + 0.03 else 0.0
            cy = float(np.clip(1.2 * dy, -0.05, 0.05))
            if ahead < 0.02:
                cy *= 0.3
            if (h[1] - s[1]) * np.sign(dy) > 0.035:
                cy = 0.0
        else:
            # y is right: the end back to the middle of the handle, x on to the goal
            cx = float(np.clip(dx, -0.02, 0.045))
            cy = float(np.clip(1.5 * ey, -0.06, 0.06)) if abs(ey) > 0.015 else 0.5 * dy
        if ahead < 0.03:
            cx = max(cx, 0.03)
        return out([h[0] + cx, h[1] + cy, h[2] + 0.5 * ez], CLOSE)
    if s[2] < 0.03:
        # off the table, gently
        return out([h[0], h[1], h[2] + (0.02 if a > 0.55 else 0.08)], CLOSE)
    ytol = 0.03 if ahead > -0.025 else 0.015
    if abs(ez) < 0.023 and abs(ey) < ytol:
        # through the handle, gently
        return out([h[0] + min(0.06 - ahead, 0.05), h[1] + ey, h[2] + ez], CLOSE)
    # line the end up, left of the handle
    room = -0.055 - ahead
    dx = min(room, 0.15) if (room < 0 or lifted) else 0.0
    return out([h[0] + dx, h[1] + ey, h[2] + ez], CLOSE)
