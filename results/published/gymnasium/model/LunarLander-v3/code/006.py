"""LunarLander: lean against the drift, sink in proportion to the height, and fire the engine that the larger error asks for."""

import robotrace as rt

NONE, LEFT_ENGINE, MAIN_ENGINE, RIGHT_ENGINE = range(4)  # what an action may be

LEAN_X = rt.node(
    0.237, trainable=True, name="LEAN_X", bounds=(0.0, 2.0)
)  # lean, in rad, for 1 off the pad to the side
LEAN_SPEED = rt.node(0.87, trainable=True, name="LEAN_SPEED", bounds=(0.0, 3.0))  # lean for a drift of 1
LEAN_MAX = rt.node(0.513, trainable=True, name="LEAN_MAX", bounds=(0.1, 1.0))  # rad
HOVER = rt.node(0.367, trainable=True, name="HOVER", bounds=(0.0, 2.0))  # stay this high for 1 off the pad
HEIGHT = rt.node(
    0.398, trainable=True, name="HEIGHT", bounds=(0.0, 2.0)
)  # lift for 1 that the height is short of that
SINK = rt.node(0.673, trainable=True, name="SINK", bounds=(0.0, 2.0))  # lift for sinking at 1
TURN = rt.node(
    0.7, trainable=True, name="TURN", bounds=(0.0, 3.0)
)  # for 1 rad that the lean is short of the wanted one
TURN_RATE = rt.node(1.2, trainable=True, name="TURN_RATE", bounds=(0.0, 3.0))  # against turning at 1
LANDED_SINK = rt.node(
    0.439, trainable=True, name="LANDED_SINK", bounds=(0.0, 2.0)
)  # lift for sinking at 1, with a leg on the ground
MAIN = rt.node(0.065, trainable=True, name="MAIN", bounds=(0.0, 0.3))  # lift from which on the main engine fires
SIDE = rt.node(0.063, trainable=True, name="SIDE", bounds=(0.0, 0.3))  # turn from which on a side engine fires


@rt.bundle(trainable=True)
def turn_and_lift(place, motion, lean, landed, gains):
    """Return how much to turn to the left and how much to lift: lean against the drift, and sink as slowly as it is low."""
    (x, height), (speed_x, speed_y), (angle, angle_rate) = place, motion, lean
    lean_x, lean_speed, lean_max, hover, height_gain, sink, turn_gain, turn_rate, landed_sink = gains
    if landed:
        return 0, -landed_sink * speed_y
    wanted = max(-lean_max, min(lean_max, lean_x * x + lean_speed * speed_x))
    turn = turn_gain * (wanted - angle) - turn_rate * angle_rate
    return turn, height_gain * (hover * abs(x) - height) - sink * speed_y


@rt.bundle(trainable=True)
def engine(turn, lift, main, side):
    """Return the engine to fire."""
    if lift > main and lift > abs(turn):
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
