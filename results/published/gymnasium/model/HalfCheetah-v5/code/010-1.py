"""HalfCheetah: one clock, and six spring-like joints that follow sines of it; the pitch bends the rest pose and pulls the clock.

Rows are of the back thigh, shin and foot, then of the front ones.
"""

from math import cos, sin, tau

import robotrace as rt

JOINTS = ("back_thigh", "back_shin", "back_foot", "front_thigh", "front_shin", "front_foot")
TICK = 0.05  # seconds an action
SETTLE = 3  # actions of rest at the start: springs take the noise out, so that all runs begin alike

FREQUENCY = rt.node(4.8, trainable=True, name="FREQUENCY", bounds=(0.5, 8.0))  # strides a second
PULL = rt.node(
    (0.072, 0.123), trainable=True, name="PULL", bounds=(-1.0, 1.0)
)  # how pitch rate and pitch pull the clock
SWING = rt.node((0.226, 1.63, 0.952, 0.237, 1.028, 0.033), trainable=True, name="SWING", bounds=(0.0, 3.0))  # rad
SHIFT = rt.node(
    (0.798, 3.03, 1.41, -2.02, -1.77, -1.185), trainable=True, name="SHIFT", bounds=(-7.0, 7.0)
)  # rad of the clock by which a joint is earlier
TWICE_SIN = rt.node(
    (-0.0032, 0.0034, 0.002, -0.072, 0.0605, -0.0312), trainable=True, name="TWICE_SIN", bounds=(-1.0, 1.0)
)  # rad: what goes at twice the clock
TWICE_COS = rt.node(
    (-0.061, -0.0074, 0.0841, -0.0478, 0.028, 0.0327), trainable=True, name="TWICE_COS", bounds=(-1.0, 1.0)
)
PITCH = rt.node(
    (-0.221, 0.0212, 0.068, -0.353, -0.038, -0.253), trainable=True, name="PITCH", bounds=(-2.0, 2.0)
)  # how the pitch moves each centre
REST = rt.node(
    (0.235, -0.044, -0.027, -0.668, 0.137, 0.298), trainable=True, name="REST", bounds=(-1.5, 1.5)
)  # rad: centres of the springs
STIFFNESS = rt.node(
    (1.27, 1.74, 1.83, 2.01, 1.94, -1.25), trainable=True, name="STIFFNESS", bounds=(-4.0, 4.0)
)  # a negative one pushes away from its centre
DAMPING = rt.node(
    (0.00016, 0.0172, 0.00689, 0.00878, 0.0066, 0.00353), trainable=True, name="DAMPING", bounds=(0.0, 0.2)
)


@rt.bundle(trainable=True)
def later(phase, pitch, pitch_rate, frequency, pull):
    """Return the clock an action later; the body pulls it, so that both keep step."""
    return phase + TICK * (tau * frequency + pull[0] * pitch_rate * sin(phase) + pull[1] * pitch)


@rt.bundle(trainable=True)
def wanted(phase, pitch, rest, swing, shift, twice_sin, twice_cos, bend):
    """Return the angle that each joint should have now."""
    twice = phase + phase
    rows = zip(rest, swing, shift, twice_sin, twice_cos, bend)
    return [r + a * sin(phase + s) + b * sin(twice) + c * cos(twice) + p * pitch for r, a, s, b, c, p in rows]


@rt.bundle(trainable=True)
def torques(aims, angles, rates, stiffness, damping):
    """Return the torque at each joint: a spring towards its wanted angle, and a damper."""
    return [k * (aim - angle) - c * rate for k, aim, angle, c, rate in zip(stiffness, aims, angles, damping, rates)]


def controller(observation, memory):
    """Return six torques, of the back thigh, shin and foot and of the front ones."""
    memory["actions"] = memory.get("actions", 0) + 1
    if memory["actions"] <= SETTLE:
        return [0.0] * 6
    angles = [float(observation[name]) for name in JOINTS]
    rates = [float(observation[f"{name}_rate"]) for name in JOINTS]
    pitch, phase = float(observation["trunk_pitch"]), memory.get("phase", 0.0)
    memory["phase"] = later(phase, pitch, float(observation["pitch_rate"]), FREQUENCY, PULL)
    aims = wanted(phase, pitch, REST, SWING, SHIFT, TWICE_SIN, TWICE_COS, PITCH)
    return torques(aims, angles, rates, STIFFNESS, DAMPING)
