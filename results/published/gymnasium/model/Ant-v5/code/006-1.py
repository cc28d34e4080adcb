"""Ant: one clock swings the hips, and lifts the ankles a quarter turn later; springs of little torque, for torque costs.

Rows are of the legs 1 to 4: front left, front right, back left, back right.
"""

from math import sin, tau

import robotrace as rt

TICK = 0.05  # seconds an action
ORDER = (4, 1, 2, 3)  # the legs, as actions name them

FREQUENCY = rt.node(1.27, trainable=True, name="FREQUENCY", bounds=(0.3, 4.0))  # strides a second
HIP_SWING = rt.node((-0.126, 0.386, 0.278, 0.479), trainable=True, name="HIP_SWING", bounds=(-1.5, 1.5))  # rad
HIP_REST = rt.node((0.0535, -0.0284, -0.0338, 0.129), trainable=True, name="HIP_REST", bounds=(-1.0, 1.0))  # rad
HIP_SHIFT = rt.node(
    (0.52, 4.61, 0.49, 1.87), trainable=True, name="HIP_SHIFT", bounds=(-7.0, 7.0)
)  # rad of the clock
ANKLE_SWING = rt.node((0.478, 0.309, 0.285, 0.34), trainable=True, name="ANKLE_SWING", bounds=(-1.5, 1.5))  # rad
ANKLE_REST = rt.node((1.17, -0.64, -0.92, 0.549), trainable=True, name="ANKLE_REST", bounds=(-2.0, 2.0))  # rad
ANKLE_SHIFT = rt.node(
    (3.55, 3.28, 0.69, 3.85), trainable=True, name="ANKLE_SHIFT", bounds=(-7.0, 7.0)
)  # rad of the clock
STEER = rt.node(
    (0.11, 0.0675, 0.174, 0.0868), trainable=True, name="STEER", bounds=(-1.0, 1.0)
)  # how hips answer the heading
STIFFNESS = rt.node(0.4, trainable=True, name="STIFFNESS", bounds=(0.0, 3.0))
DAMPING = rt.node(0.036, trainable=True, name="DAMPING", bounds=(0.0, 0.5))


@rt.bundle(trainable=True)
def later(phase, frequency):
    """Return the clock an action later."""
    return phase + TICK * tau * frequency


@rt.bundle(trainable=True)
def hips(phase, heading, rest, swing, shift, steer):
    """Return the angle that each hip should have now."""
    return [r + a * sin(phase + s) + k * heading for r, a, s, k in zip(rest, swing, shift, steer)]


@rt.bundle(trainable=True)
def ankles(phase, rest, swing, shift):
    """Return the angle that each ankle should have now."""
    return [r + a * sin(phase + s) for r, a, s in zip(rest, swing, shift)]


@rt.bundle(trainable=True)
def torque(aim, angle, rate, stiffness, damping):
    """Return the torque at a joint: a spring towards its wanted angle, and a damper."""
    return stiffness * (aim - angle) - damping * rate


def controller(observation, memory):
    """Return eight torques, a hip's and an ankle's of each leg, in the order 4, 1, 2, 3."""
    w, _, _, z = observation["trunk_quat"].tolist()
    phase = memory.get("phase", 0.0)
    memory["phase"] = later(phase, FREQUENCY)
    heading = z * w + z * w  # the sine of the yaw, near enough
    aims = {"hip": hips(phase, heading, HIP_REST, HIP_SWING, HIP_SHIFT, STEER)}
    aims["ankle"] = ankles(phase, ANKLE_REST, ANKLE_SWING, ANKLE_SHIFT)
    torques = []
    for leg in ORDER:
        for part in ("hip", "ankle"):
            angle, rate = float(observation[f"{part}_{leg}"]), float(observation[f"{part}_{leg}_rate"])
            torques.append(torque(aims[part][leg - 1], angle, rate, STIFFNESS, DAMPING))
    return torques
