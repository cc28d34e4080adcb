"""InvertedPendulum: push the cart under the pole; a small part keeps it near the middle."""

import robotrace as rt

ANGLE = rt.node(10.0, trainable=True, name="ANGLE", bounds=(0.0, 30.0))  # force for a lean of 1 rad
ANGLE_RATE = rt.node(2.0, trainable=True, name="ANGLE_RATE", bounds=(0.0, 6.0))  # force for 1 rad/s
POSITION = rt.node(0.5, trainable=True, name="POSITION", bounds=(0.0, 2.0))  # force a metre off the middle
SPEED = rt.node(1.0, trainable=True, name="SPEED", bounds=(0.0, 4.0))  # force for a cart at 1 m/s


@rt.bundle(trainable=True)
def force(position, speed, lean, rate, angle, angle_rate, position_part, speed_part):
    """Return the force on the cart: towards where the pole falls, and a little more, which brings the cart back."""
    return angle * lean + angle_rate * rate + position_part * position + speed_part * speed


def controller(observation):
    """Return [force] on the cart."""
    position, speed = float(observation["cart_position"]), float(observation["cart_velocity"])
    lean, rate = float(observation["pole_angle"]), float(observation["pole_rate"])
    return [force(position, speed, lean, rate, ANGLE, ANGLE_RATE, POSITION, SPEED)]
