"""Ant: one clock swings the hips, and lifts the ankles a quarter turn later; springs of little torque, for torque costs.

Rows are of the legs 1 to 4: front left, front right, back left, back right.
"""

from math import sin, tau

import robotrace as rt

TICK = 0.05  # seconds an action
ORDER = (4, 1, 2, 3)  # the legs, as actions name them

FREQUENCY = rt.node(1.66, trainable=True, name="FREQUENCY", bounds=(0.3, 4.0))  # strides a second
HIP_SWING = rt.node((-0.154, 0.374, 0.306, 0.621), trainable=True, name="HIP_SWING", bounds=(-1.5, 1.5))  # rad
HIP_REST = rt.node((0.0569, -0.0279, -0.0533, 0.114), trainable=True, name="HIP_REST", bounds=(-1.0, 1.0))  # rad
HIP_SHIFT = rt.node(
    (0.58, 5.04, 0.45, 2.25), trainable=True, name="HIP_SHIFT", bounds=(-7.0, 7.0)
)  # rad of the clock
ANKLE_SWING = rt.node((0.338, 0.245, 0.2, 0.2), trainable=True, name="ANKLE_SWING", bounds=(-1.5, 1.5))  # rad
ANKLE_REST = rt.node((1.01, -0.701, -0.872, 0.604), trainable=True, name="ANKLE_REST", bounds=(-2.0, 2.0))  # rad
ANKLE_SHIFT = rt.node(
    (3.65, 2.79, 0.44, 4.2), trainable=True, name="ANKLE_SHIFT", bounds=(-7.0, 7.0)
)  # rad of the clock
STEER = rt.node(
    (0.098, 0.0555, 0.17, 0.1034), trainable=True, name="STEER", bounds=(-1.0, 1.0)
)  # how hips answer the heading
STIFFNESS = rt.node(0.96, trainable=True, name="STIFFNESS", bounds=(0.0, 3.0))
DAMPING = rt.node(0.0655, trainable=True, name="DAMPING", bounds=(0.0, 0.5))


@rt.bundle(trainable=True)
def later(phase, frequency):
    """Return the clock an action later; it runs faster in the stroke than in the recovery."""
    from math import cos as cosine, tau as full_turn
    pace = 1.0 + 0.25 * cosine(phase - 1.05)
    return phase + 0.05 * full_turn * frequency * pace


@rt.bundle(trainable=True)
def hips(phase, heading, rest, swing, shift, steer):
    """Return the angle that each hip should have now; legs 2 and 4 row unequally to keep the yaw."""
    from math import sin as sine, asin
    yaw = asin(max(-1.0, min(1.0, heading)))
    error = yaw + 0.775
    far = max(0.0, error - 0.3)
    left = max(0.48, min(1.41, 0.81 + 0.6 * error + 0.2 * far))
    right = max(0.32, min(1.39, 1.06 - 0.69 * error - 0.45 * far))
    scale = (0.96, left, 0.78, right)
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
