"""`tune` beside plain CMA-ES, augmented random search and random search: weights of a linear controller, by environment steps.

    python tests/studies/searches.py run FOLDER [--steps N] [--seeds 0 1 2] [--tasks ID ...] [--arms NAME ...]
    python tests/studies/searches.py tables FOLDER [--out results/published/searches]

All begin with the controller that robotrace makes where nobody knows anything (`robotrace.training.linear`), which does nothing,
and may use up as many environment steps. Training seeds and held-out ones are those of robotrace's task for all. `tune` is an
ordinary run, with what it does to returns: races, tests on fresh goals, and in one arm stages. The others run in Gymnasium's own
loop. What each would hand in is tried on 30 held-out seeds whenever that changes; those episodes are not counted.
FOLDER/TASK/ARM-SEED.csv has a line for each; one that is there is not made again.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parent / "rivals"))

import numpy as np
from directly import SEARCHES
from domain_plots import Line, draw
from domain_tables import grid_of, write

import robotrace as rt
from robotrace.episodes import Task
from robotrace.optimizers import choose
from robotrace.optimizers.tune.space import REACH
from robotrace.results import Mean
from robotrace.training import Budget
from robotrace.training.linear import linear

OUT = Path("results/published/searches")
TASKS = ("Swimmer-v5", "HalfCheetah-v5", "LunarLanderContinuous-v3")
TUNED: Mapping[str, Mapping[str, Any]] = {
    "tune": {},
    "tune, 3 stages": {"stages": 3},
    "tune, no race": {"retest": 0, "goals": 3},
}
"""What `tune` is asked for; the last is the search alone, each member on the same three goals."""
STEPS, HELDOUT, PLACES = 200_000, 30, 40


class Played:
    """A linear controller in Gymnasium's own loop.

    Args:
        task: The task, whose environment, seeds and bounds it has.
    """

    def __init__(self, task: Task) -> None:
        import gymnasium

        self.task, self.env = task, gymnasium.make(task.name.partition("/")[2])
        self.low, self.high = np.array(task.action.low), np.array(task.action.high)
        self.middle = (self.low + self.high) / 2
        self.width = int(np.prod(self.env.observation_space.shape)) + 1
        self.size = self.width * len(self.low)
        self.unit = np.repeat(1.5 * (self.high - self.low) / REACH, self.width)
        self.steps = 0

    def play(self, weights: Any, goal: int, *, heldout: bool = False) -> float:
        """The return of one episode; its steps are counted unless it is held out."""
        matrix = (self.unit * np.asarray(weights)).reshape(len(self.low), self.width)
        seen, _ = self.env.reset(seed=self.task.seed_of(goal, "heldout" if heldout else "train"))
        total, over, steps = 0.0, False, 0
        while not over:
            action = self.middle + matrix[:, :-1] @ seen + matrix[:, -1]
            action = np.clip(action, self.low, self.high).astype(np.float32)
            seen, reward, terminated, truncated, _ = self.env.step(action)
            total, over, steps = total + float(reward), terminated or truncated, steps + 1
        self.steps += 0 if heldout else steps
        return total

    def tested(self, weights: Any) -> float:
        """The mean return on held-out seeds."""
        return float(np.mean([self.play(weights, goal, heldout=True) for goal in range(HELDOUT)]))


def alone(task: Task, arm: str, seed: int, steps: int) -> Iterator[tuple[int, float]]:
    """What a usual search would hand in, by the steps that it took."""
    played = Played(task)
    search = SEARCHES[arm](played.size, np.random.default_rng(seed))
    yield 0, played.tested(np.zeros(played.size))
    weights, goal, hands_in = next(search)
    while played.steps < steps:
        answer = 0.0
        if hands_in:
            yield played.steps, played.tested(weights)
        else:
            answer = played.play(weights, goal % task.goals("train"))
        weights, goal, hands_in = search.send(answer)


def tuned(task: Task, arm: str, seed: int, steps: int) -> Iterator[tuple[int, float]]:
    """What a run would hand in, by the steps that it took; it is trusted, as the text is robotrace's own."""
    with tempfile.TemporaryDirectory() as folder:
        run = rt.train(
            linear(task),
            task,
            optimizer=choose("tune", {"seed": seed}),
            iterations=10_000,
            heldout=HELDOUT,
            heldout_curve=True,
            budget=Budget(env_steps=steps),
            run=Path(folder) / "run",
            trust=True,
            **TUNED[arm],
        )
    for measured in run.measurements:
        if measured.kind == "heldout":
            yield measured.ledger.env_steps, Mean.of(it.score for it in measured.outcomes).value


