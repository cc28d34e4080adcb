# Trained by robotrace for shifted/door-open-v3@103: optoprime, score feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import math
import numpy as np


def _to_action(p, grip):
    x = min(max(float(p[0]), -0.55), 0.55)
    y = min(max(float(p[1]), 0.33), 1.05)
    z = min(max(float(p[2]), 0.0), 0.55)
    c = math.cos(math.radians(15.0))
    s = math.sin(math.radians(15.0))
    g = 1.1
    return [x / g, (c * y + s * z) / g, (-s * y + c * z) / g, float(grip)]


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    m = memory
    hand = np.array(observation["sensor_d"], dtype=float)
    handle = np.array(observation["sensor_b"], dtype=float)
    hxy = handle[:2]
    if "h0" not in m:
        m["h0"] = [float(hxy[0]), float(hxy[1])]
        m["prev"] = [float(hxy[0]), float(hxy[1])]
        m["stage"] = "over"
        m["n"] = 0
        m["k"] = 0
        m["still"] = 0
    h0 = np.array(m["h0"])
    prev = np.array(m["prev"])
    m["prev"] = [float(hxy[0]), float(hxy[1])]

    # hinge estimate
    R = 0.383
    C = h0 + np.array([-0.36, 0.13])
    chord = hxy - h0
    L = float(np.linalg.norm(chord))
    if L > 0.08:
        u = chord / L
        right = np.array([u[1], -u[0]])
        C = h0 + chord / 2.0 + right * math.sqrt(max(R * R - L * L / 4.0, 0.0))
    rel = hxy - C
    r = max(float(np.linalg.norm(rel)), 0.1)
    tangent = np.array([rel[1], -rel[0]]) / r  # the way the handle opens
    s = float(np.dot(hxy - prev, tangent))
    s = min(max(s, 0.0), 0.09)

    offsets = [0.027, 0.04, 0.015, 0.055]
    off = offsets[m["k"] % len(offsets)]
    place = hxy - tangent * off  # in the gap behind the handle
    dist = float(np.linalg.norm(hand[:2] - place))
    m["n"] += 1

    # changes of stage
    if m["stage"] == "over":
        lim = 0.06 if m["k"] == 0 else 0.04
        if dist < lim and hand[2] > handle[2] + 0.10:
            m["stage"] = "drop"
            m["n"] = 0
    elif m["stage"] == "drop":
        if hand[2] - handle[2] < 0.05 and dist < 0.06:
            m["stage"] = "pull"
            m["n"] = 0
            m["still"] = 0
        elif m["n"] > 7:
            m["stage"] = "over"
            m["k"] += 1
            m["n"] = 0
    elif m["stage"] == "pull":
        if s < 0.004:
            m["still"] += 1
        else:
            m["still"] = 0
        away = float(np.linalg.norm(hand[:2] - hxy))
        if (away > 0.13 and m["n"] > 1) or m["still"] > 8:
            m["stage"] = "over"
            m["k"] += 1
            m["n"] = 0
            off = offsets[m["k"] % len(offsets)]
            place = hxy - tangent * off

    # targets
    if m["stage"] == "over":
        z = handle[2] + 0.18
        if m["k"] > 0 and hand[2] < handle[2] + 0.13:
            target = [hand[0], hand[1], z + 0.03]
        else:
            target = [place[0], place[1], z]
    elif m["stage"] == "drop":
        target = [place[0], place[1], handle[2] - 0.005]
    else:
        lead = 0.12
        if m["still"] > 3:
            lead = 0.2
        a = (s + lead) / r
        ca, sa = math.cos(a), math.sin(a)
        nxt = C + np.array([ca * rel[0] + sa * rel[1], -sa * rel[0] + ca * rel[1]])
        target = [nxt[0], nxt[1], handle[2]]
    return _to_action(target, 1.0)
