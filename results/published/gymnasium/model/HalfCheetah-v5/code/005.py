"""HalfCheetah: one clock, and six spring-like joints that follow sines of it; the pitch bends the rest pose and pulls the clock.

Rows are of the back thigh, shin and foot, then of the front ones.
"""

from math import cos, sin, tau

import robotrace as rt

JOINTS = ("back_thigh", "back_shin", "back_foot", "front_thigh", "front_shin", "front_foot")
TICK = 0.05  # seconds an action
SETTLE = 3  # actions of rest at the start: springs take the noise out, so that all runs begin alike

FREQUENCY = rt.node(4.58, trainable=True, name="FREQUENCY", bounds=(0.5, 8.0))  # strides a second
PULL = rt.node(
    (0.148, 0.185), trainable=True, name="PULL", bounds=(-1.0, 1.0)
)  # how pitch rate and pitch pull the clock
SWING = rt.node((0.187, 2.46, 0.802, 0.219, 0.629, 0.043), trainable=True, name="SWING", bounds=(0.0, 3.0))  # rad
SHIFT = rt.node(
    (0.898, 2.71, 0.81, -1.66, -1.53, -1.037), trainable=True, name="SHIFT", bounds=(-7.0, 7.0)
)  # rad of the clock by which a joint is earlier
TWICE_SIN = rt.node(
    (-0.0108, 0.0061, -0.0003, -0.0581, 0.1002, -0.0273), trainable=True, name="TWICE_SIN", bounds=(-1.0, 1.0)
)  # rad: what goes at twice the clock
TWICE_COS = rt.node(
    (-0.199, -0.0013, 0.0649, -0.0665, 0.0385, 0.015), trainable=True, name="TWICE_COS", bounds=(-1.0, 1.0)
)
PITCH = rt.node(
    (-0.22, -0.0122, 0.0322, -0.346, -0.0272, -0.183), trainable=True, name="PITCH", bounds=(-2.0, 2.0)
)  # how the pitch moves each centre
REST = rt.node(
    (0.324, -0.091, 0.017, -0.647, 0.164, 0.24), trainable=True, name="REST", bounds=(-1.5, 1.5)
)  # rad: centres of the springs
STIFFNESS = rt.node(
    (2.71, 0.88, 1.74, 1.67, 1.72, -0.83), trainable=True, name="STIFFNESS", bounds=(-4.0, 4.0)
)  # a negative one pushes away from its centre
DAMPING = rt.node(
    (0.00043, 0.0293, 0.0046, 0.00839, 0.0087, 0.00571), trainable=True, name="DAMPING", bounds=(0.0, 0.2)
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
