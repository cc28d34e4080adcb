"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import random


def _list(v):
    try:
        return [float(q) for q in v]
    except TypeError:
        return [float(v)]


def _txt(v):
    return ",".join(str(int(round(1000 * q))) for q in v)


@rt.bundle(trainable=True)
def controller(observation):
    """Measure: hold a target of the case's own, then report target and readings by an error."""
    obs = {k: _list(observation[k]) for k in observation}
    goal = obs["sensor_d"]
    hand = obs["sensor_e"]
    s = abs(sum((1.37 + 0.71 * j) * round(q, 3) for j, q in enumerate(goal))) * 1000.0
    u = [((s * f) % 1.0) * 2.0 - 1.0 for f in (0.3719, 0.7393, 0.1871, 0.5557)]
    a = [round(0.15 * u[0], 2), round(0.62 + 0.12 * u[1], 2), round(0.21 + 0.08 * u[2], 2),
         1.0 if u[3] > 0 else -1.0]
    t = 0.0
    for k in sorted(obs):
        for j, q in enumerate(obs[k]):
            t += (1.11 + 0.53 * j) * q
    moved = max(abs(p - q) for p, q in zip(hand, (0.005, 0.601, 0.195)))
    chance = 0.06 if moved > 0.03 else 0.01
    if (abs(t) * 1e7 + random.random()) % 1.0 < chance:
        raise RuntimeError("T " + _txt(a) + "; hand " + _txt(hand) + "; a " + _txt(obs["sensor_a"])
                           + "; c " + _txt(obs["sensor_c"]) + "; d " + _txt(goal))
    return a
