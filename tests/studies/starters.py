"""What readable programs reach on Gymnasium: each bundled starter on fresh seeds of the true environment, beside cited figures.

    python tests/studies/starters.py [--out FOLDER] [--episodes N] [--only ID ...]

A starter is played as its file without robotrace's marks (`Program.bare`), in what `gymnasium.make` makes and in full episodes.
What its fields are called and where they stand in an observation is all that is robotrace's. The seeds are 2,000,000 and those
after it, which no fit and no training goal of a seed below 1000 has. An environment whose package is missing is left out and named.
The table is written as starters.csv and as README.md; the same seeds give the same figures on one machine.

The cited figures are others': PPO and SAC of rl-baselines3-zoo (benchmark.md at 22e3ff2: single runs of mostly 1M steps, on the
environments' older versions), and the best readable or linear program that is known. None of them was measured here.
"""

from __future__ import annotations

import argparse
import ast
import csv
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

import robotrace as rt
from robotrace.episodes import Task, find_controller
from robotrace.errors import OptionError
from robotrace.optimizers.tune.space import Space
from robotrace.results import Mean

OUT = Path("results/published/gymnasium")
FIRST_SEED = 2_000_000
EPISODES = 100


@dataclass(frozen=True)
class Cited:
    """What others report of an environment; None where nobody does.

    Attributes:
        ppo: The mean return of PPO.
        sac: That of SAC.
        readable: That of the best program known that a person can read, or of a linear one.
        by: Whose that is.
    """

    ppo: float | None = None
    sac: float | None = None
    readable: float | None = None
    by: str = ""


CITED: dict[str, Cited] = {
    "CartPole-v1": Cited(500, None, 500, "one line"),
    "MountainCar-v0": Cited(-110.4, None, -103.7, "a parabola of the position"),
    "MountainCarContinuous-v0": Cited(88.3, 94.7, 98.8, "a language model"),
    "Pendulum-v1": Cited(-172, -157, -144.7, "energy and PD"),
    "Acrobot-v1": Cited(-73.5, None, -84.7, "a language model"),
    "LunarLander-v3": Cited(242, None, 264.6, "Gymnasium's own heuristic"),
    "LunarLanderContinuous-v3": Cited(270.9, 260, 284.5, "Gymnasium's own heuristic"),
    "BipedalWalker-v3": Cited(288, 298, 249, "a language model"),
    "InvertedPendulum-v5": Cited(),
    "InvertedDoublePendulum-v5": Cited(),
    "Reacher-v5": Cited(None, None, -3.47, "a language model"),
    "Pusher-v5": Cited(None, None, -37.1, "a language model"),
    "Swimmer-v5": Cited(282, 346, 355, "ARS, linear"),
    "HalfCheetah-v5": Cited(5819, 9535, 4815, "ARS, linear"),
    "Hopper-v5": Cited(2410, 2326, 3344, "ARS, linear"),
    "Walker2d-v5": Cited(3479, 3863, 2994, "ARS, linear"),
    "Ant-v5": Cited(1327, 4616, 2334, "ARS, linear"),
}

FITTED: dict[str, float] = {
    "CartPole-v1": 0,
    "MountainCar-v0": 4.2,
    "MountainCarContinuous-v0": 0.3,
    "Pendulum-v1": 0.3,
    "Acrobot-v1": 21_000,
    "LunarLander-v3": 0.31,
    "LunarLanderContinuous-v3": 0.31,
    "BipedalWalker-v3": 16.7,
    "InvertedPendulum-v5": 0.06,
    "InvertedDoublePendulum-v5": 0.57,
    "Reacher-v5": 0.15,
    "Pusher-v5": 0.2,
    "Swimmer-v5": 0.4,
    "HalfCheetah-v5": 32,
    "Hopper-v5": 9.3,
    "Walker2d-v5": 9.8,
    "Ant-v5": 0.21,
}
"""Environment steps, in millions, of all searches that were tried for a program of this structure, those that failed among them:
results/published/gymnasium/fits.md tells of them."""


@dataclass(frozen=True)
class Row:
    """One environment.

    Attributes:
        environment: Its id.
        starter: The program's name in policies/.
        lines: Of the program, without blank ones, comments and docstrings.
        constants: The numbers that a search fits.
        episodes: How many were played.
        steps: The environment steps that they took together.
        mean: The mean return.
        low: The lower end of its bootstrapped 95 % interval.
        high: The upper end.
        least: The smallest return.
    """

    environment: str
    starter: str
    lines: int
    constants: int
    episodes: int
    steps: int
    mean: float
    low: float
    high: float
    least: float


def measured(env_id: str, episodes: int) -> Row:
    """A starter on fresh seeds of an environment.

    Raises:
        OptionError: A package is missing.
    """
    task: Any = rt.make(env_id)
    program = find_controller(task.starter)
    text = program.bare({})
    played = [returned(env_id, text, task, FIRST_SEED + number) for number in range(episodes)]
    returns = [total for total, _ in played]
    mean = Mean.of(returns)
    low, high = (mean.value if end is None else end for end in (mean.low, mean.high))
    return Row(
        env_id,
        task.starter,
        lines_of(text),
        len(Space.of(program.variables).axes),
        episodes,
        sum(steps for _, steps in played),
        *(round(it, 3) for it in (mean.value, low, high, min(returns))),
    )


