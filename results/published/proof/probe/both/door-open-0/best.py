# Trained by robotrace for shifted/door-open-v3@103: optoprime, facts feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import math
import numpy as np

SCALE = 1.1
TILT = math.radians(15.0)


def to_action(p, grip):
    # inverse of: robot = SCALE * Rx(TILT) * action
    c, s = math.cos(TILT), math.sin(TILT)
    x = min(max(float(p[0]), -0.59), 0.59)
    y = min(max(float(p[1]), 0.31), 1.09)
    z = min(max(float(p[2]), -0.04), 0.59)
    return [x / SCALE, (c * y + s * z) / SCALE, (-s * y + c * z) / SCALE, grip]


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    hand = np.array(observation["sensor_d"], dtype=float)
    h = np.array(observation["sensor_b"], dtype=float)
    offs = [0.03, 0.045, 0.018, 0.06]

    if "cx" not in memory:
        memory["cx"] = round(float(h[0]) - 0.38, 4)
        memory["cy"] = round(float(h[1]) + 0.115, 4)
        memory["phi0"] = math.atan2(h[1] - memory["cy"], h[0] - memory["cx"])
        memory["phi"] = memory["phi0"]
        memory["ph"] = "a"
        memory["n"] = 0
        memory["k"] = 0
        memory["rs"] = 0.0
    c = np.array([memory["cx"], memory["cy"]])
    rad = h[:2] - c
    r = float(np.hypot(rad[0], rad[1]))
    phi = math.atan2(rad[1], rad[0])
    if phi > math.pi / 2:
        phi -= 2 * math.pi
    om = phi - memory["phi"]
    om = min(0.0, max(-0.3, om))
    memory["phi"] = phi
    rot = memory["phi0"] - phi
    off = offs[memory["k"] % len(offs)]
    g = np.array([math.sin(rot), math.cos(rot)])
    tau = np.array([math.sin(phi), -math.cos(phi)])
    zsafe = h[2] + 0.17
    slot = h[:2] + off * g
    d = slot - hand[:2]

    def retry():
        memory["ph"] = "a"
        memory["n"] = 0
        memory["k"] += 1

    memory["n"] += 1
    # changes of phase
    if memory["ph"] == "a":
        if abs(d[0]) < 0.08 and abs(d[1]) < 0.06 and hand[2] > h[2] + 0.11:
            memory["ph"] = "d"
            memory["n"] = 0
    elif memory["ph"] == "d":
        if hand[2] < h[2] + 0.06:
            memory["ph"] = "p"
            memory["n"] = 0
            memory["rs"] = rot
        elif memory["n"] > 7:
            retry()
    elif memory["ph"] == "p":
        ahead = float(np.dot(hand[:2] - h[:2], tau))
        if ahead > 0.06:
            retry()
        elif memory["n"] >= 9:
            if rot - memory["rs"] < 0.03:
                retry()
            else:
                memory["n"] = 0
                memory["rs"] = rot

    ph = memory["ph"]
    if ph == "a":
        near = float(np.hypot(hand[0] - h[0], hand[1] - h[1])) < 0.13
        if near and hand[2] < h[2] + 0.09:
            target = [hand[0], hand[1], zsafe]
        else:
            target = [slot[0], slot[1], zsafe]
    elif ph == "d":
        target = [slot[0], slot[1], h[2] - 0.02]
    else:
        # pull along the arc, predicted to the middle of the action's execution
        pp = phi + 1.5 * om
        rp = memory["phi0"] - pp
        u = np.array([math.cos(pp), math.sin(pp)])
        tp = np.array([math.sin(pp), -math.cos(pp)])
        gp = np.array([math.sin(rp), math.cos(rp)])
        xy = c + r * u + off * gp + 0.22 * tp
        target = [xy[0], xy[1], h[2] - 0.01]
    return to_action(target, 1.0)
