"""InvertedDoublePendulum: feed the whole state back, balancing both poles over the cart."""

from math import atan2

import robotrace as rt

CART = rt.node((-0.491, -0.4284), trainable=True, name="CART", bounds=(-3.0, 0.0))  # a metre, 1 m/s
LOWER = rt.node(
    (-2.833, -0.9821), trainable=True, name="LOWER", bounds=(-20.0, 0.0)
)  # 1 rad, 1 rad/s of the lower pole
UPPER = rt.node(
    (-8.269, -0.8515), trainable=True, name="UPPER", bounds=(-30.0, 0.0)
)  # of the upper, from the lower one


@rt.bundle(trainable=True)
def force(cart, lower, upper, of_cart, of_lower, of_upper):
    """Return the force on the cart: a weighted sum of place and speed of the cart, and of angle and rate of each pole."""
    parts = zip((*of_cart, *of_lower, *of_upper), (*cart, *lower, *upper))
    return sum(weight * value for weight, value in parts)


def controller(observation):
    """Return [force] on the cart."""
    seen = {name: float(value) for name, value in observation.items()}
    cart = (seen["cart_position"], seen["cart_velocity"])
    lower = (atan2(seen["lower_sin"], seen["lower_cos"]), seen["lower_rate"])
    upper = (atan2(seen["upper_sin"], seen["upper_cos"]), seen["upper_rate"])
    return [force(cart, lower, upper, CART, LOWER, UPPER)]
