"""Readable programs, and PPO beside them, on robots that differ from what they were made for: Gymnasium's environments, shifted.

    python tests/studies/robust.py [--out FOLDER] [--episodes N] [--only ID ...]

Each bundled starter is played as it is shipped, without robotrace's marks, under each shift of `SHIFTS` on the same seeds:
2,000,000 and every other one after it, which no fit and no training goal of a seed below 1000 has. Nobody is told of a shift and
nothing is fitted to it. A command is clipped to the environment's bounds both before and after a shift, as a motor gives no more
than it can. Noise is Gaussian, with 5 % of the standard deviation that each number observed has in the starter's own unshifted
episodes; the same for all who play. Masses (with moments of inertia) and friction are shifted where MuJoCo simulates.

The policies are those of results/published/gymnasium/ppo, which `ppo.py` trains. A policy acts without its training's noise.
The tables are written as shifts.csv and shifts.md; the same seeds give the same figures on one machine.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from ppo import OUT as POLICIES
from ppo import Policy
from robotrace.envs.shifted import Delayed, Friction, Gain, Mass, Noise, Shift, shifted
from robotrace.envs.shifted.spread import deviation

import robotrace as rt
from robotrace.adapters import Layout
from robotrace.episodes import Task, find_controller
from robotrace.errors import OptionError
from robotrace.results import Mean

OUT = Path("results/published/gymnasium")
EPISODES = 30
SEED = 1000
"""Of the goals: goal k of it is the environment's seed 2,000,000 + 2 k."""
SHARE = 0.05
ENVIRONMENTS = (
    *("CartPole-v1", "MountainCar-v0", "MountainCarContinuous-v0", "Pendulum-v1", "Acrobot-v1"),
    *("LunarLander-v3", "LunarLanderContinuous-v3", "BipedalWalker-v3"),
    *("InvertedPendulum-v5", "InvertedDoublePendulum-v5", "Reacher-v5", "Pusher-v5"),
    *("Swimmer-v5", "HalfCheetah-v5", "Hopper-v5", "Walker2d-v5", "Ant-v5"),
)
NONE = "none"
NOISE = "noise 5 %"
SHIFTS: Mapping[str, Shift | None] = {
    NONE: None,
    "gain 0.8": Gain(0.8),
    "gain 1.2": Gain(1.2),
    "delay 1": Delayed(1),
    "delay 2": Delayed(2),
    NOISE: None,  # which is known when the unshifted episodes have been played
    "mass 1.2": Mass(1.2),
    "friction 0.7": Friction(0.7),
}
Act = Callable[[Mapping[str, Any]], Any]
Player = Callable[[], Act]
"""Gives what acts in one episode."""


class Played(NamedTuple):
    """Episodes under one shift.

    Attributes:
        returns: Of each.
        steps: The environment steps that they took together.
        seen: (T, S) all that was observed, one behind the other.
    """

    returns: list[float]
    steps: int
    seen: np.ndarray[Any, Any]


@dataclass(frozen=True)
class Row:
    """Who played what under which shift.

    Attributes:
        environment: Its id.
        who: The starter's name, or "PPO, seed 0".
        shift: A name of `SHIFTS`.
        episodes: How many were played.
        steps: The environment steps that they took together.
        mean: The mean return.
        low: The lower end of its bootstrapped 95 % interval.
        high: The upper end.
        change: The mean of what each seed's return is more than that without a shift.
        change_low: The lower end of its bootstrapped 95 % interval.
        change_high: The upper end.
    """

    environment: str
    who: str
    shift: str
    episodes: int
    steps: int
    mean: float
    low: float
    high: float
    change: float
    change_low: float
    change_high: float

    @property
    def is_learned(self) -> bool:
        """Whether a policy played, and no program."""
        return self.who.startswith("PPO")

    @property
    def is_worse(self) -> bool:
        """Whether the interval of the change lies below zero."""
        return self.change_high < 0


def measured(env_id: str, episodes: int, policies: Path = POLICIES) -> Iterator[Row]:
    """A starter, and the policies that there are, under each shift that fits an environment.

    Args:
        env_id: Its id.
        episodes: How many are played under each shift.
        policies: The folder of the policies.

    Raises:
        OptionError: A package is missing.
    """
    task: Any = rt.make(env_id, seed=SEED)
    noise: Shift | None = None
    for who, player in players(task, policies):
        without: list[float] = []
        for name, shift in SHIFTS.items():
            try:
                robot = shifted(rt.make(env_id, seed=SEED), [it for it in (noise if name == NOISE else shift,) if it])
            except OptionError:
                continue  # a shift that the environment cannot have
            played = episodes_of(player, robot, episodes)
            robot.close()
            without = without or played.returns
            noise = noise or noise_of(played, task)  # after the first: the starter's, unshifted
            yield row(env_id, who, name, played, without)
    task.close()


