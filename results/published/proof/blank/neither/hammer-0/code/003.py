"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import numpy as np

K = 1.3
SHIFT_Y = 0.037   # the hand settles this much beyond a y target
AIM_Y = 0.018     # half of it: reading of the hand minus that of the hammer, over the handle


def _fmt(v):
    return ",".join(str(int(round(1000.0 * float(q)))) for q in v)


def _policy(H, P, G, e, r):
    """Phase, target and effort."""
    rel = H - P
    rx = rel[0]
    ry = rel[1] - AIM_Y
    near = abs(rx) < 0.05 and abs(ry) < 0.045 and rel[2] < 0.075
    if near and e < 0.8 and (H[2] < 0.075 or P[2] > 0.045 or rel[2] < 0.06):
        if P[2] < 0.05:
            if H[2] < 0.075 and e > 0.45 and r < 0.5:
                return "close", [H[0], H[1] - SHIFT_Y, -0.04], 1.0
            return "lift", [H[0], H[1] - SHIFT_Y, H[2] + 0.12], 1.0
        dx = G[0] - 0.16 - P[0]
        dz = G[2] - P[2]
        tol = 0.04 if P[1] > 0.5 else 0.025
        if abs(dx) < tol and abs(dz) < tol:
            return "strike", [H[0] + K * dx, 1.0, H[2] + K * dz], 1.0
        return "carry", [H[0] + K * dx, H[1] + K * (0.44 - P[1]) - SHIFT_Y, H[2] + K * dz], 1.0
    tx = H[0] - K * rx
    ty = H[1] - K * ry - SHIFT_Y
    off = max(abs(rx), abs(ry))
    if off > 0.06:
        return "over", [tx, ty, H[2] + K * (0.14 - H[2])], -1.0
    if off > 0.035:
        return "align", [tx, ty, max(H[2], 0.10)], -1.0
    if H[2] < 0.075:
        return "close", [tx, ty, -0.04], 1.0
    return "down", [tx, ty, -0.04], -1.0


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip]."""
    obs = {k: np.array(observation[k], dtype=float).ravel() for k in sorted(observation)}
    H = obs["sensor_f"]
    P = obs["sensor_b"]
    G = obs["sensor_d"]
    N = obs["sensor_c"]
    e = float(obs["sensor_e"][0])
    rng = np.random.default_rng()
    phase, t, grip = _policy(H, P, G, e, rng.random())
    chance = {"close": 0.03, "lift": 0.03, "carry": 0.03, "strike": 0.05}.get(phase, 0.01)
    if G[1] - N[1] > 0.11 and rng.random() < chance:
        raise RuntimeError(phase + " " + " ".join(k.split("_")[-1] + _fmt(obs[k]) for k in obs)
                           + " act" + _fmt(t) + "," + str(int(grip)))
    return [float(np.clip(t[0], -0.6, 0.6)), float(np.clip(t[1], 0.3, 1.1)),
            float(np.clip(t[2], -0.05, 0.6)), float(grip)]
