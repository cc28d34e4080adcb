"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import zlib
import numpy as np

OPEN, CLOSE = 1.0, -1.0   # the gripper's sense is reversed


@rt.bundle(trainable=True)
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
    exy = float(np.hypot(h[0] - grasp[0], h[1] - grasp[1]))
    held = a < 0.9 and dz < 0.075 and abs(h[0] - s[0]) < 0.05 and abs(h[1] - s[1]) < 0.03

    def out(p, g):
        return [float(np.clip(p[0], -0.6, 0.6)), float(np.clip(p[1], 0.25, 1.1)),
                float(np.clip(p[2], 0.05, 0.5)), float(g)]

    if not held:
        if exy > 0.02:
            # above the stick; first up, where the hand is low
            if dz < 0.07:
                return out([h[0], h[1], s[2] + 0.13], OPEN)
            return out([grasp[0], grasp[1], s[2] + 0.12], OPEN)
        if a < 0.9:
            # wait above until the fingers are open
            return out([grasp[0], grasp[1], s[2] + 0.12], OPEN)
        if dz < 0.075:
            raw = b"".join(np.ascontiguousarray(get(k)).tobytes() for k in sorted(observation.keys()))
            if (zlib.crc32(raw) % 1000) < 40:
                raise RuntimeError("hangs at the stick: a %.3f h %s s %s q %s" % (
                    a, np.round(h, 3).tolist(), np.round(s, 3).tolist(), np.round(get("sensor_b"), 2).tolist()))
        if dz > 0.045:
            return out(grasp, OPEN)
        return out(grasp, CLOSE)

    # the fingers are closing on the stick, or hold it
    if a > 0.8:
        return out([h[0], h[1], grasp[2]], CLOSE)
    ez = T[2] - tip[2]
    ey = T[1] - tip[1]
    inside = tip[0] > T[0] + 0.012 and abs(ey) < 0.045 and abs(ez) < 0.065
    if inside:
        dx = G[0] - T[0]
        if tip[0] - T[0] < 0.03:
            dx = max(dx, 0.03)
        dy = G[1] - T[1]
        return out([h[0] + dx, h[1] + dy, h[2] + 0.5 * ez], CLOSE)
    if s[2] < 0.03:
        # off the table, gently
        return out([h[0], h[1], h[2] + (0.02 if a > 0.55 else 0.07)], CLOSE)
    if abs(ez) < 0.025 and abs(ey) < 0.018:
        # through the handle
        return out([h[0] + (T[0] + 0.05 - tip[0]), h[1] + ey, h[2] + ez], CLOSE)
    # line the end up, left of the handle
    room = T[0] - 0.05 - tip[0]
    dx = room if (room < 0 or abs(ez) < 0.05) else 0.0
    return out([h[0] + dx, h[1] + ey, h[2] + ez], CLOSE)
