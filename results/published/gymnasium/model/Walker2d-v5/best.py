# Trained by robotrace for gymnasium/Walker2d-v5: optoprime+tune, facts feedback, the language model claude-file-backed, iteration 19.
"""Walker2d: one clock drives both legs, the left one later by a shift; the lean and speed of the trunk bend the rest pose.

With the shift near a full turn both legs go together, in a two-legged hop. Rows are of the hip, the knee and the ankle.
"""

from math import cos, sin, tau

JOINTS = ("hip", "knee", "ankle")
TICK = 0.008  # seconds an action

FREQUENCY = 2.048  # strides a second
PULL = (-0.3558, 0.05582)  # how the hips' difference pulls the clock
LEFT = 6.075  # rad of the clock by which the left leg is later
REST = (-0.8019, -0.1467, 1.284)  # rad: centres of the springs
SWING = (0.5672, -0.0244, 0.7495)  # rad
SHIFT = (0.6457, 0.7831, 3.986)  # rad of the clock
TWICE = (-0.05367, -0.1321, -0.009719)  # rad, at twice the clock
TWICE_SHIFT = (-0.1362, -0.00474, -0.0414)
PITCH = (0.1505, -0.01555, -0.09974)  # how the lean moves each centre
PITCH_RATE = (0.09307, 0.07276, 0.04084)  # and its rate
SPEED = (-0.03242, -0.3674, -0.7572)  # and the forward speed
STIFFNESS = (-1.675, 2.221, 2.022)  # a negative one pushes away from its centre
DAMPING = (0.01391, 0.1588, 0.06564)  # a negative one drives


from math import sin, cos, tau


def later(phase, apart, frequency, pull):
    """Return the clock an action later; the hips pull it, so that both keep step."""
    soon = min(1.0, max(0.0, (phase - 20.0) / 20.0))
    late = min(1.0, max(0.0, (phase - 40.0) / 60.0))
    pace = frequency * (1.0 + 0.03 * soon + 0.015 * late)
    return phase + TICK * (tau * pace + apart * (pull[0] * sin(phase) + pull[1] * cos(phase)))


from math import sin


def wanted(phase, body, rest, swing, shift, twice, twice_shift, parts):
    """Return the angle that each joint of a leg should have now; `parts` has a row for each of the body's three motions."""
    soon = min(1.0, max(0.0, (phase - 20.0) / 20.0))
    late = min(1.0, max(0.0, (phase - 42.0) / 20.0))
    last = min(1.0, max(0.0, (phase - 80.0) / 20.0))
    gain = 0.25 + 0.05 * late
    centre = 2.0 + 0.2 * late + 0.1 * last
    most = 0.05 + 0.03 * late + 0.03 * last
    more = (0.0, soon * min(most, max(-0.3, gain * (centre - float(body[2])))), 0.0)
    rows = zip(rest, swing, shift, twice, twice_shift, more)
    aims = [r + (a + m) * sin(phase + s) + b * sin(phase + phase + t) for r, a, s, b, t, m in rows]
    return [aim + sum(part[i] * motion for part, motion in zip(parts, body)) for i, aim in enumerate(aims)]


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
