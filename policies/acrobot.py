"""Acrobot: the elbow's push is the sign of a weighted sum of rates and leans; one set of weights pumps energy, another reaches.

The weights are of: upper rate, elbow rate, lean of the upper link, bend of the elbow, lean of the lower link, and the upper rate
where the elbow is stretched.
"""

import robotrace as rt

ONE_WAY, OTHER_WAY = 2, 0  # what an action may be; 1 pushes neither way
PUMP = rt.node((-0.809, 1.292, -0.085, 0.885, -1.73, 0.806), trainable=True, name="PUMP", bounds=(-5.0, 5.0))
REACH = rt.node((-0.729, 2.32, -0.677, 0.726, -0.839, 0.566), trainable=True, name="REACH", bounds=(-5.0, 5.0))
ENOUGH = rt.node(
    15.86, trainable=True, name="ENOUGH", bounds=(5.0, 30.0)
)  # energy above hanging at rest where pumping ends


def energy_of(elbow_cos, upper_cos, lower_cos, upper_rate, elbow_rate):
    """Return the energy above that of hanging at rest, for links of 1 kg and 1 m."""
    kinetic = 0.5 * (3.5 + elbow_cos) * upper_rate**2 + 0.625 * elbow_rate**2
    kinetic += (1.25 + 0.5 * elbow_cos) * upper_rate * elbow_rate
    return kinetic - 9.8 * (1.5 * upper_cos + 0.5 * lower_cos) + 19.6


@rt.bundle(trainable=True)
def push(signs, energy, pump, reach, enough):
    """Return the way to push the elbow."""
    weights = pump if energy < enough else reach
    return ONE_WAY if sum(weight * sign for weight, sign in zip(weights, signs)) > 0 else OTHER_WAY


def controller(observation):
    """Return [push]: 0, 1 for none, or 2."""
    seen = {name: float(value) for name, value in observation.items()}
    upper_cos, upper_sin, elbow_cos, elbow_sin = (
        seen[name] for name in ("upper_cos", "upper_sin", "elbow_cos", "elbow_sin")
    )
    upper_rate, elbow_rate = seen["upper_rate"], seen["elbow_rate"]
    lower_cos = upper_cos * elbow_cos - upper_sin * elbow_sin  # of the lower link's angle to the vertical
    lower_sin = upper_sin * elbow_cos + upper_cos * elbow_sin
    energy = energy_of(elbow_cos, upper_cos, lower_cos, upper_rate, elbow_rate)
    signs = (upper_rate, elbow_rate, upper_sin, elbow_sin, lower_sin, upper_rate * elbow_cos)
    return [push(signs, energy, PUMP, REACH, ENOUGH)]
