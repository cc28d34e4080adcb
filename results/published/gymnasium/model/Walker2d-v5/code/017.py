"""Walker2d: one clock drives both legs, the left one later by a shift; the lean and speed of the trunk bend the rest pose.

With the shift near a full turn both legs go together, in a two-legged hop. Rows are of the hip, the knee and the ankle.
"""

from math import cos, sin, tau

import robotrace as rt

JOINTS = ("hip", "knee", "ankle")
TICK = 0.008  # seconds an action

FREQUENCY = rt.node(2.59, trainable=True, name="FREQUENCY", bounds=(0.5, 5.0))  # strides a second
PULL = rt.node(
    (-0.399, 0.052), trainable=True, name="PULL", bounds=(-4.0, 4.0)
)  # how the hips' difference pulls the clock
LEFT = rt.node(5.94, trainable=True, name="LEFT", bounds=(0.0, 6.3))  # rad of the clock by which the left leg is later
REST = rt.node(
    (-0.47, -0.086, 1.26), trainable=True, name="REST", bounds=(-3.0, 3.0)
)  # rad: centres of the springs
SWING = rt.node((0.577, -0.014, 0.856), trainable=True, name="SWING", bounds=(-2.0, 2.0))  # rad
SHIFT = rt.node((0.32, 1.69, 3.96), trainable=True, name="SHIFT", bounds=(-7.0, 7.0))  # rad of the clock
TWICE = rt.node(
    (-0.0489, -0.135, -0.0073), trainable=True, name="TWICE", bounds=(-1.0, 1.0)
)  # rad, at twice the clock
TWICE_SHIFT = rt.node((-0.168, -0.0145, -0.0529), trainable=True, name="TWICE_SHIFT", bounds=(-7.0, 7.0))
PITCH = rt.node(
    (0.123, -0.0201, -0.092), trainable=True, name="PITCH", bounds=(-4.0, 4.0)
)  # how the lean moves each centre
PITCH_RATE = rt.node((0.0969, 0.0598, 0.04), trainable=True, name="PITCH_RATE", bounds=(-2.0, 2.0))  # and its rate
SPEED = rt.node((-0.051, -0.235, -0.615), trainable=True, name="SPEED", bounds=(-3.0, 3.0))  # and the forward speed
STIFFNESS = rt.node(
    (-3.49, 2.33, 2.19), trainable=True, name="STIFFNESS", bounds=(-6.0, 6.0)
)  # a negative one pushes away from its centre
DAMPING = rt.node(
    (0.0073, 0.171, 0.0452), trainable=True, name="DAMPING", bounds=(-0.5, 0.5)
)  # a negative one drives


from math import sin, cos, tau


@rt.bundle(trainable=True)
def later(phase, apart, frequency, pull):
    """Return the clock an action later; the hips pull it, so that both keep step."""
    soon = min(1.06, max(0.0056, (phase - 17.6) / 14.6))
    late = min(1.01, max(-0.0043, (phase - 41.9) / 33.9))
    pace = frequency * (0.87 + 0.0483 * soon + 0.0033 * late)
    return phase + TICK * (tau * pace + apart * (pull[0] * sin(phase) + pull[1] * cos(phase)))


from math import sin


@rt.bundle(trainable=True)
def wanted(phase, body, rest, swing, shift, twice, twice_shift, parts):
    """Return the angle that each joint of a leg should have now; `parts` has a row for each of the body's three motions."""
    soon = min(1.4, max(-0.012, (phase - 8.7) / 25.7))
    late = min(0.81, max(-0.0034, (phase - 63.4) / 14.1))
    gain = 0.289 + 0.023 * late
    centre = 1.82 + 0.158 * late
    most = 0.0726 + 0.0292 * late
    more = (-0.0009, soon * min(most, max(-0.167, gain * (centre - float(body[2])))), -0.0074)
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
