"""No expert and no model: success on held-out goals of `phases`, fitted by `tune` from reward and success alone.

    python tests/benchmarks/phases.py [TASK ...] [--env-steps N] [--goals N] [--heldout N] [--workers N] [--csv FILE]

Every task begins with the same file, in which only the names of the fields are the task's. The cap is in env steps (simulator
steps, 10 an action), so that it says the same on a busy machine: a core plays 2,000 to 3,000 of them a second, so that five
minutes on two quiet cores are a million and more. A run ends before its cap where the best controller solves 20 fresh training
goals in a row. All code is our own or search's, so it runs without the sandbox.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
import time
from pathlib import Path

from robotrace import Budget, evaluate, make, task_names, train
from robotrace.optimizers import Tune
from robotrace.training import starting_controller

ENV_STEPS = 1_000_000
TASKS = tuple(name for name in task_names() if name.startswith("metaworld/"))


def section(
    tasks: tuple[str, ...] = TASKS,
    *,
    env_steps: int = ENV_STEPS,
    goals: int = 5,
    heldout: int = 50,
    workers: int = 1,
    csv: Path | None = None,
) -> dict[str, dict[str, object]]:
    """Print a line a task, and return the figures."""
    print(f"{'task':30}  {'held-out after':28}{'way':8}{'rounds':>7}{'env steps':>11}{'s':>7}")
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in tasks:
            task = make(name)
            program = starting_controller(task, searched=True)
            start = time.perf_counter()
            run = train(
                program,
                task,
                optimizer=Tune(),
                iterations=10_000,
                goals=goals,
                budget=Budget(env_steps=env_steps),
                heldout=0,
                run=Path(folder) / task.name.replace("/", "-"),
                workers=workers,
                trust=True,
            )
            seconds = time.perf_counter() - start
            assert run.best is not None
            after = evaluate(run.best, task, goals=heldout, workers=workers, trust=True).success
            way = run.best.values["way"]
            figures = f"{run.iterations:7}{run.env_steps:11,}{seconds:7.0f}"
            print(f"{task.name:30}  {after!s:28}{way:8}{figures}", flush=True)
            found[name] = {
                "task": task.name.partition("/")[2],
                "heldout": heldout,
                "solved": after.successes,
                "way": way,
                "rounds": run.iterations,
                "env_steps": run.env_steps,
                "cap": env_steps,
            }
            task.close()
            if csv is not None:
                write(csv, list(found.values()))
    return found


def write(file: Path, rows: list[dict[str, object]]) -> None:
    """Write the figures so far, so that what was measured stays."""
    with file.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("tasks", nargs="*", default=TASKS, metavar="TASK")
    parser.add_argument("--env-steps", type=int, default=ENV_STEPS)
    parser.add_argument("--goals", type=int, default=5)
    parser.add_argument("--heldout", type=int, default=50)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--csv", type=Path, metavar="FILE", help="also write the figures there")
    parser.add_argument("--quick", action="store_true", help="one task, few env steps and goals")
    given = vars(parser.parse_args())
    if given.pop("quick"):
        given |= {"tasks": TASKS[:1], "env_steps": 1_000, "heldout": 5}
    section(tuple(given.pop("tasks")), **given)


if __name__ == "__main__":
    main()
