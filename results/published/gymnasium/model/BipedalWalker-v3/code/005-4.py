"""BipedalWalker: three phases a step: swing a leg while the body falls over the other, reach for the ground, push off behind.

Then the legs change roles. The structure follows that of the heuristic controller that Gymnasium comes with.
"""

import robotrace as rt

SWING = rt.node(
    (1.55, -0.834), trainable=True, name="SWING", bounds=(-2.0, 2.0)
)  # rad: hip and knee of the leg that swings
OVER = rt.node(
    0.418, trainable=True, name="OVER", bounds=(-0.5, 1.0)
)  # rad: the swing ends with the carrying hip behind this
REACH = rt.node(
    (0.0439, 0.0325), trainable=True, name="REACH", bounds=(-2.0, 2.0)
)  # hip and knee until the foot touches
PUSH = rt.node(
    (-0.0145, -0.086), trainable=True, name="PUSH", bounds=(-2.0, 2.0)
)  # hip and knee of the rear leg after that
PUSHED = rt.node(
    0.691, trainable=True, name="PUSHED", bounds=(0.0, 2.0)
)  # the push ends with the knee stretched so far
FAST = rt.node(0.024, trainable=True, name="FAST", bounds=(0.0, 1.0))  # or at this speed
CARRY = rt.node(-0.035, trainable=True, name="CARRY", bounds=(-0.5, 1.0))  # knee of the leg that carries
CRUISE = rt.node(0.597, trainable=True, name="CRUISE", bounds=(0.0, 1.0))  # at this speed; more stretched when slower
CARRY_SPEED = rt.node(0.108, trainable=True, name="CARRY_SPEED", bounds=(-1.0, 1.0))  # so much for 1 of speed
HIP = rt.node((0.18, 0.077), trainable=True, name="HIP", bounds=(0.0, 4.0))  # stiffness and damping
KNEE = rt.node((1.84, 0.074), trainable=True, name="KNEE", bounds=(0.0, 6.0))  # stiffness and damping
LEAN = rt.node(
    (0.479, 0.714), trainable=True, name="LEAN", bounds=(0.0, 4.0)
)  # both hips against the hull's lean and its rate
SINK = rt.node(6.69, trainable=True, name="SINK", bounds=(0.0, 20.0))  # both knees against sinking


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
def straightened(speed, carry, cruise, carry_speed):
    """Return the knee of a leg that carries."""
    return carry + carry_speed * (cruise - speed)


@rt.bundle(trainable=True)
def landed(knee, carry):
    """Return the knee of a leg that has just come to the ground: no more stretched than it carries with."""
    return min(knee, carry)


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
    parts = {
        "hip": "hip_{}",
        "hip_rate": "hip_{}_rate",
        "knee": "knee_{}",
        "knee_rate": "knee_{}_rate",
        "touch": "contact_{}",
    }
    legs = [{part: float(observation[name.format(i)]) for part, name in parts.items()} for i in (1, 2)]
    hull = (float(observation["hull_angle"]), float(observation["hull_rate"]))
    speed, rise = float(observation["velocity_x"]), float(observation["velocity_y"])
    before, carry = memory.get("phase", "swing"), memory.get("carry", 1)
    phase = following(before, legs[carry], bool(legs[1 - carry]["touch"]), speed, (OVER, PUSHED, FAST))
    if before == "reach" and phase == "push":
        memory["land"] = landed(legs[1 - carry]["knee"], CARRY)
    if before == "push" and phase == "swing":
        carry = 1 - carry
    memory["phase"], memory["carry"] = phase, carry
    straight = straightened(speed, CARRY, CRUISE, CARRY_SPEED)
    carrying, other = aims(phase, straight, memory.get("land", straight), SWING, REACH, PUSH)
    gains = (HIP, KNEE, LEAN, SINK)
    motors = [speeds(aim, legs[i], hull, rise, gains) for aim, i in ((carrying, carry), (other, 1 - carry))]
    first, second = motors if carry == 0 else reversed(motors)
    return [*first, *second]
