"""Hopper: one clock swings thigh, knee and ankle; lean and speed of the trunk bend the rest pose; the bounce holds the clock.

Rows are of the thigh, the knee and the ankle.
"""

from math import cos, sin, tau

import robotrace as rt

JOINTS = ("thigh", "knee", "ankle")
TICK = 0.008  # seconds an action

FREQUENCY = rt.node(1.59, trainable=True, name="FREQUENCY", bounds=(0.5, 4.0))  # hops a second
PULL = rt.node(
    (-1.76, 0.76), trainable=True, name="PULL", bounds=(-8.0, 8.0)
)  # how the bounce pulls the clock: sine, cosine
REST = rt.node((-0.457, 1.59, 0.315), trainable=True, name="REST", bounds=(-3.0, 3.0))  # rad: centres of the springs
SWING = rt.node((-0.039, -0.406, -0.753), trainable=True, name="SWING", bounds=(-2.0, 2.0))  # rad
SHIFT = rt.node((-1.99, -2.32, 1.08), trainable=True, name="SHIFT", bounds=(-7.0, 7.0))  # rad of the clock
PITCH = rt.node(
    (-3.08, 1.27, 0.892), trainable=True, name="PITCH", bounds=(-8.0, 8.0)
)  # how the trunk's lean moves each centre
PITCH_RATE = rt.node((-0.877, 0.079, -0.226), trainable=True, name="PITCH_RATE", bounds=(-3.0, 3.0))  # and its rate
SPEED = rt.node((-0.057, 0.0598, -0.118), trainable=True, name="SPEED", bounds=(-1.0, 1.0))  # and the forward speed
RISE = rt.node((0.0663, -0.0259, -0.0605), trainable=True, name="RISE", bounds=(-1.0, 1.0))  # and the upward speed
STIFFNESS = rt.node((7.5, 1.67, 2.79), trainable=True, name="STIFFNESS", bounds=(0.0, 20.0))
DAMPING = rt.node(
    (0.0407, -0.205, -0.0154), trainable=True, name="DAMPING", bounds=(-0.5, 0.5)
)  # a negative one drives


@rt.bundle(trainable=True)
def later(phase, rise, frequency, pull):
    """Return the clock an action later; the bounce pulls it, so that both keep step."""
    return phase + TICK * (tau * frequency + rise * (pull[0] * sin(phase) + pull[1] * cos(phase)))


@rt.bundle(trainable=True)
def wanted(phase, body, rest, swing, shift, parts):
    """Return the angle that each joint should have now; `parts` has a row for each of the body's four motions."""
    aims = [r + a * sin(phase + s) for r, a, s in zip(rest, swing, shift)]
    return [aim + sum(part[i] * motion for part, motion in zip(parts, body)) for i, aim in enumerate(aims)]


@rt.bundle(trainable=True)
def torques(aims, angles, rates, stiffness, damping):
    """Return the torque at each joint: a spring towards its wanted angle, and a damper."""
    return [k * (aim - angle) - c * rate for k, aim, angle, c, rate in zip(stiffness, aims, angles, damping, rates)]


def controller(observation, memory):
    """Return [thigh, knee, ankle]: torques."""
    angles = [float(observation[name]) for name in JOINTS]
    rates = [float(observation[f"{name}_rate"]) for name in JOINTS]
    body = [float(observation[name]) for name in ("trunk_pitch", "pitch_rate", "velocity_x", "velocity_z")]
    phase = memory.get("phase", 0.0)
    memory["phase"] = later(phase, body[3], FREQUENCY, PULL)
    aims = wanted(phase, body, REST, SWING, SHIFT, (PITCH, PITCH_RATE, SPEED, RISE))
    return torques(aims, angles, rates, STIFFNESS, DAMPING)
