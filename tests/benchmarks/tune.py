"""Structures that are right with constants that are not: success on held-out goals before and after `tune`, without a model.

    python tests/benchmarks/tune.py [TASK ...] [--goals N] [--heldout N] [--iterations N] [--workers N] [--csv FILE]

Each controller is the bundled one or what `induce` writes for the task. Its numbers are multiplied by seeded factors between
1/2 and 2 (1/3 and 3 where that does too little), with the first seed that leaves it less than half of the training goals. Env
steps and seconds are those of the search alone; held-out goals are tried once before it and once after it. All code is our own
or search's, so it runs without the sandbox.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from robotrace import evaluate, make, train
from robotrace.episodes import Task, find_controller
from robotrace.optimizers import Tune
from robotrace.optimizers.tune.space import Space
from robotrace.opto import Program

BUNDLED = {"pick-place-v3": "pick_place"}
TASKS = (
    "pick-place-v3",
    "push-v3",
    "drawer-open-v3",
    "window-open-v3",
    "door-open-v3",
    "plate-slide-v3",
    "button-press-topdown-v3",
)
SPREADS = (2.0, 3.0)
SEEDS = 10


def section(
    tasks: tuple[str, ...] = TASKS,
    *,
    goals: int = 10,
    heldout: int = 50,
    iterations: int = 20,
    workers: int = 1,
) -> dict[str, dict[str, object]]:
    """Print a line a task, and return the figures of those that could be perturbed."""
    print(
        f"{'task':25}{'numbers':>8}  {'held-out before':28}{'held-out after':28}{'rounds':>7}{'env steps':>11}{'s':>7}"
    )
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in tasks:
            task, runs = make(name), Path(folder) / name
            broken, words = perturbed(original(name, runs), task, goals)
            if broken is None:
                print(f"{name:25}{words}", flush=True)
                continue
            before = evaluate(broken, task, goals=heldout, workers=workers, trust=True).success
            start = time.perf_counter()
            run = train(
                broken,
                task,
                optimizer=Tune(),
                iterations=iterations,
                goals=goals,
                confirm=10,
                heldout=0,
                run=runs / "tune",
                workers=workers,
                trust=True,
            )
            seconds = time.perf_counter() - start
            assert run.best is not None
            after = evaluate(run.best, task, goals=heldout, workers=workers, trust=True).success
            numbers = len(Space.of(broken.variables).axes)
            figures = f"{run.iterations:7}{run.env_steps:11,}{seconds:7.0f}"
            print(f"{name:25}{numbers:8}  {before!s:28}{after!s:28}{figures}   {words}", flush=True)
            found[name] = {
                "task": name,
                "numbers": numbers,
                "heldout": heldout,
                "before": before.successes,
                "after": after.successes,
                "rounds": run.iterations,
                "env_steps": run.env_steps,
                "perturbed": words.partition(";")[0],
            }
    return found


def original(name: str, runs: Path) -> Program:
    """The controller whose structure is right."""
    if name in BUNDLED:
        return find_controller(BUNDLED[name])
    run = train("blank", name, optimizer="induce", iterations=8, heldout=0, run=runs / "induce", trust=True)
    assert run.best is not None
    return Program.parse(run.best.text)


def perturbed(program: Program, task: Task, goals: int) -> tuple[Program | None, str]:
    """The controller with its numbers multiplied so that it fails, and by what; None where it bears all of them."""
    for spread, seed, broken in _attempts(program):
        solved = evaluate(broken, task, goals=goals, split="train", trust=True).success
        if 2 * solved.successes < goals:
            return broken, f"factors within {spread:g}, seed {seed}; training goals before: {solved}"
    return (
        None,
        f"left out: solves half or more of the training goals under all of {SEEDS} seeds, factors within {SPREADS[-1]:g}",
    )


def _attempts(program: Program) -> Iterator[tuple[float, int, Program]]:
    space = Space.of(program.variables)
    for spread in SPREADS:
        for seed in range(SEEDS):
            factors = spread ** np.random.default_rng(seed).uniform(-1, 1, len(space.axes))
            point = [factor - 1 if axis.start else 0.0 for factor, axis in zip(factors, space.axes, strict=True)]
            signs = [1 if axis.start >= 0 else -1 for axis in space.axes]
            values = space.values([sign * move for sign, move in zip(signs, point, strict=True)])
            yield spread, seed, Program.parse(program.render(values))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("tasks", nargs="*", default=TASKS, metavar="TASK")
    parser.add_argument("--goals", type=int, default=10)
    parser.add_argument("--heldout", type=int, default=50)
    parser.add_argument("--iterations", type=int, default=20)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--csv", type=Path, metavar="FILE", help="also write the figures there")
    parser.add_argument("--quick", action="store_true", help="the first task, few rounds and goals")
    given = vars(parser.parse_args())
    if given.pop("quick"):
        given |= {"tasks": TASKS[:1], "goals": 5, "heldout": 10, "iterations": 5}
    tasks, file = tuple(given.pop("tasks")), given.pop("csv")
    rows = list(section(tasks, **given).values())
    if file is not None and rows:
        with file.open("w", newline="") as stream:
            writer = csv.DictWriter(stream, fieldnames=rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    main()
