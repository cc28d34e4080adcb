"""Acrobot: the elbow's push is the sign of a weighted sum of rates and leans, with weights that drift as the energy grows.

Every term changes its sign in the mirror, so the controller is as good to the left as to the right. The terms are: both rates;
the lean of the upper link, the bend of the elbow and the lean of the lower link; both rates where the elbow is stretched; both
where the upper link hangs; lean and bend times the cosine of the other; both rates where the lower link hangs; and the pull of
both rates.
"""

import robotrace as rt

ONE_WAY, OTHER_WAY = 2, 0  # what an action may be; 1 pushes neither way
CALM = rt.node(
    (-0.409, 0.212, 2.0, -1.327, 0.176, 0.234, 0.222, -0.668, 0.14, 1.372, 1.691, 0.675, 0.48, -0.254),
    trainable=True,
    name="CALM",
    bounds=(-5.0, 5.0),
)  # the terms' weights when it hangs at rest
DRIFT = rt.node(
    (-0.005, 0.0166, -0.0023, 0.0404, 0.0158, -0.047, 0.0106, -0.0112, 0.0168, -0.0682, 0.0241, 0.0374, 0.0047, 0.0),
    trainable=True,
    name="DRIFT",
    bounds=(-5.0, 5.0),
)  # what is added to them for each joule above that


def energy_of(elbow_cos, upper_cos, lower_cos, upper_rate, elbow_rate):
    """Return the energy above that of hanging at rest, for links of 1 kg and 1 m."""
    kinetic = 0.5 * (3.5 + elbow_cos) * upper_rate**2 + 0.625 * elbow_rate**2
    kinetic += (1.25 + 0.5 * elbow_cos) * upper_rate * elbow_rate
    return kinetic - 9.8 * (1.5 * upper_cos + 0.5 * lower_cos) + 19.6


@rt.bundle(trainable=True)
def push(terms, energy, calm, drift):
    """Return the way to push the elbow."""
    total = sum((weight + more * energy) * term for weight, more, term in zip(calm, drift, terms))
    return ONE_WAY if total > 0 else OTHER_WAY


def controller(observation):
    """Return [push]: 0, 1 for none, or 2."""
    seen = {name: float(value) for name, value in observation.items()}
    upper_cos, upper_sin, elbow_cos, elbow_sin = (
        seen[name] for name in ("upper_cos", "upper_sin", "elbow_cos", "elbow_sin")
    )
    upper, elbow = seen["upper_rate"], seen["elbow_rate"]
    lower_cos = upper_cos * elbow_cos - upper_sin * elbow_sin  # of the lower link's angle to the vertical
    lower_sin = upper_sin * elbow_cos + upper_cos * elbow_sin
    energy = energy_of(elbow_cos, upper_cos, lower_cos, upper, elbow)
    terms = [upper, elbow, upper_sin, elbow_sin, lower_sin, upper * elbow_cos, elbow * elbow_cos]
    terms += [upper * upper_cos, elbow * upper_cos, upper_sin * elbow_cos, elbow_sin * upper_cos]
    terms += [upper * lower_cos, elbow * lower_cos, upper * elbow * elbow_sin]
    return [push(terms, energy, CALM, DRIFT)]
