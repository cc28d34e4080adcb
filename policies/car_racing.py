"""CarRacing: steer to the road's middle some way ahead, and be as fast as the bends ahead let the tyres hold."""

import robotrace as rt

NEAR, FAR = 10.0, 15.0  # metres ahead at which the road's middle is looked for
MARGIN = 5.0  # m/s too fast at which to brake

STEER = rt.node(
    0.9, trainable=True, name="STEER", bounds=(0.1, 2.5)
)  # for the road's middle 45 degrees to the side of straight ahead, at either distance
DAMP = rt.node(0.1, trainable=True, name="DAMP", bounds=(0.0, 1.0))  # against turning at 1 rad/s
FAST = rt.node(85.0, trainable=True, name="FAST", bounds=(20.0, 120.0))  # m/s on a straight road
SLOW = rt.node(35.0, trainable=True, name="SLOW", bounds=(10.0, 60.0))  # m/s in any bend
BEND = rt.node(
    2.8, trainable=True, name="BEND", bounds=(0.0, 10.0)
)  # m/s less for each metre that the road leaves the line
GAS = rt.node(0.6, trainable=True, name="GAS", bounds=(0.1, 1.0))  # below the speed wanted
BRAKE = rt.node(0.3, trainable=True, name="BRAKE", bounds=(0.0, 0.8))  # clearly above it


@rt.bundle(trainable=True)
def steering(near, far, turn_rate, gain, damp):
    """Return how much to steer to the right, by where the road's middle is near and far ahead; turning left is positive."""
    return max(-1, min(1, gain * (near / NEAR + far / FAR) + damp * turn_rate))


@rt.bundle(trainable=True)
def pedals(speed, bend, wanted):
    """Return gas and brake: as fast as the farthest that the road leaves the line allows."""
    fast, slow, less, gas, brake = wanted
    aim = max(slow, fast - less * bend)
    return (gas if speed < aim else 0), (brake if speed > aim + MARGIN else 0)


def controller(observation):
    """Return [steer, gas, brake]."""
    seen = {name: float(value) for name, value in observation.items()}
    bend = max(abs(seen[f"middle_{metres}"]) for metres in (5, 10, 15, 20, 25, 30))
    steer = steering(seen["middle_10"], seen["middle_15"], seen["turn_rate"], STEER, DAMP)
    gas, brake = pedals(seen["speed"], bend, (FAST, SLOW, BEND, GAS, BRAKE))
    return [steer, gas, brake]