def players(task: Any, policies: Path) -> Iterator[tuple[str, Player]]:
    """The starter of a task, and the policies that were trained in it, by name."""
    yield task.starter, lambda: program(task.starter)
    for file in sorted(policies.glob(f"{task.name.rpartition('/')[2]}-*.npz")):
        policy, layout = Policy.read(file), Layout.of(task)
        yield (
            f"PPO, seed {policy.about['seed']}",
            lambda policy=policy, layout=layout: lambda seen: policy.act(layout.flat(seen)),
        )


def program(starter: str) -> Act:
    """A bundled program at the beginning of an episode."""
    namespace: dict[str, Any] = {"__name__": "starter"}
    exec(compile(find_controller(starter).bare({}), starter, "exec"), namespace)
    controller = namespace["controller"]
    memory = ({},) if controller.__code__.co_argcount > 1 else ()
    return lambda seen: controller(seen, *memory)


def episodes_of(player: Player, task: Task, episodes: int) -> Played:
    """Full episodes, one from each of the first goals; a player that raises stops the study."""
    layout = Layout.of(task)
    returns, rows = [], []
    for goal in range(episodes):
        act, seen, total, over = player(), task.reset(goal), 0.0, False
        while not over:
            rows.append(layout.flat(seen))
            seen, reward, terminated, truncated, _ = task.step(act(seen))
            total, over = total + reward, terminated or truncated
        returns.append(total)
    return Played(returns, len(rows), np.array(rows))


def noise_of(played: Played, task: Task) -> Noise:
    """Noise by what was observed in episodes."""
    deviations = Layout.of(task).named(SHARE * deviation(played.seen))
    return Noise(sd={name: tuple(np.ravel(it).tolist()) for name, it in deviations.items()})


def row(env_id: str, who: str, shift: str, played: Played, without: Sequence[float]) -> Row:
    """The figures of some episodes, beside the returns of the same seeds without a shift."""
    mean = Mean.of(played.returns)
    change = Mean.of([one - other for one, other in zip(played.returns, without, strict=True)])
    ends = [it.value if end is None else end for it in (mean, change) for end in (it.value, it.low, it.high)]
    return Row(env_id, who, shift, len(played.returns), played.steps, *(round(it, 3) for it in ends))


