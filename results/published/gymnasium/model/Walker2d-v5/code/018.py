"""Walker2d: one clock drives both legs, the left one later by a shift; the lean and speed of the trunk bend the rest pose.

With the shift near a full turn both legs go together, in a two-legged hop. Rows are of the hip, the knee and the ankle.
"""

from math import cos, sin, tau

import robotrace as rt

JOINTS = ("hip", "knee", "ankle")
TICK = 0.008  # seconds an action

FREQUENCY = rt.node(1.85, trainable=True, name="FREQUENCY", bounds=(0.5, 5.0))  # strides a second
PULL = rt.node(
    (-0.319, 0.01), trainable=True, name="PULL", bounds=(-4.0, 4.0)
)  # how the hips' difference pulls the clock
LEFT = rt.node(6.11, trainable=True, name="LEFT", bounds=(0.0, 6.3))  # rad of the clock by which the left leg is later
REST = rt.node(
    (-0.871, -0.016, 1.78), trainable=True, name="REST", bounds=(-3.0, 3.0)
)  # rad: centres of the springs
SWING = rt.node((0.541, -0.03, 0.885), trainable=True, name="SWING", bounds=(-2.0, 2.0))  # rad
SHIFT = rt.node((0.37, 1.07, 2.88), trainable=True, name="SHIFT", bounds=(-7.0, 7.0))  # rad of the clock
TWICE = rt.node(
    (-0.0456, -0.123, -0.0327), trainable=True, name="TWICE", bounds=(-1.0, 1.0)
)  # rad, at twice the clock
TWICE_SHIFT = rt.node((-0.111, -0.0092, -0.0295), trainable=True, name="TWICE_SHIFT", bounds=(-7.0, 7.0))
PITCH = rt.node(
    (0.122, -0.0064, -0.081), trainable=True, name="PITCH", bounds=(-4.0, 4.0)
)  # how the lean moves each centre
PITCH_RATE = rt.node((0.1161, 0.0819, 0.0341), trainable=True, name="PITCH_RATE", bounds=(-2.0, 2.0))  # and its rate
SPEED = rt.node((-0.137, -0.552, -0.681), trainable=True, name="SPEED", bounds=(-3.0, 3.0))  # and the forward speed
STIFFNESS = rt.node(
    (-2.7, 1.51, 2.15), trainable=True, name="STIFFNESS", bounds=(-6.0, 6.0)
)  # a negative one pushes away from its centre
DAMPING = rt.node(
    (0.0206, 0.121, 0.0911), trainable=True, name="DAMPING", bounds=(-0.5, 0.5)
)  # a negative one drives


from math import sin, cos, tau


@rt.bundle(trainable=True)
def later(phase, apart, frequency, pull):
    """Return the clock an action later; the hips pull it, so that both keep step."""
    soon = min(0.85, max(0.0115, (phase - 12.6) / 21.2))
    late = min(1.04, max(0.0333, (phase - 40.3) / 73.7))
    pace = frequency * (0.88 + 0.0337 * soon + 0.0145 * late)
    return phase + TICK * (tau * pace + apart * (pull[0] * sin(phase) + pull[1] * cos(phase)))


from math import sin


@rt.bundle(trainable=True)
def wanted(phase, body, rest, swing, shift, twice, twice_shift, parts):
    """Return the angle that each joint of a leg should have now; `parts` has a row for each of the body's three motions."""
    soon = min(1.47, max(0.0228, (phase - 18.7) / 17.4))
    late = min(0.78, max(0.013, (phase - 52.5) / 11.2))
    gain = 0.31 + 0.0395 * late
    centre = 2.39 + 0.263 * late
    most = 0.0475 + 0.0367 * late
    more = (-0.0037, soon * min(most, max(-0.483, gain * (centre - float(body[2])))), -0.0144)
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
