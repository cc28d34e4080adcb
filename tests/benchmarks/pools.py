"""Episodes side by side: two processes against this one, and a local Ray against two processes.

    python tests/benchmarks/pools.py [--task NAME] [--control NAME] [--goals N] [--rounds N]

One run measures all sides. They take turns, warm: workers are started, and have built their environment, before the clock runs;
the time of a first evaluation, with all that, stands in a column of its own. A ratio is the median over the rounds of what two
sides took in the same round. Run it on an idle machine of two cores or more.
"""

from __future__ import annotations

import argparse
import importlib.util
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, Protocol

from robotrace.episodes import Episode, ProcessPool, RayPool, find_controller, make
from robotrace.episodes.attempt import attempt
from robotrace.episodes.pool import EpisodeWork, Request
from robotrace.opto import Case
from robotrace.sandbox import Sandbox

SERIAL, PROCESSES, RAY = "this process", "2 processes", "Ray, 2 actors"
RATIOS = {
    "2 processes against this one": (SERIAL, PROCESSES, 1.8),
    "Ray, 2 actors, against 2 processes": (PROCESSES, RAY, 0.9),
}
"""What is compared with what, and the least that it should be."""


class Side(Protocol):
    """Runs episodes somehow."""

    def answers(self, requests: Sequence[Request]) -> Iterator[Episode]: ...


class Serial:
    """One episode after another, in this process."""

    def __init__(self, work: EpisodeWork, sandbox: Sandbox) -> None:
        self._task, self._sandbox = work.recipe.make(), sandbox

    def answers(self, requests: Sequence[Request]) -> Iterator[Episode]:
        for one in requests:
            yield attempt(one.text, self._task, one.case, sandbox=self._sandbox, traced=one.traced, until=one.until)


@contextmanager
def serial(work: EpisodeWork) -> Iterator[Serial]:
    with Sandbox() as sandbox:
        yield Serial(work, sandbox)


def section(
    *, task: str = "pick-place-v3", control: str = "macro", goals: int = 50, rounds: int = 5
) -> dict[str, float]:
    """Print what every side takes for the held-out goals, and return the ratios."""
    work = EpisodeWork.of(make(task, control=control))
    text = find_controller("pick_place").text
    requests = [Request(text, Case("heldout", goal), traced=False) for goal in range(goals)]
    sides: dict[str, Callable[[], Any]] = {
        SERIAL: lambda: serial(work),
        PROCESSES: lambda: ProcessPool(work, workers=2),
    }
    if importlib.util.find_spec("ray") is not None:
        sides[RAY] = lambda: RayPool(work, address="local", workers=2)
    with ExitStack() as stack:
        opened = {name: stack.enter_context(open_side()) for name, open_side in sides.items()}
        first = {name: timed(side, requests)[0] for name, side in opened.items()}
        turns = [{name: timed(side, requests) for name, side in opened.items()} for _ in range(rounds)]
    returns = {tuple(episode.episode_return for episode in episodes) for turn in turns for _, episodes in turn.values()}
    assert len(returns) == 1, "the sides differ in their episodes"
    print(f"{f'{goals} held-out goals of {task}, {control} control':43}{'seconds':>12}{'the first time':>18}")
    for name in opened:
        print(f"{name:43}{statistics.median(turn[name][0] for turn in turns):12.2f}{first[name]:18.2f}")
    ratios = {}
    for name, (base, side, target) in RATIOS.items():
        if side in opened:
            ratios[name] = statistics.median(turn[base][0] / turn[side][0] for turn in turns)
            print(f"{name:43}{ratios[name]:11.2f}x   (target {target}x)")
    return ratios


def timed(side: Side, requests: list[Request]) -> tuple[float, list[Episode]]:
    """Seconds of wall-clock time, and the episodes."""
    start = time.perf_counter()
    episodes = list(side.answers(requests))
    return time.perf_counter() - start, episodes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--task", default="pick-place-v3")
    parser.add_argument("--control", default="macro")
    parser.add_argument("--goals", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=5)
    section(**vars(parser.parse_args()))


if __name__ == "__main__":
    main()