def write(rows: Sequence[Row], missing: Sequence[str], folder: Path, policies: Path = POLICIES) -> None:
    """The figures as shifts.csv, and as tables in shifts.md."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "shifts.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Row)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(row) for row in rows)
    (folder / "shifts.md").write_text(table(rows, missing, policies), encoding="utf-8")


def read(file: Path) -> list[Row]:
    """The figures that `write` left in a file."""
    kinds = {"str": str, "int": int, "float": float}
    with file.open(encoding="utf-8", newline="") as lines:
        return [
            Row(**{it.name: kinds[str(it.type)](row[it.name]) for it in fields(Row)}) for row in csv.DictReader(lines)
        ]


def table(rows: Sequence[Row], missing: Sequence[str] = (), policies: Path = POLICIES) -> str:
    """The figures in Markdown."""
    programs = [row for row in rows if not row.is_learned]
    learned = {row.environment for row in rows if row.is_learned}
    beside = [row for row in rows if row.environment in learned]
    lines = [
        "# Readable programs, and PPO beside them, under shifts\n",
        f"Mean return of {max((row.episodes for row in rows), default=0)} full episodes with its bootstrapped 95 % interval, the"
        " same seeds under each shift, which no fit has seen. Nobody is told of the shift, and nothing is fitted to it. `*` marks"
        " where the interval of the difference to no shift, paired by seed, lies below zero. Commands are clipped to the"
        " environment's bounds before and after a shift. Delays are in actions; the noise is Gaussian, with 5 % of the standard"
        " deviation that each number observed has in the program's own unshifted episodes, and none on switches, which are 0 or 1;"
        " masses go with moments of inertia. A blank is a shift that the environment cannot have: choices have no gain, and masses"
        " and friction are MuJoCo's."
        " Regenerate: `python tests/studies/robust.py`.\n",
        *_grid(programs),
        f"\n{_summary(programs)}",
    ]
    if beside:
        lines += ["\n## Beside PPO\n", about(policies, sorted(learned)), "", *_grid(beside), f"\n{_against(beside)}"]
    if missing:
        lines.append(f"\nNot measured, for want of a package: {', '.join(missing)}.")
    return "\n".join(lines) + "\n"


def about(policies: Path, env_ids: Iterable[str]) -> str:
    """What the policies took."""
    told, versions = [], ""
    for env_id in env_ids:
        found = [Policy.read(file).about for file in sorted(policies.glob(f"{env_id}-*.npz"))]
        seconds = ", ".join(f"{it['seconds']:.0f}" for it in found)
        told.append(f"{env_id}: {found[0]['steps']:,} environment steps, {seconds} s")
        of = {name: found[0][name] for name in ("stable_baselines3", "torch", "gymnasium")}
        versions = ", ".join(f"{name} {version}" for name, version in of.items())
    return (
        "PPO was trained here by Stable-Baselines3 with the settings of rl-baselines3-zoo (hyperparams/ppo.yml at 22e3ff2; for"
        f" Swimmer those of v4), one thread of a busy machine, seconds by the clock, a policy a seed. {'; '.join(told)}."
        f" {versions}."
        " `python tests/studies/ppo.py` trains them again; `ppo/` has the weights. A policy acts deterministically, on the same"
        " seeds and under the same shifts as the program, which was fitted without shifts, too."
    )


def _grid(rows: Sequence[Row]) -> list[str]:
    names = [name for name in SHIFTS if any(row.shift == name for row in rows)]
    cells = {(row.environment, row.who, row.shift): row for row in rows}
    lines = [f"| environment | who | {' | '.join(names)} |", f"| --- | --- |{' --- |' * len(names)}"]
    for env_id, who in dict.fromkeys((row.environment, row.who) for row in rows):
        figures = " | ".join(_cell(cells.get((env_id, who, name))) for name in names)
        lines.append(f"| {env_id} | {who} | {figures} |")
    return lines


def _cell(row: Row | None) -> str:
    if row is None:
        return ""
    return f"{_short(row.mean)} [{_short(row.low)}, {_short(row.high)}]{'*' if row.is_worse else ''}"


def _short(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _summary(rows: Sequence[Row]) -> str:
    """How often a shift makes a program worse."""
    names = [name for name in SHIFTS if name != NONE]
    told = []
    for name in names:
        of = [row for row in rows if row.shift == name]
        if of:
            told.append(f"{name} {sum(row.is_worse for row in of)} of {len(of)}")
    return f"Worse than without the shift (`*`), of the programs that can have it: {'; '.join(told)}."


def _against(rows: Sequence[Row]) -> str:
    """Who loses less under which shift."""
    lines = [
        "What a shift changes, paired by seed; and how many of the policies it changes for the worse by more than the program:\n",
        "| environment | shift | the program | PPO, each seed | PPO loses more |",
        "| --- | --- | --- | --- | --- |",
    ]
    lost: list[tuple[int, int]] = []
    for env_id, shift in dict.fromkeys((row.environment, row.shift) for row in rows if row.shift != NONE):
        of = [row for row in rows if (row.environment, row.shift) == (env_id, shift)]
        ours = next(row for row in of if not row.is_learned)
        theirs = [row for row in of if row.is_learned]
        more = sum(row.change < ours.change for row in theirs)
        lost.append((more, len(theirs)))
        told = "; ".join(map(_change, theirs))
        lines.append(f"| {env_id} | {shift} | {_change(ours)} | {told} | {more} of {len(theirs)} |")
    all_more, none_more = sum(a == b for a, b in lost), sum(a == 0 for a, _ in lost)
    return "\n".join(lines) + (
        f"\n\nOf {len(lost)} pairs of environment and shift every policy loses more than the program in {all_more}, and none does"
        f" in {none_more}, ties among them. A smaller loss is no higher return: the table above has the returns."
    )


def _change(row: Row) -> str:
    return f"{_short(row.change)} [{_short(row.change_low)}, {_short(row.change_high)}]"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--episodes", type=int, default=EPISODES)
    parser.add_argument("--only", nargs="*", help="measure these alone, and keep the figures of the others")
    parser.add_argument("--policies", type=Path, default=POLICIES)
    asked = parser.parse_args()
    rows = [it for it in read(asked.out / "shifts.csv") if it.environment not in asked.only] if asked.only else []
    missing = []
    for env_id in asked.only or ENVIRONMENTS:
        try:
            for found in measured(env_id, asked.episodes, asked.policies):
                rows.append(found)
                print(f"{env_id}, {found.who}, {found.shift}: {_cell(found)}", flush=True)
        except OptionError as error:
            missing.append(env_id)
            print(f"{env_id}: {error}", file=sys.stderr)
    order = list(ENVIRONMENTS)
    write(sorted(rows, key=lambda it: order.index(it.environment)), missing, asked.out, asked.policies)


if __name__ == "__main__":
    main()
