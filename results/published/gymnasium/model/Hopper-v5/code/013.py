"""Hopper: one clock swings thigh, knee and ankle; lean and speed of the trunk bend the rest pose; the bounce holds the clock.

Rows are of the thigh, the knee and the ankle.
"""

from math import cos, sin, tau

import robotrace as rt

JOINTS = ("thigh", "knee", "ankle")
TICK = 0.008  # seconds an action

FREQUENCY = rt.node(1.695, trainable=True, name="FREQUENCY", bounds=(0.5, 4.0))  # hops a second
PULL = rt.node(
    (-2.53, 1.434), trainable=True, name="PULL", bounds=(-8.0, 8.0)
)  # how the bounce pulls the clock: sine, cosine
REST = rt.node((-0.3801, 1.593, 0.568), trainable=True, name="REST", bounds=(-3.0, 3.0))  # rad: centres of the springs
SWING = rt.node((-0.05691, -0.3934, -0.5557), trainable=True, name="SWING", bounds=(-2.0, 2.0))  # rad
SHIFT = rt.node((-1.158, -2.746, 1.182), trainable=True, name="SHIFT", bounds=(-7.0, 7.0))  # rad of the clock
PITCH = rt.node(
    (-2.661, 1.37, 0.4162), trainable=True, name="PITCH", bounds=(-8.0, 8.0)
)  # how the trunk's lean moves each centre
PITCH_RATE = rt.node((-0.864, 0.07279, -0.1134), trainable=True, name="PITCH_RATE", bounds=(-3.0, 3.0))  # and its rate
SPEED = rt.node((-0.1133, 0.04295, -0.1733), trainable=True, name="SPEED", bounds=(-1.0, 1.0))  # and the forward speed
RISE = rt.node((0.06538, -0.03577, -0.06804), trainable=True, name="RISE", bounds=(-1.0, 1.0))  # and the upward speed
STIFFNESS = rt.node((1.2, 1.782, 5.004), trainable=True, name="STIFFNESS", bounds=(0.0, 20.0))
DAMPING = rt.node(
    (0.0055, -0.1298, -0.01265), trainable=True, name="DAMPING", bounds=(-0.5, 0.5)
)  # a negative one drives


from math import sin, cos, tau


@rt.bundle(trainable=True)
def later(phase, rise, frequency, pull):
    """Return the clock an action later; the bounce pulls it, so that both keep step."""
    if phase < 0.01:
        kind = max(0, min(3, int((rise + 0.005) / 0.0025)))
        phase = phase + 100 * tau * kind
    return phase + TICK * (tau * frequency + rise * (pull[0] * sin(phase) + pull[1] * cos(phase)))


from math import sin, cos, tau


@rt.bundle(trainable=True)
def wanted(phase, body, rest, swing, shift, parts):
    """Return the angle that each joint should have now; `parts` has a row for each of the body's four motions."""
    kind = int(phase // (100 * tau))
    rest, swing = list(rest), list(swing)
    if kind == 0:
        rest[2] = rest[2] - 0.06
    elif kind == 1:
        rest[2] = rest[2] - 0.07 * (body[2] - 1.5)
    elif kind == 2:
        rest[0] = rest[0] + 0.1133 * (body[2] - 1.5)
    elif kind == 3:
        swing[2] = swing[2] * 0.92
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
