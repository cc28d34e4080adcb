"""HalfCheetah: one clock beats a torque into each of six springy joints; the trunk's motion bends each torque and pulls the clock.

Rows are of the back thigh, shin and foot, then of the front ones. A torque beyond 1 counts as 1, so that strong beats are
nearly on and off. The trunk is read in four motions: pitch, pitch rate, forward speed and upward speed.
"""

from math import sin, tau

import robotrace as rt

JOINTS = ("back_thigh", "back_shin", "back_foot", "front_thigh", "front_shin", "front_foot")
TRUNK = ("trunk_pitch", "pitch_rate", "velocity_x", "velocity_z")
TICK = 0.05  # seconds an action
SETTLE = 3  # actions of rest at the start: the joints' own springs take the noise out, so that all runs begin alike

FREQUENCY = rt.node(3.807, trainable=True, name="FREQUENCY", bounds=(0.5, 8.0))  # strides a second, level and at rest
PULL = rt.node(
    (-2.385, 0.1323, 2.056, 2.325), trainable=True, name="PULL", bounds=(-7.0, 7.0)
)  # rad/s of the clock for pitch and for speed; for pitch rate, and rad of the clock by which that pull is earlier
HOLD = rt.node(
    (2.952, 0.9636, -0.6214, -1.56, 0.0, -2.887), trainable=True, name="HOLD", bounds=(-4.0, 4.0)
)  # torque that is always there
BEAT = rt.node(
    (4.078, 4.219, 4.183, 1.853, 3.066, 0.9284), trainable=True, name="BEAT", bounds=(0.0, 6.0)
)  # torque, once a stride
SHIFT = rt.node(
    (2.937, -0.8471, 1.201, -1.574, -1.177, 0.4451), trainable=True, name="SHIFT", bounds=(-7.0, 7.0)
)  # rad of the clock by which a joint is earlier
TWICE = rt.node(
    (0.8151, 0.6292, 1.224, 0.65, 0.5341, 1.681), trainable=True, name="TWICE", bounds=(0.0, 6.0)
)  # torque, twice a stride
TWICE_SHIFT = rt.node(
    (-0.5867, -1.823, 1.248, -2.317, 2.501, 3.073), trainable=True, name="TWICE_SHIFT", bounds=(-7.0, 7.0)
)
STIFFNESS = rt.node(
    (0.1864, 0.4135, 3.486, 0.01453, 2.265, 0.5091), trainable=True, name="STIFFNESS", bounds=(0.0, 30.0)
)  # torque against a joint's own angle of 1 rad
DAMPING = rt.node(
    (0.0843, 0.004427, 0.03196, 0.009146, 0.01414, 0.03968), trainable=True, name="DAMPING", bounds=(0.0, 1.0)
)  # and against its own rate
PITCH = rt.node(
    (-0.6764, -1.139, 0.0835, 2.459, -0.9734, 0.5926), trainable=True, name="PITCH", bounds=(-10.0, 10.0)
)  # torque for a trunk 1 rad head down
PITCH_RATE = rt.node(
    (-0.243, -0.4842, -0.1546, 0.1544, 0.2211, -0.2727), trainable=True, name="PITCH_RATE", bounds=(-3.0, 3.0)
)  # and for its rate
SPEED = rt.node(
    (0.05694, 0.0312, 0.1004, 0.1982, -0.1549, 0.09372), trainable=True, name="SPEED", bounds=(-2.0, 2.0)
)  # and forward speed
RISE = rt.node(
    (0.3511, 0.7552, -0.1919, -0.4749, -0.1727, -0.09305), trainable=True, name="RISE", bounds=(-3.0, 3.0)
)  # and upward speed


@rt.bundle(trainable=True)
def later(phase, trunk, frequency, pull):
    """Return the clock an action later; the trunk pulls it, so that both keep step."""
    pitch, pitch_rate, speed, _ = trunk
    lean, fast, sway, early = pull
    rate = tau * frequency + lean * pitch + fast * speed + sway * pitch_rate * sin(phase + early)
    return phase + TICK * rate


@rt.bundle(trainable=True)
def beats(phase, hold, beat, shift, twice, twice_shift):
    """Return the torque that the clock asks of each joint now."""
    rows = zip(hold, beat, shift, twice, twice_shift)
    return [h + a * sin(phase + s) + b * sin(phase + phase + t) for h, a, s, b, t in rows]


@rt.bundle(trainable=True)
def holds(angles, rates, stiffness, damping):
    """Return the torque of a spring and a damper at each joint: back to its rest."""
    return [-k * angle - c * rate for k, angle, c, rate in zip(stiffness, angles, damping, rates)]


@rt.bundle(trainable=True)
def bends(trunk, parts):
    """Return the torque at each joint for how the trunk moves; `parts` has a row for each of its four motions."""
    return [sum(part * motion for part, motion in zip(row, trunk)) for row in zip(*parts)]


def controller(observation, memory):
    """Return six torques, of the back thigh, shin and foot and of the front ones."""
    memory["actions"] = memory.get("actions", 0) + 1
    if memory["actions"] <= SETTLE:
        return [0.0] * 6
    angles = [float(observation[name]) for name in JOINTS]
    rates = [float(observation[f"{name}_rate"]) for name in JOINTS]
    trunk, phase = [float(observation[name]) for name in TRUNK], memory.get("phase", 0.0)
    memory["phase"] = later(phase, trunk, FREQUENCY, PULL)
    beat = beats(phase, HOLD, BEAT, SHIFT, TWICE, TWICE_SHIFT)
    hold = holds(angles, rates, STIFFNESS, DAMPING)
    bend = bends(trunk, (PITCH, PITCH_RATE, SPEED, RISE))
    return [sum(torque) for torque in zip(beat, hold, bend)]