def measure(folder: Path, tasks: Sequence[str], arms: Sequence[str], seeds: Sequence[int], steps: int) -> None:
    """Make the files that are not there."""
    for seed in seeds:
        for name in tasks:
            for arm in arms:
                file = folder / name / f"{arm.replace(', ', '-').replace(' ', '-')}-{seed}.csv"
                if file.exists():
                    continue
                began = time.perf_counter()
                task = rt.make(name)
                found = [*(tuned if arm in TUNED else alone)(task, arm, seed, steps)]
                write(file, [{"arm": arm, "seed": seed, "steps": at, "return": f"{value:.3f}"} for at, value in found])
                print(
                    f"{name}, {arm}, seed {seed}: {found[-1][1]:.5g}, {time.perf_counter() - began:.0f} s", flush=True
                )


def curves(folder: Path, steps: int) -> dict[str, np.ndarray]:
    """(seeds, places) of each arm: what it would have handed in after each part of the steps."""
    found: dict[str, list[np.ndarray]] = {}
    for file in sorted(folder.glob("*.csv")):
        rows = [*csv.DictReader(file.read_text(encoding="utf-8").splitlines())]
        at, values = (np.array([float(row[name]) for row in rows]) for name in ("steps", "return"))
        places = np.linspace(0, steps, PLACES + 1)[1:]
        known = np.maximum(np.searchsorted(at, places, side="right") - 1, 0)  # before the first it is where all began
        found.setdefault(rows[0]["arm"], []).append(values[known])
    order = [*TUNED, *SEARCHES]
    return {name: np.array(found[name]) for name in order if name in found}


def tables(folder: Path, out: Path, steps: int) -> None:
    """Write table.md, table.csv and a plot for each task."""
    rows = []
    for name in sorted(it.name for it in folder.iterdir() if it.is_dir()):
        arms = curves(folder / name, steps)
        seeds = max(len(it) for it in arms.values())
        lines = [Line(arm, it.mean(0), it.min(0), it.max(0)) for arm, it in arms.items()]
        edges = np.concatenate([it.ravel() for it in arms.values()])
        draw(
            lines,
            out / name,
            title=f"{name}: weights of a linear controller",
            caption=f"Mean over {seeds} seeds, and their least and largest; {HELDOUT} held-out episodes each time.",
            keys={"line": "what the search would hand in"},
            label="return on held-out seeds",
            across=f"environment steps, in {steps // PLACES:,}",
            limits=(float(edges.min()), float(edges.max()) + 0.05 * float(np.ptp(edges))),
        )
        for arm, found in arms.items():
            cells = {
                f"{at:,} steps": _words(found[:, round(at / steps * PLACES) - 1])
                for at in (steps // 4, steps // 2, steps)
            }
            rows.append({"task": name, "search": arm, "seeds": len(found), **cells})
    write(out / "table.csv", rows)
    (out / "table.md").write_text(
        f"# Searches of a linear controller's weights\n\nMean return on {HELDOUT} held-out seeds of what each would hand in after "
        f"so many environment steps, and in brackets the least and the largest of its seeds.\n\n{grid_of(rows)}",
        encoding="utf-8",
    )


def _words(values: np.ndarray) -> str:
    return f"{values.mean():.4g} [{values.min():.4g}, {values.max():.4g}]"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    running = commands.add_parser("run", help="make the searches")
    running.add_argument("folder", type=Path)
    running.add_argument("--seeds", type=int, nargs="*", default=[0, 1, 2])
    running.add_argument("--tasks", nargs="*", default=TASKS)
    running.add_argument("--arms", nargs="*", default=[*TUNED, *SEARCHES])
    writing = commands.add_parser("tables", help="write the table and the plots")
    writing.add_argument("folder", type=Path)
    writing.add_argument("--out", type=Path, default=OUT)
    for command in (running, writing):
        command.add_argument("--steps", type=int, default=STEPS)
    given = parser.parse_args()
    if given.command == "run":
        measure(given.folder, given.tasks, given.arms, given.seeds, given.steps)
    else:
        tables(given.folder, given.out, given.steps)


if __name__ == "__main__":
    main()
