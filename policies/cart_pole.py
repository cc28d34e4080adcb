"""CartPole: push towards where the pole is about to fall; a small part brings the cart back to the middle."""

import robotrace as rt

ANGLE_RATE = rt.node(0.5, trainable=True, name="ANGLE_RATE", bounds=(0.0, 2.0))  # seconds of foresight
POSITION = rt.node(0.05, trainable=True, name="POSITION", bounds=(0.0, 0.5))  # rad of lean a metre off the middle
SPEED = rt.node(0.1, trainable=True, name="SPEED", bounds=(0.0, 0.5))  # rad of lean for a cart at 1 m/s


@rt.bundle(trainable=True)
def push(position, speed, angle, rate, angle_rate, position_part, speed_part):
    """Return 1 to push the cart to the right, 0 to the left."""
    fall = angle + angle_rate * rate
    return 1 if fall + position_part * position + speed_part * speed > 0 else 0


def controller(observation):
    """Return [push]: 0 to the left, 1 to the right."""
    position, speed = float(observation["cart_position"]), float(observation["cart_velocity"])
    angle, rate = float(observation["pole_angle"]), float(observation["pole_rate"])
    return [push(position, speed, angle, rate, ANGLE_RATE, POSITION, SPEED)]
