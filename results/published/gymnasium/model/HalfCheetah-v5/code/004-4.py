"""HalfCheetah: one clock, and six spring-like joints that follow sines of it; the pitch bends the rest pose and pulls the clock.

Rows are of the back thigh, shin and foot, then of the front ones.
"""

from math import cos, sin, tau

import robotrace as rt

JOINTS = ("back_thigh", "back_shin", "back_foot", "front_thigh", "front_shin", "front_foot")
TICK = 0.05  # seconds an action
SETTLE = 3  # actions of rest at the start: springs take the noise out, so that all runs begin alike

FREQUENCY = rt.node(5.02, trainable=True, name="FREQUENCY", bounds=(0.5, 8.0))  # strides a second
PULL = rt.node(
    (0.101, 0.149), trainable=True, name="PULL", bounds=(-1.0, 1.0)
)  # how pitch rate and pitch pull the clock
SWING = rt.node((0.197, 1.32, 0.883, 0.279, 1.412, 0.021), trainable=True, name="SWING", bounds=(0.0, 3.0))  # rad
SHIFT = rt.node(
    (1.028, 3.17, 1.22, -2.2, -2.0, -1.172), trainable=True, name="SHIFT", bounds=(-7.0, 7.0)
)  # rad of the clock by which a joint is earlier
TWICE_SIN = rt.node(
    (0.0035, -0.0027, -0.006, -0.0588, 0.094, -0.0401), trainable=True, name="TWICE_SIN", bounds=(-1.0, 1.0)
)  # rad: what goes at twice the clock
TWICE_COS = rt.node(
    (-0.126, -0.0037, 0.092, -0.0515, 0.0363, 0.0026), trainable=True, name="TWICE_COS", bounds=(-1.0, 1.0)
)
PITCH = rt.node(
    (-0.256, 0.0295, 0.0955, -0.401, -0.0316, -0.315), trainable=True, name="PITCH", bounds=(-2.0, 2.0)
)  # how the pitch moves each centre
REST = rt.node(
    (0.186, -0.199, -0.022, -0.336, 0.127, 0.294), trainable=True, name="REST", bounds=(-1.5, 1.5)
)  # rad: centres of the springs
STIFFNESS = rt.node(
    (1.56, 2.0, 1.67, 1.3, 3.41, -1.11), trainable=True, name="STIFFNESS", bounds=(-4.0, 4.0)
)  # a negative one pushes away from its centre
DAMPING = rt.node(
    (0.00012, 0.019, 0.00762, 0.00868, 0.0095, 0.00518), trainable=True, name="DAMPING", bounds=(0.0, 0.2)
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
