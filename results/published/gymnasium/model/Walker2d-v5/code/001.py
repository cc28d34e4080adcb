"""Walker2d: one clock drives both legs, the left one later by a shift; the lean and speed of the trunk bend the rest pose.

With the shift near a full turn both legs go together, in a two-legged hop. Rows are of the hip, the knee and the ankle.
"""

from math import cos, sin, tau

import robotrace as rt

JOINTS = ("hip", "knee", "ankle")
TICK = 0.008  # seconds an action

FREQUENCY = rt.node(2.048, trainable=True, name="FREQUENCY", bounds=(0.5, 5.0))  # strides a second
PULL = rt.node(
    (-0.3558, 0.05582), trainable=True, name="PULL", bounds=(-4.0, 4.0)
)  # how the hips' difference pulls the clock
LEFT = rt.node(6.075, trainable=True, name="LEFT", bounds=(0.0, 6.3))  # rad of the clock by which the left leg is later
REST = rt.node(
    (-0.8019, -0.1467, 1.284), trainable=True, name="REST", bounds=(-3.0, 3.0)
)  # rad: centres of the springs
SWING = rt.node((0.5672, -0.0244, 0.7495), trainable=True, name="SWING", bounds=(-2.0, 2.0))  # rad
SHIFT = rt.node((0.6457, 0.7831, 3.986), trainable=True, name="SHIFT", bounds=(-7.0, 7.0))  # rad of the clock
TWICE = rt.node(
    (-0.05367, -0.1321, -0.009719), trainable=True, name="TWICE", bounds=(-1.0, 1.0)
)  # rad, at twice the clock
TWICE_SHIFT = rt.node((-0.1362, -0.00474, -0.0414), trainable=True, name="TWICE_SHIFT", bounds=(-7.0, 7.0))
PITCH = rt.node(
    (0.1505, -0.01555, -0.09974), trainable=True, name="PITCH", bounds=(-4.0, 4.0)
)  # how the lean moves each centre
PITCH_RATE = rt.node((0.09307, 0.07276, 0.04084), trainable=True, name="PITCH_RATE", bounds=(-2.0, 2.0))  # and its rate
SPEED = rt.node((-0.03242, -0.3674, -0.7572), trainable=True, name="SPEED", bounds=(-3.0, 3.0))  # and the forward speed
STIFFNESS = rt.node(
    (-1.675, 2.221, 2.022), trainable=True, name="STIFFNESS", bounds=(-6.0, 6.0)
)  # a negative one pushes away from its centre
DAMPING = rt.node(
    (0.01391, 0.1588, 0.06564), trainable=True, name="DAMPING", bounds=(-0.5, 0.5)
)  # a negative one drives


from math import sin, cos, tau


@rt.bundle(trainable=True)
def later(phase, apart, frequency, pull):
    """Return the clock an action later; the hips pull it, so that both keep step."""
    pace = frequency * (1.05 if phase > 77.2 else 1.0)
    return phase + TICK * (tau * pace + apart * (pull[0] * sin(phase) + pull[1] * cos(phase)))


from math import sin


@rt.bundle(trainable=True)
def wanted(phase, body, rest, swing, shift, twice, twice_shift, parts):
    """Return the angle that each joint of a leg should have now; `parts` has a row for each of the body's three motions."""
    knee = 0.1 if 26.0 < phase <= 51.5 else 0.0
    ankle = 0.1 if 51.5 < phase <= 77.2 else 0.0
    more = (0.0, knee, ankle)
    rows = zip(rest, swing, shift, twice, twice_shift, more)
    aims = [r + (a + m) * sin(phase + s) + b * sin(phase + phase + t) for r, a, s, b, t, m in rows]
    return [aim + sum(part[i] * motion for part, motion in zip(parts, body)) for i, aim in enumerate(aims)]


@rt.bundle(trainable=True)
def torques(aims, angles, rates, stiffness, damping):
    """Return the torque at each joint of a leg: a spring towards its wanted angle, and a damper."""
    return [k * (aim - angle) - c * rate for k, aim, angle, c, rate in zip(stiffness, aims, angles, damping, rates)]


def controller(observation, memory):
    """Return six torques, of the right hip, knee and ankle and of the left ones."""
    body = [float(observation[name]) for name in ("trunk_pitch", "pitch_rate", "velocity_x")]
    apart = float(observation["right_hip"]) - float(observation["left_hip"])
    phase, torque = memory.get("phase", 0.0), []
    memory["phase"] = later(phase, apart, FREQUENCY, PULL)
    for side, late in (("right", 0.0), ("left", LEFT)):
        angles = [float(observation[f"{side}_{name}"]) for name in JOINTS]
        rates = [float(observation[f"{side}_{name}_rate"]) for name in JOINTS]
        aims = wanted(phase - late, body, REST, SWING, SHIFT, TWICE, TWICE_SHIFT, (PITCH, PITCH_RATE, SPEED))
        torque += torques(aims, angles, rates, STIFFNESS, DAMPING)
    return torque