def returned(env_id: str, text: str, task: Task, seed: int) -> tuple[float, int]:
    """The return of one full episode in Gymnasium's own loop, and its steps; a program that raises stops the study."""
    import gymnasium

    namespace: dict[str, Any] = {"__name__": "starter"}
    exec(compile(text, task.starter, "exec"), namespace)  # type: ignore[attr-defined]
    act = acting(namespace["controller"], task)
    env = gymnasium.make(env_id)
    seen, _ = env.reset(seed=seed)
    total, steps, over = 0.0, 0, False
    while not over:
        seen, reward, terminated, truncated, _ = env.step(act(seen, env.action_space))
        total, steps, over = total + float(reward), steps + 1, terminated or truncated
    env.close()
    return total, steps


def acting(controller: Callable[..., Any], task: Task) -> Callable[[Any, Any], Any]:
    """The program as a function of Gymnasium's observation: named fields in, an action of the space out."""
    sizes = [int(np.prod(field.shape)) for field in task.fields]
    ends = np.cumsum(sizes)
    memory: dict[str, Any] = {}
    wants_memory = controller.__code__.co_argcount > 1

    def act(seen: Any, space: Any) -> Any:
        row = np.asarray(seen, dtype=np.float64)
        named = {
            field.name: row[end - size : end].reshape(field.shape)
            for field, size, end in zip(task.fields, sizes, ends, strict=True)
        }
        action = np.asarray(controller(named, memory) if wants_memory else controller(named), dtype=np.float64)
        if hasattr(space, "n"):
            return int(np.rint(np.clip(action[0], 0, space.n - 1)))
        return np.clip(action, space.low, space.high).astype(space.dtype)

    return act


def lines_of(text: str) -> int:
    """The lines of a program that hold code: no blank ones, comments or docstrings."""
    told: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.FunctionDef) and ast.get_docstring(node) is not None:
            told.update(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    lines = enumerate(map(str.strip, text.splitlines()), start=1)
    return sum(bool(line) and not line.startswith("#") and number not in told for number, line in lines)


def write(rows: Sequence[Row], missing: Sequence[str], folder: Path) -> None:
    """The table as starters.csv, and with the cited figures as README.md."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "starters.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Row)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(row) for row in rows)
    (folder / "README.md").write_text(table(rows, missing), encoding="utf-8")


def read(file: Path) -> list[Row]:
    """The figures that `write` left in a file."""
    kinds = {"str": str, "int": int, "float": float}
    with file.open(encoding="utf-8", newline="") as lines:
        return [
            Row(**{it.name: kinds[str(it.type)](row[it.name]) for it in fields(Row)}) for row in csv.DictReader(lines)
        ]


def table(rows: Sequence[Row], missing: Sequence[str] = ()) -> str:
    """The figures beside those of others, in Markdown."""
    beside = [(row, CITED[row.environment].ppo) for row in rows]
    compared = [(row, ppo) for row, ppo in beside if ppo is not None]
    ahead = sum(row.mean >= ppo for row, ppo in compared)
    with_sac = [(row, sac) for row, sac in ((row, CITED[row.environment].sac) for row in rows) if sac is not None]
    above = sum(row.mean >= sac for row, sac in with_sac)
    lines = [
        "# Readable programs on Gymnasium\n",
        "Each starter of policies/ as it is shipped, in true Gymnasium, full episodes, seeds from "
        f"{FIRST_SEED:,} on, which no fit has seen. The interval is the percentile bootstrap's over episodes, 95 %. "
        "Regenerate: `python tests/studies/starters.py`.\n",
        "| environment | program | lines | constants | fitted in M steps | episodes | mean return | least | PPO | SAC | known |",
        f"|{' --- |' * 11}",
        *(_line(row, CITED[row.environment]) for row in rows),
        f"\nAt or above the cited figure of PPO in the mean: {ahead} of {len(compared)}; of SAC: {above} of {len(with_sac)}.\n",
        "PPO and SAC are cited from rl-baselines3-zoo (benchmark.md at 22e3ff2): single runs, mostly of 1M steps, on older "
        "versions. What was known before, of readable or linear programs, is cited from its authors, ARS from Mania "
        "et al., 2018. None of these was run here.",
    ]
    if missing:
        lines.append(f"\nNot measured, for want of a package: {', '.join(missing)}.")
    return "\n".join(lines) + "\n"


def _line(row: Row, cited: Cited) -> str:
    figure = f"{row.mean:.5g} [{row.low:.5g}, {row.high:.5g}]"
    known = "" if cited.readable is None else f"{cited.readable:g} ({cited.by})"
    ppo, sac = ("" if it is None else f"{it:g}" for it in (cited.ppo, cited.sac))
    program = f"[{row.starter}](../../../policies/{row.starter}.py)"
    return (
        f"| {row.environment} | {program} | {row.lines} | {row.constants} | {FITTED[row.environment]:g} | {row.episodes} | "
        f"{figure} | {row.least:.4g} | {ppo} | {sac} | {known} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--episodes", type=int, default=EPISODES)
    parser.add_argument("--only", nargs="*", help="measure these alone, and keep the figures of the others")
    asked = parser.parse_args()
    before = {row.environment: row for row in read(asked.out / "starters.csv")} if asked.only else {}
    found, missing = dict[str, Row](), []
    for env_id in asked.only or CITED:
        try:
            found[env_id] = row = measured(env_id, asked.episodes)
        except OptionError as error:
            missing.append(env_id)
            print(f"{env_id}: {error}", file=sys.stderr)
            continue
        print(f"{env_id}: {row.mean:.5g} [{row.low:.5g}, {row.high:.5g}]", flush=True)
    rows = {**before, **found}
    write([rows[env_id] for env_id in CITED if env_id in rows], missing, asked.out)


if __name__ == "__main__":
    main()
