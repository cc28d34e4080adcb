"""Walker2d: one clock drives both legs, the left one later by a shift; the lean and speed of the trunk bend the rest pose.

With the shift near a full turn both legs go together, in a two-legged hop. Rows are of the hip, the knee and the ankle.
"""

from math import cos, sin, tau

import robotrace as rt

JOINTS = ("hip", "knee", "ankle")
TICK = 0.008  # seconds an action

FREQUENCY = rt.node(2.1, trainable=True, name="FREQUENCY", bounds=(0.5, 5.0))  # strides a second
PULL = rt.node(
    (-0.355, 0.037), trainable=True, name="PULL", bounds=(-4.0, 4.0)
)  # how the hips' difference pulls the clock
LEFT = rt.node(5.93, trainable=True, name="LEFT", bounds=(0.0, 6.3))  # rad of the clock by which the left leg is later
REST = rt.node(
    (-0.914, -0.052, 1.62), trainable=True, name="REST", bounds=(-3.0, 3.0)
)  # rad: centres of the springs
SWING = rt.node((0.583, -0.112, 0.655), trainable=True, name="SWING", bounds=(-2.0, 2.0))  # rad
SHIFT = rt.node((0.11, 0.48, 4.74), trainable=True, name="SHIFT", bounds=(-7.0, 7.0))  # rad of the clock
TWICE = rt.node(
    (-0.0884, -0.118, -0.028), trainable=True, name="TWICE", bounds=(-1.0, 1.0)
)  # rad, at twice the clock
TWICE_SHIFT = rt.node((-0.218, -0.0198, -0.021), trainable=True, name="TWICE_SHIFT", bounds=(-7.0, 7.0))
PITCH = rt.node(
    (0.074, 0.0041, -0.0657), trainable=True, name="PITCH", bounds=(-4.0, 4.0)
)  # how the lean moves each centre
PITCH_RATE = rt.node((0.0968, 0.0509, 0.0344), trainable=True, name="PITCH_RATE", bounds=(-2.0, 2.0))  # and its rate
SPEED = rt.node((0.04, -0.292, -0.849), trainable=True, name="SPEED", bounds=(-3.0, 3.0))  # and the forward speed
STIFFNESS = rt.node(
    (-1.45, 2.2, 0.32), trainable=True, name="STIFFNESS", bounds=(-6.0, 6.0)
)  # a negative one pushes away from its centre
DAMPING = rt.node(
    (0.015, 0.094, 0.0601), trainable=True, name="DAMPING", bounds=(-0.5, 0.5)
)  # a negative one drives


from math import sin, cos, tau


@rt.bundle(trainable=True)
def later(phase, apart, frequency, pull):
    """Return the clock an action later; the hips pull it, so that both keep step."""
    soon = min(1.05, max(-0.0069, (phase - 15.4) / 20.8))
    late = min(0.62, max(0.0104, (phase - 46.3) / 77.5))
    pace = frequency * (1.29 + 0.039 * soon + 0.0044 * late)
    return phase + TICK * (tau * pace + apart * (pull[0] * sin(phase) + pull[1] * cos(phase)))


from math import sin


@rt.bundle(trainable=True)
def wanted(phase, body, rest, swing, shift, twice, twice_shift, parts):
    """Return the angle that each joint of a leg should have now; `parts` has a row for each of the body's three motions."""
    knee = -0.112 * min(0.76, max(-0.013, (phase - 17.6) / 55.1))
    more = (-0.0334, knee, -0.0143)
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
