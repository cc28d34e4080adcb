"""Walker2d: one clock beats torque into both legs, the left one half a turn later; a leg's joints and the trunk bend it.

Both legs have the same constants. Their rows are of the hip, the knee and the ankle. A torque beyond 1 counts as 1.
"""

from math import cos, pi, sin, tau

import robotrace as rt

JOINTS = ("hip", "knee", "ankle")
TRUNK = ("trunk_z", "trunk_pitch", "velocity_x", "velocity_z", "pitch_rate")
TICK = 0.008  # seconds an action

FREQUENCY = rt.node(1.098, trainable=True, name="FREQUENCY", bounds=(0.4, 4.0))  # strides a second
PULL = rt.node(
    (1.766, 0.9798), trainable=True, name="PULL", bounds=(-9.0, 9.0)
)  # how the hips' difference pulls the clock
HOLD = rt.node(
    (-0.2195, -0.3391, -0.2602), trainable=True, name="HOLD", bounds=(-10.0, 10.0)
)  # torque that is always there
BEAT = rt.node((0.8273, 0.2036, 0.06886), trainable=True, name="BEAT", bounds=(0.0, 6.0))  # torque, once a stride
SHIFT = rt.node(
    (2.802, -2.57, 1.435), trainable=True, name="SHIFT", bounds=(-7.0, 7.0)
)  # rad of the clock by which a joint is earlier
TWICE = rt.node((0.4463, 0.1258, 0.1448), trainable=True, name="TWICE", bounds=(0.0, 6.0))  # torque, twice a stride
TWICE_SHIFT = rt.node((2.881, -0.5738, -1.649), trainable=True, name="TWICE_SHIFT", bounds=(-7.0, 7.0))
HIP = rt.node(
    (-1.778, -0.7477, 0.7352), trainable=True, name="HIP", bounds=(-10.0, 10.0)
)  # torque for the same leg's hip at 1 rad
KNEE = rt.node(
    (0.2491, -3.364, 0.9777), trainable=True, name="KNEE", bounds=(-10.0, 10.0)
)  # torque for the same leg's knee at 1 rad
ANKLE = rt.node(
    (-0.1405, -0.4541, 0.4952), trainable=True, name="ANKLE", bounds=(-10.0, 10.0)
)  # torque for the same leg's ankle at 1 rad
HIP_RATE = rt.node(
    (-0.169, -0.08713, -0.06924), trainable=True, name="HIP_RATE", bounds=(-2.0, 2.0)
)  # and for a hip that turns by 1 rad/s
KNEE_RATE = rt.node(
    (0.2112, -0.2039, 0.1298), trainable=True, name="KNEE_RATE", bounds=(-2.0, 2.0)
)  # and for a knee that turns by 1 rad/s
ANKLE_RATE = rt.node(
    (-0.3149, 0.003429, 0.01106), trainable=True, name="ANKLE_RATE", bounds=(-2.0, 2.0)
)  # and for an ankle that turns by 1 rad/s
HEIGHT = rt.node(
    (1.015, -1.86, 1.762), trainable=True, name="HEIGHT", bounds=(-10.0, 10.0)
)  # torque for a trunk 1 m high
PITCH = rt.node(
    (-0.6832, -1.483, -5.352), trainable=True, name="PITCH", bounds=(-10.0, 10.0)
)  # torque for a trunk turned by 1 rad
SPEED = rt.node((0.4571, 0.4157, -0.4014), trainable=True, name="SPEED", bounds=(-5.0, 5.0))  # torque for 1 m/s forward
RISE = rt.node((-0.8239, -0.5658, -0.2817), trainable=True, name="RISE", bounds=(-5.0, 5.0))  # torque for 1 m/s upward
PITCH_RATE = rt.node(
    (-0.4272, -0.1916, -0.2064), trainable=True, name="PITCH_RATE", bounds=(-5.0, 5.0)
)  # torque for a trunk that turns by 1 rad/s


@rt.bundle(trainable=True)
def later(phase, apart, frequency, pull):
    """Return the clock an action later; the hips pull it, so that both keep step."""
    return phase + TICK * (tau * frequency + apart * (pull[0] * sin(phase) + pull[1] * cos(phase)))


@rt.bundle(trainable=True)
def beats(phase, hold, beat, shift, twice, twice_shift):
    """Return the torque that the clock asks of each joint of a leg now."""
    rows = zip(hold, beat, shift, twice, twice_shift)
    return [h + a * sin(phase + s) + b * sin(phase + phase + t) for h, a, s, b, t in rows]


@rt.bundle(trainable=True)
def bends(fields, weights):
    """Return the torque at each joint of a leg for what is seen; `weights` has a row for each field."""
    return [sum(weight * value for weight, value in zip(row, fields)) for row in zip(*weights)]


@rt.bundle(trainable=True)
def torques(beat, by_leg, by_trunk):
    """Return the torque at each joint of a leg: the clock's, and what its own joints and the trunk ask for."""
    return [sum(parts) for parts in zip(beat, by_leg, by_trunk)]


def controller(observation, memory):
    """Return six torques, of the right hip, knee and ankle and of the left ones."""
    trunk = [float(observation[name]) for name in TRUNK]
    apart = float(observation["right_hip"]) - float(observation["left_hip"])
    phase, asked = memory.get("phase", 0.0), []
    memory["phase"] = later(phase, apart, FREQUENCY, PULL)
    own = (HIP, KNEE, ANKLE, HIP_RATE, KNEE_RATE, ANKLE_RATE)
    moves = (HEIGHT, PITCH, SPEED, RISE, PITCH_RATE)
    for side, late in (("right", 0.0), ("left", pi)):
        joints = [float(observation[f"{side}_{name}{kind}"]) for kind in ("", "_rate") for name in JOINTS]
        beat = beats(phase - late, HOLD, BEAT, SHIFT, TWICE, TWICE_SHIFT)
        asked += torques(beat, bends(joints, own), bends(trunk, moves))
    return asked
