"""Where the time of `robotrace train` goes: a profile by phase of one run, and the same training by another robotrace beside it.

    python tests/benchmarks/training.py [--task NAME] [--against PYTHON] [--suite] [--rounds N] [--quick]

The profile is of the trainer's process, on the clock: a phase's time is without that of the phases within it. What the episodes
would take alone, with the workers always busy, is the yardstick beside it. `--against` names the interpreter of another
environment, such as one of an earlier commit: both train in turns, and the ratio is the median over the rounds of what they took in
one round.
`--suite` trains ten tasks, one after the other, in place of one.
"""

from __future__ import annotations

import argparse
import builtins
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

from rows import Row, hand_over

SUITE = (
    "reach-v3",
    "push-v3",
    "pick-place-v3",
    "door-open-v3",
    "drawer-open-v3",
    "drawer-close-v3",
    "button-press-topdown-v3",
    "window-open-v3",
    "window-close-v3",
    "plate-slide-v3",
)
WRITTEN = ("start", "proposal", "trial", "fresh", "heldout", "end", "file")
MAIN = "from robotrace.cli import main; main()"
IMPORTS, REST = "imports", "all else"
PHASES = {
    "starting workers": ["robotrace.episodes.pool.worker_pool:WorkerPool.begin"],
    "loading the first program in the sandbox": ["robotrace.episodes.problem:RolloutProblem.__init__"],
    "episodes of training": ["robotrace.training.evaluator:Evaluator.query"],
    "fitting": ["robotrace.optimizers.induce:Induce.propose"],
    "held-out goals": ["robotrace.training.evaluator:Evaluator.test"],
    "writing": [f"robotrace.results.writer:RunWriter.{name}" for name in WRITTEN],
    "reading the run back": ["robotrace.training.run:read_run"],
    "ending processes": [
        "robotrace.episodes.pool.worker_pool:WorkerPool.close",
        "robotrace.sandbox.sandbox:Sandbox.close",
    ],
    "the plot": ["robotrace.show.plot:plot"],
}
"""What is measured, and the functions in which it happens."""


class Clock:
    """Seconds by phase, each without those of the phases within it."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._stack, self._since = [REST], time.perf_counter()

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Within the block, time counts for a phase."""
        self._turn()
        self._stack.append(name)
        try:
            yield
        finally:
            self._turn()
            self._stack.pop()

    def _turn(self) -> None:
        now = time.perf_counter()
        self.seconds[self._stack[-1]] += now - self._since
        self._since = now

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, whose time counts for a phase."""

        @wraps(function)
        def watched(*args: Any, **options: Any) -> Any:
            with self.phase(name):
                return function(*args, **options)

        return watched


def profile(task: str, folder: str, born: float) -> dict[str, float]:
    """Train in this process; seconds by phase."""
    clock = Clock()
    clock.seconds["starting Python"] = time.monotonic() - born
    plain, trainer = builtins.__import__, os.getpid()

    def importing(name: str, *further: Any, **options: Any) -> Any:
        if name in sys.modules or not _mine(trainer):
            return plain(name, *further, **options)
        with clock.phase(IMPORTS):
            return plain(name, *further, **options)

    builtins.__import__ = importing
    with clock.phase(IMPORTS):
        for phase, places in PHASES.items():
            for place in places:
                module, _, path = place.partition(":")
                owner: Any = import_module(module)
                *parents, last = path.split(".")
                for parent in parents:
                    owner = getattr(owner, parent)
                setattr(owner, last, clock.timed(phase, getattr(owner, last)))
        main = import_module("robotrace.cli").main
    sys.argv = ["robotrace", "train", task, "--run", folder, "--quiet", "--json"]
    try:
        main()
    except SystemExit as leaving:
        if leaving.code:
            raise
    with clock.phase(REST):
        pass
    return dict(clock.seconds)


def _mine(trainer: int) -> bool:
    """Whether this is the trainer's own thread, whose time is measured."""
    import threading

    return os.getpid() == trainer and threading.current_thread() is threading.main_thread()


