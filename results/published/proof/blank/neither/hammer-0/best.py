# Trained by robotrace for shifted/hammer-v3@101: optoprime, score feedback, the language model claude-file-backed, iteration 4.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np

K = 1.3
SHIFT_Y = 0.037   # the hand settles this much beyond a y target
AIM_Y = 0.004     # reading of the hand minus that of the hammer in y, over the handle


def _policy(H, P, G, e):
    """Target and effort."""
    rel = H - P
    rx = rel[0]
    ry = rel[1] - AIM_Y
    near = abs(rx) < 0.05 and abs(ry) < 0.045 and rel[2] < 0.075
    if near and e < 0.8 and (H[2] < 0.075 or P[2] > 0.045 or rel[2] < 0.06):
        if P[2] < 0.05:
            if H[2] < 0.075 and e > 0.60:
                # close on the handle
                return [H[0], H[1] - SHIFT_Y, -0.04], 1.0
            # lift
            return [H[0], H[1] - SHIFT_Y, H[2] + 0.12], 1.0
        dx = G[0] - 0.16 - P[0]
        dz = G[2] - P[2]
        tol = 0.04 if P[1] > 0.5 else 0.025
        if abs(dx) < tol and abs(dz) < tol:
            # strike
            return [H[0] + K * dx, 1.0, H[2] + K * dz], 1.0
        # carry the head before the nail
        return [H[0] + K * dx, H[1] + K * (0.44 - P[1]) - SHIFT_Y, H[2] + K * dz], 1.0
    tx = H[0] - K * rx
    ty = H[1] - K * ry - SHIFT_Y
    off = max(abs(rx), abs(ry))
    if off > 0.06:
        return [tx, ty, H[2] + K * (0.14 - H[2])], -1.0
    if off > 0.035:
        return [tx, ty, max(H[2], 0.10)], -1.0
    if H[2] < 0.075:
        return [tx, ty, -0.04], 1.0
    return [tx, ty, -0.04], -1.0


def controller(observation):
    """Return the action for one observation: [x, y, z, grip]."""
    H = np.array(observation["sensor_f"], dtype=float).ravel()
    P = np.array(observation["sensor_b"], dtype=float).ravel()
    G = np.array(observation["sensor_d"], dtype=float).ravel()
    e = float(np.array(observation["sensor_e"], dtype=float).ravel()[0])
    t, grip = _policy(H, P, G, e)
    return [float(np.clip(t[0], -0.6, 0.6)), float(np.clip(t[1], 0.3, 1.05)),
            float(np.clip(t[2], -0.05, 0.6)), float(grip)]
