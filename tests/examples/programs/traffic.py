"""The green times of a crossing, so that as little time as possible is lost: two numbers and a simulation."""

import numpy as np

import robotrace as rt

SHORTEST, LONGEST = 15, 90  # seconds of green
DURATION = 1800  # seconds
HEADWAY = 2  # seconds between two cars that leave on green
DEMAND = {"west": 0.3, "east": 0.3, "north": 0.15, "south": 0.15}  # cars a second
CONTEXT = """Choose green times so that SCORE, the mean delay and its spread in seconds, is as small as possible.
Where green is too short, cars queue up in that direction; where it is too long, in the other."""


def arrivals(seed=42):
    """The seconds at which cars arrive, by approach; west and east have their rush in the first and last third."""
    rng = np.random.default_rng(seed)
    third = np.arange(DURATION) // (DURATION // 3)
    rush = {"west": third == 0, "east": third == 2}
    return {
        name: np.flatnonzero(rng.random(DURATION) < rate * (1 + 0.3 * rush.get(name, np.zeros(DURATION)))).tolist()
        for name, rate in DEMAND.items()
    }


@rt.bundle
def simulate(east_west, north_south):
    """The delay of each car in seconds, by approach: two phases of green in turn, a car every two seconds of green."""
    delays = {}
    for name, times in arrivals().items():
        start, green = (0, east_west) if name in ("west", "east") else (east_west, north_south)
        free, delays[name] = 0, []
        for time in times:
            leaves = max(time, free)
            phase = (leaves - start) % (east_west + north_south)
            leaves += 0 if phase < green else east_west + north_south - phase
            free = leaves + HEADWAY
            delays[name].append(leaves - time)
    return delays


@rt.bundle
def analyze(delays):
    """Mean delays in seconds by approach, and SCORE: the mean over all cars and how far approaches differ from it."""
    means = {name: float(np.mean(many)) for name, many in delays.items()}
    cars = [len(many) for many in delays.values()]
    mean = np.average(list(means.values()), weights=cars)
    spread = np.sqrt(np.average((np.array(list(means.values())) - mean) ** 2, weights=cars))
    return {**{name: round(value, 1) for name, value in means.items()}, "SCORE": round(float(mean + spread), 1)}


def train(chat, iterations=10):
    """Search for the best two green times; the green times and the score of each iteration."""
    bounds = {"trainable": True, "bounds": (SHORTEST, LONGEST)}
    east_west, north_south = rt.node(SHORTEST, "east_west", **bounds), rt.node(SHORTEST, "north_south", **bounds)
    optimizer = rt.OptoPrime([east_west, north_south], chat=chat, context=CONTEXT)
    history = []
    for _ in range(iterations):
        result = analyze(simulate(east_west, north_south))
        score = result.data["SCORE"]
        history.append((east_west.data, north_south.data, score))
        optimizer.zero_feedback()
        result.backward(f"SCORE: {score}. Improve the crossing further.", score=-score)
        optimizer.step()
    return history
