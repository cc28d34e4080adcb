"""Episodes side by side: two processes against one, and a local Ray against two processes.

    python tests/benchmarks/pools.py [--task NAME] [--goals N] [--rounds N]

The sides take turns, and each figure is the least of its rounds, in seconds of wall-clock time; run it on an idle machine.
Workers are started, and have built their environment, before the clock runs; the time of a first evaluation, with all
that, stands in a column of its own.
"""

from __future__ import annotations

import argparse
import importlib.util
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from robotrace.opto import Case
from robotrace.rollout import Episode, ProcessPool, RayPool, find_controller, make
from robotrace.rollout.pool import Flight, Spec

TARGETS = {"2 processes against 1": 1.8, "Ray, 2 actors, against 2 processes": 0.9}


def section(*, task: str = "pick-place-v3", goals: int = 50, rounds: int = 3) -> dict[str, float]:
    """Print what every pool takes for the held-out goals, and return the ratios of `TARGETS`."""
    spec = Spec.of(make(task))
    text = find_controller("pick_place").text
    flights = [Flight(text, Case("heldout", goal), traced=False) for goal in range(goals)]
    pools: dict[str, Callable[[], Any]] = {
        "1 process": lambda: ProcessPool(spec, workers=1),
        "2 processes": lambda: ProcessPool(spec, workers=2),
    }
    if importlib.util.find_spec("ray") is not None:
        pools["Ray, 2 actors"] = lambda: RayPool(spec, address="local", workers=2)
    with ExitStack() as stack:
        opened = {name: stack.enter_context(open_pool()) for name, open_pool in pools.items()}
        first = {name: timed(pool, flights)[0] for name, pool in opened.items()}
        turns = [{name: timed(pool, flights) for name, pool in opened.items()} for _ in range(rounds)]
    returns = {tuple(episode.episode_return for episode in episodes) for turn in turns for _, episodes in turn.values()}
    assert len(returns) == 1, "the pools differ in their episodes"
    best = {name: min(turn[name][0] for turn in turns) for name in opened}
    print(f"{goals} held-out goals of {task}{'seconds':>26}{'the first time':>18}")
    for name, seconds in best.items():
        print(f"{name:43}{seconds:12.2f}{first[name]:18.2f}")
    ratios = {"2 processes against 1": best["1 process"] / best["2 processes"]}
    if "Ray, 2 actors" in best:
        ratios["Ray, 2 actors, against 2 processes"] = best["2 processes"] / best["Ray, 2 actors"]
    for name, ratio in ratios.items():
        print(f"{name:43}{ratio:11.2f}x   (target {TARGETS[name]}x)")
    return ratios


def timed(pool: Any, flights: list[Flight]) -> tuple[float, list[Episode]]:
    """Seconds of wall-clock time, and the episodes."""
    start = time.perf_counter()
    episodes = list(pool.episodes(flights))
    return time.perf_counter() - start, episodes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--task", default="pick-place-v3")
    parser.add_argument("--goals", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=3)
    section(**vars(parser.parse_args()))


if __name__ == "__main__":
    main()
