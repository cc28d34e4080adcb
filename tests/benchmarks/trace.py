"""The tracer against trace-opt 0.1.3.8, both measured in one run.

    python tests/benchmarks/trace.py [--venv DIR] [--quick]

trace-opt gets a virtual environment of its own, made under the user's cache folder and used again (`--venv` puts it
elsewhere). Times are processor seconds, so that other work on the machine disturbs them little. The two sides take
turns, and each figure is the least of its rounds; trace-opt's chain of 10,000 steps, half a minute, is run once.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import sys
import time
import timeit
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rows import Row, hand_over

PEER = "trace-opt==0.1.3.8"
IMPORTED = ("numpy", "graphviz")  # all that `import opto.trace` needs of its dependencies
ROOT = Path(__file__).resolve().parents[2]
FEW, MANY = 3_000, 10_000
TARGETS = {
    "traced call": 15,
    "trainable call": 15,
    "node + node": 15,
    "chain of 3,000 steps, build": 15,
    "chain of 10,000 steps, build": 15,
    "chain of 10,000 steps, backward": 200,
}


def workload(side: str) -> tuple[Any, Callable[[Any], Any], Callable[[Any], Any]]:
    """One library, a trainable controller and a traced environment."""
    if side == "ours":
        import robotrace.trace as trace
    else:
        import opto.trace as trace

    @trace.bundle(trainable=True)
    def controller(observation):
        """Choose an action."""
        return [0.0, 0.6, 0.2, -1.0]

    @trace.bundle()
    def step(action):
        """Advance the environment."""
        return {"height": action[2]}

    return trace, controller, step


def chain(side: str, steps: int) -> tuple[float, float]:
    """Processor seconds of building a rollout of so many steps, and of the backward pass over it."""
    trace, controller, step = workload(side)
    start = time.process_time()
    state = trace.node({"height": 0.0}, "observation")
    for _ in range(steps):
        state = step(controller(state))
    built = time.process_time()
    state.backward("Higher.")
    return built - start, time.process_time() - built


def calls(side: str, number: int) -> dict[str, float]:
    """Processor seconds of one call of each kind."""
    trace, controller, step = workload(side)
    action, state = trace.node([0.0, 0.6, 0.2, -1.0], "action"), trace.node({"height": 0.0}, "state")
    x, y = trace.node(2.0, "x"), trace.node(3.0, "y")
    timed = {
        "traced call": lambda: step(action),
        "trainable call": lambda: controller(state),
        "node + node": lambda: x + y,
    }
    return {
        name: min(timeit.repeat(call, number=number, repeat=5, timer=time.process_time)) / number
        for name, call in timed.items()
    }


def measure(side: str, what: str, size: int) -> dict[str, float]:
    """What a worker prints."""
    if what == "calls":
        return calls(side, size)
    if what == "chain without collector":
        gc.disable()
    build, back = chain(side, size)
    return {"build": build, "backward": back}


def worker(python: str, side: str, what: str, size: int) -> dict[str, float]:
    """Measure in a fresh process of one of the two environments."""
    env = {**os.environ, "PYTHONPATH": str(ROOT) if side == "ours" else ""}
    command = [python, __file__, "--worker", side, what, str(size)]
    answer = subprocess.run(command, env=env, cwd="/", stdout=subprocess.PIPE, check=True, timeout=900)
    return json.loads(answer.stdout)


def peer(folder: Path) -> str:
    """The interpreter of trace-opt's environment, made if need be."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not (folder / "ready").exists():
        print(f"making an environment for {PEER} in {folder} ...", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps", PEER], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *IMPORTED], check=True)
        (folder / "ready").touch()
    return str(python)


def compare(theirs: str, *, rounds: int, chains: Sequence[int]) -> dict[str, tuple[float, float]]:
    """Seconds of ours and theirs, by what was measured; trace-opt's chains, which take long, are run once."""
    both: dict[str, list[dict[str, float]]] = {"ours": [], "theirs": []}
    for turn in range(rounds):
        for side, python in (("ours", sys.executable), ("theirs", theirs)):
            figures = worker(python, side, "calls", 20_000 if side == "ours" else 1_000)
            for steps in chains if side == "ours" or turn == 0 else ():
                taken = worker(python, side, "chain", steps)
                figures |= {f"chain of {steps:,} steps, {name}": seconds for name, seconds in taken.items()}
            both[side].append(figures)
    names = both["ours"][0]
    return {
        name: tuple(min(it[name] for it in both[side] if name in it) for side in ("ours", "theirs"))  # type: ignore[misc]
        for name in names
    }


def show(seconds: float) -> str:
    """A duration with its unit."""
    return (
        f"{seconds:.2f} s"
        if seconds >= 1
        else f"{seconds * 1e3:.1f} ms"
        if seconds >= 1e-3
        else f"{seconds * 1e6:.2f} us"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "robotrace" / "trace-opt-0.1.3.8"
    parser.add_argument("--venv", type=Path, default=cache, help="where trace-opt's environment is or is made")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--quick", action="store_true", help="a chain of 3,000 steps alone, and none of 1,000,000 nodes"
    )
    parser.add_argument("--worker", nargs=3, metavar=("SIDE", "WHAT", "SIZE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        side, what, size = options.worker
        print(json.dumps(measure(side, what, int(size))))
        return
    chains = (FEW,) if options.quick else (FEW, MANY)
    figures = compare(peer(options.venv), rounds=options.rounds, chains=chains)
    print(f"{'':34}{'ours':>12}{PEER:>20}{'ratio':>10}{'target':>10}")
    for name, (ours, theirs) in figures.items():
        ratio = f"{theirs / ours:.1f}x"
        target = f"{TARGETS[name]}x" if name in TARGETS else ""
        print(f"{name:34}{show(ours):>12}{show(theirs):>20}{ratio:>10}{target:>10}")
    hand_over(
        [
            Row(
                name,
                show(ours),
                f"{show(theirs)}, trace-opt",
                theirs / ours,
                f">= {TARGETS[name]}" if name in TARGETS else "",
            )
            for name, (ours, theirs) in figures.items()
        ]
    )
    print("\nours, time a node; the collector's share grows with all that lives in the process")
    print(f"{'nodes':>10}{'build':>12}{'backward':>12}{'build, collector off':>24}")
    for nodes in (10_000, 100_000) if options.quick else (10_000, 100_000, 1_000_000):
        times = worker(sys.executable, "ours", "chain", nodes // 2)  # a step makes two nodes
        alone = worker(sys.executable, "ours", "chain without collector", nodes // 2)
        figures = [show(seconds / nodes) for seconds in (times["build"], times["backward"], alone["build"])]
        print(f"{nodes:>10,}{figures[0]:>12}{figures[1]:>12}{figures[2]:>24}")


if __name__ == "__main__":
    main()