def trained(python: str, tasks: Sequence[str], folder: Path) -> tuple[float, float]:
    """Seconds on the clock and of all processors, of one training after another."""
    wall, before = time.perf_counter(), _used()
    for task in tasks:
        with tempfile.TemporaryDirectory(dir=folder) as place:
            command = [python, "-c", MAIN, "train", task, "--run", f"{place}/run", "--quiet", "--json"]
            subprocess.run(command, stdout=subprocess.DEVNULL, cwd=place, env=_environment(), check=True)
    return time.perf_counter() - wall, _used() - before


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _environment() -> dict[str, str]:
    """With compiled modules kept, as an installation has them."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def shown(task: str, folder: Path) -> Row:
    """Print the profile of one run; the yardstick's row."""
    command = [sys.executable, __file__, "--worker", task, str(folder / "profiled"), str(time.monotonic())]
    begun, used = time.perf_counter(), _used()
    told = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=_environment(), check=True).stdout
    wall, used = time.perf_counter() - begun, _used() - used
    seconds = json.loads(told.splitlines()[-1])
    seconds["leaving"] = wall - sum(seconds.values())
    print(f"{f'robotrace train {task}, phases of the trainer':52}{'seconds':>9}{'share':>8}")
    for name, taken in sorted(seconds.items(), key=lambda item: -item[1]):
        print(f"{name:52}{taken:9.2f}{taken / wall:8.0%}")
    print(f"{'all':52}{wall:9.2f}\n{'processor seconds of all processes':52}{used:9.2f}")
    from robotrace.episodes import cores
    from robotrace.results import read_run

    run = read_run(folder / "profiled")
    played = [one for trial in run.trials for one in trial.outcomes]
    played += [one for met in (run.fresh, run.tested) for outcomes in met.values() for one in outcomes]
    alone = sum(one.seconds for one in played) / cores()
    return Row(f"robotrace train {task}", f"{wall:.2f} s", f"{alone:.2f} s, its episodes alone", wall / alone)


def beside(python: str, tasks: Sequence[str], *, rounds: int, folder: Path) -> list[Row]:
    """Rows of this robotrace beside another, which train in turns."""
    taken = []
    for turn in range(rounds):
        sides = (sys.executable, python) if turn % 2 else (python, sys.executable)
        taken.append({side: trained(side, tasks, folder) for side in sides})
        (wall, used), (other_wall, other_used) = taken[-1][sys.executable], taken[-1][python]
        print(
            f"round {turn + 1}: {wall:.1f} s against {other_wall:.1f} s, {used:.1f} s of processors against {other_used:.1f} s",
            flush=True,
        )
    what = f"robotrace train {tasks[0]}" if len(tasks) == 1 else f"robotrace train, {len(tasks)} tasks in turn"
    rows = []
    for place, unit in enumerate(("on the clock", "of all processors")):
        ours, other = (statistics.median(turn[side][place] for turn in taken) for side in (sys.executable, python))
        ratio = statistics.median(turn[sys.executable][place] / turn[python][place] for turn in taken)
        rows.append(
            Row(f"{what}, {unit}", f"{ours:.2f} s", f"{other:.2f} s, the other", ratio, "<= 0.5" if not place else "")
        )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--task", default="pick-place-v3")
    parser.add_argument(
        "--against", metavar="PYTHON", help="the interpreter of another environment with robotrace in it"
    )
    parser.add_argument(
        "--suite", action="store_true", help="ten tasks, one after the other, beside the other robotrace"
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="1 round")
    parser.add_argument("--worker", nargs=3, metavar=("TASK", "FOLDER", "BORN"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        task, place, born = options.worker
        print(json.dumps(profile(task, place, float(born))))
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        rows = [shown(options.task, folder)]
        if options.against:
            tasks = SUITE if options.suite else (options.task,)
            rows += beside(options.against, tasks, rounds=1 if options.quick else options.rounds, folder=folder)
    hand_over(rows)


if __name__ == "__main__":
    main()
