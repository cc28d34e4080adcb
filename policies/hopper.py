"""Hopper: no clock and no phases; each torque is a weighted sum of all that is seen, and the hop comes out of it.

Each constant belongs to one named field; its rows are of the thigh, the knee and the ankle. A torque beyond 1 counts as 1.
"""

import robotrace as rt

FIELDS = (
    "trunk_z",
    "trunk_pitch",
    "thigh",
    "knee",
    "ankle",
    "velocity_x",
    "velocity_z",
    "pitch_rate",
    "thigh_rate",
    "knee_rate",
    "ankle_rate",
)

HOLD = rt.node(
    (-0.6334, 1.581, 1.445), trainable=True, name="HOLD", bounds=(-10.0, 10.0)
)  # torque that is always there
HEIGHT = rt.node(
    (-0.06843, 0.2684, 0.8117), trainable=True, name="HEIGHT", bounds=(-5.0, 5.0)
)  # torque for a trunk 1 m high
PITCH = rt.node(
    (-2.839, -2.849, -1.866), trainable=True, name="PITCH", bounds=(-10.0, 10.0)
)  # torque for a trunk turned by 1 rad
THIGH = rt.node(
    (-0.3748, 0.4768, 1.228), trainable=True, name="THIGH", bounds=(-5.0, 5.0)
)  # torque for a thigh at 1 rad
KNEE = rt.node((0.1071, -1.53, -1.222), trainable=True, name="KNEE", bounds=(-5.0, 5.0))  # torque for a knee at 1 rad
ANKLE = rt.node(
    (1.226, -0.272, -1.18), trainable=True, name="ANKLE", bounds=(-5.0, 5.0)
)  # torque for an ankle at 1 rad
SPEED = rt.node(
    (0.2922, -0.03026, -1.019), trainable=True, name="SPEED", bounds=(-5.0, 5.0)
)  # torque for 1 m/s forward
RISE = rt.node((0.6688, -0.4229, -0.4454), trainable=True, name="RISE", bounds=(-5.0, 5.0))  # torque for 1 m/s upward
PITCH_RATE = rt.node(
    (-0.7937, 0.0199, -0.6111), trainable=True, name="PITCH_RATE", bounds=(-5.0, 5.0)
)  # torque for a trunk that turns by 1 rad/s
THIGH_RATE = rt.node(
    (-0.1749, 0.0968, -0.1148), trainable=True, name="THIGH_RATE", bounds=(-1.0, 1.0)
)  # torque for a thigh that turns by 1 rad/s
KNEE_RATE = rt.node(
    (-0.2149, 0.1109, -0.1387), trainable=True, name="KNEE_RATE", bounds=(-1.0, 1.0)
)  # and for such a knee
ANKLE_RATE = rt.node(
    (0.07418, 0.1554, 0.0), trainable=True, name="ANKLE_RATE", bounds=(-1.0, 1.0)
)  # and for such an ankle


@rt.bundle(trainable=True)
def pulls(fields, weights):
    """Return the torque at each joint for what is seen; `weights` has a row for each field."""
    return [sum(weight * value for weight, value in zip(row, fields)) for row in zip(*weights)]


@rt.bundle(trainable=True)
def torques(hold, pull):
    """Return the torque at each joint: what is always there, and what is for the fields."""
    return [always + more for always, more in zip(hold, pull)]


def controller(observation):
    """Return [thigh, knee, ankle]: torques."""
    fields = [float(observation[name]) for name in FIELDS]
    where = (HEIGHT, PITCH, THIGH, KNEE, ANKLE)
    moves = (SPEED, RISE, PITCH_RATE, THIGH_RATE, KNEE_RATE, ANKLE_RATE)
    return torques(HOLD, pulls(fields, where + moves))
