"""LunarLander: lean against the drift, sink in proportion to the height, and fire the engine that the larger error asks for."""

import robotrace as rt

NONE, LEFT_ENGINE, MAIN_ENGINE, RIGHT_ENGINE = range(4)  # what an action may be

LEAN_X = rt.node(
    0.7, trainable=True, name="LEAN_X", bounds=(0.0, 2.0)
)  # lean, in rad, for 1 off the pad to the side
LEAN_SPEED = rt.node(0.72, trainable=True, name="LEAN_SPEED", bounds=(0.0, 3.0))  # lean for a drift of 1
LEAN_MAX = rt.node(0.4, trainable=True, name="LEAN_MAX", bounds=(0.1, 1.0))  # rad
HOVER = rt.node(0.7, trainable=True, name="HOVER", bounds=(0.0, 2.0))  # stay this high for 1 off the pad
HEIGHT = rt.node(
    1.2, trainable=True, name="HEIGHT", bounds=(0.0, 2.0)
)  # lift for 1 that the height is short of that
SINK = rt.node(0.8, trainable=True, name="SINK", bounds=(0.0, 2.0))  # lift for sinking at 1
TURN = rt.node(
    1.0, trainable=True, name="TURN", bounds=(0.0, 3.0)
)  # for 1 rad that the lean is short of the wanted one
TURN_RATE = rt.node(0.8, trainable=True, name="TURN_RATE", bounds=(0.0, 3.0))  # against turning at 1
LANDED_SINK = rt.node(
    0.2, trainable=True, name="LANDED_SINK", bounds=(0.0, 2.0)
)  # lift for sinking at 1, with a leg on the ground
MAIN = rt.node(0.03, trainable=True, name="MAIN", bounds=(0.0, 0.3))  # lift from which on the main engine fires
SIDE = rt.node(0.05, trainable=True, name="SIDE", bounds=(0.0, 0.3))  # turn from which on a side engine fires


@rt.bundle(trainable=True)
def turn_and_lift(place, motion, lean, landed, gains):
    """Return how much to turn to the left and how much to lift: lean against the drift, and brake evenly down to the ground."""
    (x, height), (speed_x, speed_y), (angle, angle_rate) = place, motion, lean
    lean_x, lean_speed, lean_max, hover, height_gain, sink, turn_gain, turn_rate, landed_sink = gains
    level = -turn_gain * angle - turn_rate * angle_rate
    if landed and abs(x) < 0.35:
        moving = abs(speed_x) > 0.03 or abs(speed_y) > 0.03 or abs(angle_rate) > 0.05
        turn = level if moving and abs(angle) > 0.1 else 0
        return turn, -landed_sink * speed_y
    # Stay higher while beside the pad, while drifting and while tilted.
    target = (hover * max(0.0, abs(x) - 0.12)
              + 0.2 * max(0.0, abs(speed_x) - 0.15)
              + 0.15 * max(0.0, abs(angle) - 0.2))
    above = height - target
    if above > 0:
        # The sinking speed from which an even braking ends slowly at the target.
        wanted_sink = 0.08 + (height_gain * above + 0.04) ** 0.5 - 0.2
    else:
        wanted_sink = 0.08 + 0.8 * above
    lift = sink * (-wanted_sink - speed_y)
    if landed:
        return level, lift
    # Lean less and less the nearer the ground is.
    clearance = max(0.0, height, abs(x) - 0.2)
    limit = min(lean_max, 0.1 + 0.8 * clearance)
    wanted = max(-limit, min(limit, lean_x * x + lean_speed * speed_x))
    turn = turn_gain * (wanted - angle) - turn_rate * angle_rate
    return turn, lift


@rt.bundle(trainable=True)
def engine(turn, lift, main, side):
    """Return the engine to fire."""
    if lift > main and (abs(turn) <= side or lift > abs(turn)):
        return MAIN_ENGINE
    if turn < -side:
        return RIGHT_ENGINE
    return LEFT_ENGINE if turn > side else NONE


def controller(observation):
    """Return [engine]: 0 none, 1 left, 2 main, 3 right."""
    seen = {name: float(value) for name, value in observation.items()}
    place, motion = (seen["x"], seen["height"]), (seen["velocity_x"], seen["velocity_y"])
    lean, landed = (seen["angle"], seen["angle_rate"]), seen["left_leg"] or seen["right_leg"]
    gains = (LEAN_X, LEAN_SPEED, LEAN_MAX, HOVER, HEIGHT, SINK, TURN, TURN_RATE, LANDED_SINK)
    turn, lift = turn_and_lift(place, motion, lean, landed, gains)
    return [engine(turn, lift, MAIN, SIDE)]
