"""HalfCheetah: one clock, and six spring-like joints that follow sines of it; the pitch bends the rest pose and pulls the clock.

Rows are of the back thigh, shin and foot, then of the front ones.
"""

from math import cos, sin, tau

import robotrace as rt

JOINTS = ("back_thigh", "back_shin", "back_foot", "front_thigh", "front_shin", "front_foot")
TICK = 0.05  # seconds an action
SETTLE = 3  # actions of rest at the start: springs take the noise out, so that all runs begin alike

FREQUENCY = rt.node(4.2, trainable=True, name="FREQUENCY", bounds=(0.5, 8.0))  # strides a second
PULL = rt.node(
    (0.123, 0.119), trainable=True, name="PULL", bounds=(-1.0, 1.0)
)  # how pitch rate and pitch pull the clock
SWING = rt.node((0.333, 2.14, 0.443, 0.489, 1.304, 0.13), trainable=True, name="SWING", bounds=(0.0, 3.0))  # rad
SHIFT = rt.node(
    (0.822, 3.71, 0.81, -2.68, -1.84, -0.713), trainable=True, name="SHIFT", bounds=(-7.0, 7.0)
)  # rad of the clock by which a joint is earlier
TWICE_SIN = rt.node(
    (-0.0184, 0.0089, 0.0082, -0.0507, 0.112, -0.0283), trainable=True, name="TWICE_SIN", bounds=(-1.0, 1.0)
)  # rad: what goes at twice the clock
TWICE_COS = rt.node(
    (-0.19, -0.0237, 0.1488, -0.0322, 0.0489, -0.0105), trainable=True, name="TWICE_COS", bounds=(-1.0, 1.0)
)
PITCH = rt.node(
    (-0.158, -0.0284, 0.014, -0.316, 0.0045, -0.127), trainable=True, name="PITCH", bounds=(-2.0, 2.0)
)  # how the pitch moves each centre
REST = rt.node(
    (0.284, -0.038, -0.025, -0.555, 0.146, 0.295), trainable=True, name="REST", bounds=(-1.5, 1.5)
)  # rad: centres of the springs
STIFFNESS = rt.node(
    (1.9, 1.63, 1.34, 1.63, 2.17, -1.39), trainable=True, name="STIFFNESS", bounds=(-4.0, 4.0)
)  # a negative one pushes away from its centre
DAMPING = rt.node(
    (0.00151, 0.0162, 0.0033, 0.00846, 0.0117, 0.00267), trainable=True, name="DAMPING", bounds=(0.0, 0.2)
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
