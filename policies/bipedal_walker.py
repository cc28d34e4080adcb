"""BipedalWalker: three phases a step: swing a leg while the body falls over the other, reach for the ground, push off behind.

Then the legs change roles. The structure follows that of the heuristic controller that Gymnasium comes with; here the leg that
carries and the other one have gains of their own.
"""

import robotrace as rt

CRUISE = 0.29  # a usual speed

SWING = rt.node(
    (0.923, -1.615), trainable=True, name="SWING", bounds=(-2.0, 2.0)
)  # rad: hip and knee of the leg that swings
OVER = rt.node(
    (0.1033, -0.2721), trainable=True, name="OVER", bounds=(-2.0, 2.0)
)  # rad: the swing ends with the carrying hip behind this at cruise, and what 1 of speed adds
REACH = rt.node(
    (0.1543, 0.0185), trainable=True, name="REACH", bounds=(-2.0, 2.0)
)  # hip and knee until the foot touches
PUSH = rt.node(
    (-0.09887, -0.03114), trainable=True, name="PUSH", bounds=(-2.0, 2.0)
)  # hip and knee of the rear leg after that
PUSHED = rt.node(
    0.8827, trainable=True, name="PUSHED", bounds=(0.0, 2.0)
)  # the push ends with the knee stretched so far
FAST = rt.node(0.06887, trainable=True, name="FAST", bounds=(0.0, 1.0))  # or at this speed
CARRY = rt.node(
    (0.04778, 0.08017), trainable=True, name="CARRY", bounds=(-1.0, 1.0)
)  # knee of a leg that carries at cruise, and what 1 of speed takes off it
HIP = rt.node((0.4801, 0.0), trainable=True, name="HIP", bounds=(0.0, 4.0))  # stiffness and damping
CARRY_KNEE = rt.node(
    (1.736, 0.2057), trainable=True, name="CARRY_KNEE", bounds=(0.0, 6.0)
)  # stiffness and damping of the knee of the carrying leg
OTHER_KNEE = rt.node((0.3455, 0.1677), trainable=True, name="OTHER_KNEE", bounds=(0.0, 6.0))  # and of the other one
LEVEL = rt.node(
    -0.013, trainable=True, name="LEVEL", bounds=(-0.5, 0.5)
)  # rad: the lean of the hull that the hips hold
CARRY_LEAN = rt.node(
    (0.8294, 0.8675), trainable=True, name="CARRY_LEAN", bounds=(0.0, 4.0)
)  # the carrying hip against the hull's lean and its rate
OTHER_LEAN = rt.node((0.1493, 0.8399), trainable=True, name="OTHER_LEAN", bounds=(0.0, 4.0))  # and the other one
SINK = rt.node(
    (5.327, 6.917), trainable=True, name="SINK", bounds=(0.0, 20.0)
)  # the carrying knee against sinking, and the other one


@rt.bundle(trainable=True)
def following(phase, carrying, touching, speed, ends):
    """Return the next phase; `ends` has the hip that ends a swing, and the knee and the speed that end a push."""
    over, pushed, fast = ends
    if phase == "swing" and carrying["hip"] < over:
        return "reach"
    if phase == "reach" and touching:
        return "push"
    if phase == "push" and (carrying["knee"] > pushed or speed > fast):
        return "swing"
    return phase


@rt.bundle(trainable=True)
def by_speed(speed, over, carry):
    """Return what depends on the speed: the hip that ends a swing, the knee of a leg that carries."""
    return over[0] + over[1] * (speed - CRUISE), carry[0] - carry[1] * (speed - CRUISE)


@rt.bundle(trainable=True)
def landed(knee, carry):
    """Return the knee of a leg that has just come to the ground: no more stretched than it carries with."""
    return min(knee, carry[0])


@rt.bundle(trainable=True)
def aims(phase, straight, land, swing, reach, push):
    """Return the hip and the knee that the carrying leg should have, and those of the other; a hip of None only balances."""
    if phase == "swing":
        return (None, straight), swing
    if phase == "reach":
        return (None, straight), reach
    return push, (None, land)


@rt.bundle(trainable=True)
def speeds(aim, leg, hull, rise, gains):
    """Return what hip and knee of a leg are asked for: springs and dampers, the hull held level, and no sinking."""
    (wanted_hip, wanted_knee), (hip, knee, lean, sink) = aim, gains
    turn = 0 if wanted_hip is None else hip[0] * (wanted_hip - leg["hip"]) - hip[1] * leg["hip_rate"]
    stretch = knee[0] * (wanted_knee - leg["knee"]) - knee[1] * leg["knee_rate"]
    return [turn + lean[0] * hull[0] + lean[1] * hull[1], stretch - sink * rise]


def controller(observation, memory):
    """Return [hip_1, knee_1, hip_2, knee_2]: motor speeds."""
    parts = ("hip", "hip_rate", "knee", "knee_rate")
    names = ("hip_{}", "hip_{}_rate", "knee_{}", "knee_{}_rate")
    legs = [{part: float(observation[name.format(i)]) for part, name in zip(parts, names)} for i in (1, 2)]
    touches = [bool(observation["contact_1"]), bool(observation["contact_2"])]
    hull = (float(observation["hull_angle"]) - LEVEL, float(observation["hull_rate"]))
    speed, rise = float(observation["velocity_x"]), float(observation["velocity_y"])
    before, carry = memory.get("phase", "swing"), memory.get("carry", 1)
    end, straight = by_speed(speed, OVER, CARRY)
    phase = following(before, legs[carry], touches[1 - carry], speed, (end, PUSHED, FAST))
    if before == "reach" and phase == "push":
        memory["land"] = landed(legs[1 - carry]["knee"], CARRY)
    if before == "push" and phase == "swing":
        carry = 1 - carry
    memory["phase"], memory["carry"] = phase, carry
    carrying, other = aims(phase, straight, memory.get("land", straight), SWING, REACH, PUSH)
    motors = [None, None]
    motors[carry] = speeds(carrying, legs[carry], hull, rise, (HIP, CARRY_KNEE, CARRY_LEAN, SINK[0]))
    motors[1 - carry] = speeds(other, legs[1 - carry], hull, rise, (HIP, OTHER_KNEE, OTHER_LEAN, SINK[1]))
    return [*motors[0], *motors[1]]
