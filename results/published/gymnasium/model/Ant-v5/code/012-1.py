"""Ant: one clock swings the hips, and lifts the ankles a quarter turn later; springs of little torque, for torque costs.

Rows are of the legs 1 to 4: front left, front right, back left, back right.
"""

from math import sin, tau

import robotrace as rt

TICK = 0.05  # seconds an action
ORDER = (4, 1, 2, 3)  # the legs, as actions name them

FREQUENCY = rt.node(1.21, trainable=True, name="FREQUENCY", bounds=(0.3, 4.0))  # strides a second
HIP_SWING = rt.node((-0.115, 0.343, 0.302, 0.52), trainable=True, name="HIP_SWING", bounds=(-1.5, 1.5))  # rad
HIP_REST = rt.node((0.045, -0.0287, -0.0596, 0.114), trainable=True, name="HIP_REST", bounds=(-1.0, 1.0))  # rad
HIP_SHIFT = rt.node(
    (0.59, 4.84, 0.35, 1.76), trainable=True, name="HIP_SHIFT", bounds=(-7.0, 7.0)
)  # rad of the clock
ANKLE_SWING = rt.node((0.329, 0.223, 0.223, 0.273), trainable=True, name="ANKLE_SWING", bounds=(-1.5, 1.5))  # rad
ANKLE_REST = rt.node((1.16, -0.761, -0.72, 0.618), trainable=True, name="ANKLE_REST", bounds=(-2.0, 2.0))  # rad
ANKLE_SHIFT = rt.node(
    (3.34, 3.0, 0.39, 4.41), trainable=True, name="ANKLE_SHIFT", bounds=(-7.0, 7.0)
)  # rad of the clock
STEER = rt.node(
    (0.122, 0.0535, 0.16, 0.0927), trainable=True, name="STEER", bounds=(-1.0, 1.0)
)  # how hips answer the heading
STIFFNESS = rt.node(0.7, trainable=True, name="STIFFNESS", bounds=(0.0, 3.0))
DAMPING = rt.node(0.057, trainable=True, name="DAMPING", bounds=(0.0, 0.5))


@rt.bundle(trainable=True)
def later(phase, frequency):
    """Return the clock an action later."""
    return phase + TICK * tau * frequency


@rt.bundle(trainable=True)
def hips(phase, heading, rest, swing, shift, steer):
    """Return the angle that each hip should have now; legs 2 and 4 row unequally to keep the yaw."""
    from math import sin as sine, asin
    yaw = asin(max(-0.69, min(1.0, heading)))
    error = yaw + 0.619
    left = max(0.447, min(1.5, 1.1 + 0.63 * error))
    right = max(0.469, min(1.4, 1.11 - 0.557 * error))
    scale = (0.95, left, 1.01, right)
    return [r + c * a * sine(phase + s) + k * heading for r, a, s, k, c in zip(rest, swing, shift, steer, scale)]


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
