"""Episodes side by side: two processes against this one, and a local Ray against two processes.

    python tests/benchmarks/pools.py [--task NAME] [--control NAME] [--until WORD] [--goals N] [--rounds N]

One run measures all sides, and beside them what the machine allows: a sum that one process works out, against the same sum in two
processes at a time, which would be 2 on two whole cores. Processor seconds stand apart: of this process, of the workers that it
has started, and of the sandboxes' processes. The sides take turns, warm: workers are started, and have built their environment,
before the clock runs; the time of a first evaluation, with all that, stands in a column of its own. A ratio is the median over the
rounds of what two sides took in the same round. Run it on an idle machine of two cores or more.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from rows import Row, hand_over

from robotrace.episodes import Episode, ProcessPool, RayPool, find_controller, make
from robotrace.episodes.attempt import attempt
from robotrace.episodes.pool import EpisodeWork, Request
from robotrace.episodes.runner import Until
from robotrace.opto import Case
from robotrace.sandbox import Sandbox

SERIAL, PROCESSES, RAY = "this process", "2 processes", "Ray, 2 actors"
RATIOS = {
    "2 processes against this one": (SERIAL, PROCESSES, 1.8),
    "Ray, 2 actors, against 2 processes": (PROCESSES, RAY, 0.9),
}
"""What is compared with what, and the least that it should be."""
TICK = 1 / os.sysconf("SC_CLK_TCK")


class Cost(NamedTuple):
    """Seconds: on the clock, and of CPU time here, in workers, in sandboxes."""

    wall: float
    here: float
    workers: float
    sandboxes: float


class Side(Protocol):
    """Runs episodes somehow."""

    def answers(self, requests: Sequence[Request]) -> Iterator[Episode]: ...


class Serial:
    """One episode after another, in one lane of this process."""

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
    *, task: str = "pick-place-v3", control: str = "macro", until: Until = "success", goals: int = 50, rounds: int = 5
) -> dict[str, float]:
    """Print what every side takes for the held-out goals, and return the ratios."""
    work = EpisodeWork.of(make(task, control=control))
    text = find_controller("pick_place").text
    requests = [Request(text, Case("heldout", goal), traced=False, until=until) for goal in range(goals)]
    sides: dict[str, Callable[[], Any]] = {
        SERIAL: lambda: serial(work),
        PROCESSES: lambda: ProcessPool(work, workers=2),
    }
    if importlib.util.find_spec("ray") is not None:
        sides[RAY] = lambda: RayPool(work, address="local", workers=2)
    with ExitStack() as stack:
        opened = {name: stack.enter_context(open_side()) for name, open_side in sides.items()}
        first = {name: timed(side, requests)[0].wall for name, side in opened.items()}
        turns, allowed = [], []
        for _ in range(rounds):
            turns.append({name: timed(side, requests) for name, side in opened.items()})
            allowed.append(scaling(1))
    returns = {tuple(episode.episode_return for episode in episodes) for turn in turns for _, episodes in turn.values()}
    assert len(returns) == 1, "the sides differ in their episodes"
    head = f"{goals} held-out goals of {task}, {control} control"
    print(f"{head:43}{'seconds':>12}{'the first time':>18}{'CPU: here':>12}{'workers':>10}{'sandboxes':>12}")
    for name in opened:
        cost = Cost(*(statistics.median(column) for column in zip(*(turn[name][0] for turn in turns), strict=True)))
        print(
            f"{name:43}{cost.wall:12.2f}{first[name]:18.2f}{cost.here:12.2f}{cost.workers:10.2f}{cost.sandboxes:12.2f}"
        )
    print(f"{'two sums side by side, of 2 possible':43}{statistics.median(allowed):11.2f}x")
    ratios = {}
    for name, (base, side, target) in RATIOS.items():
        if side in opened:
            each = [turn[base][0].wall / turn[side][0].wall for turn in turns]
            ratios[name] = statistics.median(each)
            of_two = statistics.median(2 * ratio / most for ratio, most in zip(each, allowed, strict=True))
            print(f"{name:43}{ratios[name]:11.2f}x   (target {target}x); where the sums allow 2x, {of_two:.2f}x")
    return ratios


def timed(side: Side, requests: list[Request]) -> tuple[Cost, list[Episode]]:
    """What it costs, and the episodes."""
    before, start = processor_seconds(), time.perf_counter()
    episodes = list(side.answers(requests))
    wall, after = time.perf_counter() - start, processor_seconds()
    return Cost(wall, *(now - then for now, then in zip(after, before, strict=True))), episodes


def processor_seconds() -> tuple[float, float, float]:
    """Of this process; of others that it has started; of the sandboxes' processes, with those that have ended."""
    workers = sandboxes = 0.0
    for pid in descendants(os.getpid()):
        try:
            words = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
            is_sandbox = b"zygote.py" in Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            continue  # it has ended
        own, ended = (sum(map(int, words[place : place + 2])) * TICK for place in (11, 13))
        workers, sandboxes = (workers, sandboxes + own + ended) if is_sandbox else (workers + own, sandboxes)
    return time.process_time(), workers, sandboxes


def descendants(pid: int) -> list[int]:
    """The ids of all that a process has started, and so on."""
    found: list[int] = []
    with suppress(OSError):  # it has ended
        for path in list(Path(f"/proc/{pid}/task").glob("*/children")):
            for child in map(int, path.read_text().split()):
                found += [child, *descendants(child)]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--task", default="pick-place-v3")
    parser.add_argument("--control", default="macro")
    parser.add_argument("--until", default="success", choices=("success", "horizon"))
    parser.add_argument("--goals", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="10 goals, 2 rounds: the figures are rough")
    given = vars(parser.parse_args())
    if given.pop("quick"):
        given |= {"goals": 10, "rounds": 2}
    both = scaling(given["rounds"])
    print(f"{'two processes that only reckon, against one':43}{both:11.2f}x   (what this machine allows)\n")
    rows = [Row("two processes that only reckon, against one", "2 processes", "1 process", both)]
    for name, ratio in section(**given).items():
        base, side, target = RATIOS[name]
        rows.append(Row(f"episodes, {name}", side, base, ratio, f">= {target}"))
    hand_over(rows)


def scaling(rounds: int) -> float:
    """How much more two processes reckon than one in the same time, side by side: what no pool of two can surpass."""
    code = "import time\nbegun = time.perf_counter()\nsum(i * i for i in range(4_000_000))\nprint(time.perf_counter() - begun)"

    def slowest(processes: int) -> float:
        running = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) for _ in range(processes)]
        return max(float(process.communicate()[0]) for process in running)

    return statistics.median(2 * slowest(1) / slowest(2) for _ in range(rounds))


if __name__ == "__main__":
    main()
