"""Players of Battleship that ask no language model: hits over shots, on the fifty held-out boards.

    python tests/studies/players.py [--runs RUN ...] [--out results/published/domains/battleship]

Plays the bundled policies, and what other runs of battleship/player found, to the last shot. A run's player is code that nobody
has read: it plays in the sandbox, with as many shots as it was trained with.
"""

from __future__ import annotations

import argparse
import importlib.util
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType

import numpy as np
from domain_plots import Line, Point, draw, mean_of
from domain_tables import page_of, write
from robotrace.envs.battleship import SIZE
from robotrace.envs.battleship.boards import HIT, SQUARES, Game, Sea, blank, fleet, known
from robotrace.envs.battleship.player import Player

import robotrace as rt
from robotrace.results import read_run
from robotrace.trace import no_trace
from robotrace.training import evaluate

PLAYERS = ("random_shots", "hunt", "parity", "density")
FOLDER = Path(__file__).parents[2] / "policies/battleship"
SHOTS = SIZE * SIZE
CHECKPOINTS = (20, 40, 60)
TITLE = "Battleship: squares of ships that were hit"
ABOUT = (
    "50 held-out boards (seed 0), 17 squares of ships on 100; a shot is answered by hit or miss alone. Each player sees what the "
    "functions `reason` and `act` see."
)


def played(reason: Callable[..., object], act: Callable[..., tuple[int, int]], board: int) -> list[int]:
    """The squares of ships that were hit after each shot."""
    game, hits = Game(fleet(0, board), SHOTS), []
    with no_trace():
        for _ in range(SHOTS):
            game.shoot(*act(None, reason(None, list(game.view)), list(game.view)))
            hits.append(len(known(game.view, HIT)))
    return hits


def start() -> tuple[Callable[..., object], Callable[..., tuple[int, int]]]:
    """The player that training begins with."""
    player = Player(Sea(), SHOTS, blank())
    return lambda _, view: player.reason(view), lambda _, promise, view: player.act(promise, view)


def boards() -> list[int]:
    """The held-out boards of seed 0."""
    problem = rt.problem("battleship/player")
    return [int(problem.inputs(case)["board"]) for case in problem.cases("heldout")]


def row_of(name: str, hits: np.ndarray) -> dict[str, object]:
    """A player's line of the table; (boards, shots) squares of ships hit."""
    row: dict[str, object] = {"player": name, "boards": len(hits)}
    for shots in CHECKPOINTS:
        mean, low, high = (100 * it[0] / SQUARES for it in mean_of(hits[:, shots - 1 : shots], ratio=False))
        row[f"% hit after {shots}"] = f"{mean:.1f} [{low:.1f}, {high:.1f}]"
    ends = np.array([[int((line >= SQUARES).argmax()) + 1] for line in hits])
    mean, low, high = (it[0] for it in mean_of(ends, ratio=False))
    row["shots to hit all"] = f"{mean:.1f} [{low:.1f}, {high:.1f}]"
    return row


def trained(place: Path) -> tuple[dict[str, object], Point]:
    """The same of a run's best player, where it was trained to that many shots, and its point of the plot."""
    run = read_run(place)
    problem = rt.problem(run.task, seed=0)
    if not run.task.startswith("battleship/"):
        raise SystemExit(f"{place} is a run of {run.task}: expected one of battleship/player.")
    found = evaluate(run, problem, split="heldout")
    mean = found.mean
    name = " ".join(filter(None, (run.optimizer, run.optimizer_options.get("view"))))
    asked = f", {run.calls} calls of {run.config['model']}" if run.config.get("model") else ""
    value, low, high = (100 * (it or 0) for it in (mean.value, mean.low, mean.high))
    row = {
        "player": f"{name}{asked}",
        "boards": mean.n,
        f"% hit after {problem.shots}": f"{value:.1f} [{low:.1f}, {high:.1f}]",
    }
    return row, Point(name, problem.shots, value, low, high)


def module_of(name: str) -> ModuleType:
    """A bundled policy, imported: it is ours."""
    spec = importlib.util.spec_from_file_location(name, FOLDER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def study(runs: Sequence[Path], out: Path, *, on: Sequence[int]) -> list[Mapping[str, object]]:
    """Play, and write table.csv, table.md and plot.{png,svg}."""
    players = {"the start": start()}
    players |= {name.replace("_", " "): (module.reason, module.act) for name in PLAYERS if (module := module_of(name))}
    hits = {name: np.array([played(*both, board) for board in on]) for name, both in players.items()}
    rows = [row_of(name, hits[name]) for name in sorted(hits, key=lambda name: -hits[name][:, 39].mean())]
    names = list(rows[0])
    found = [trained(place) for place in runs]
    rows += [{name: row.get(name, "") for name in names} for row, _ in found]
    rows.sort(key=lambda row: -float(str(row["% hit after 40"]).split()[0]))
    write(out / "table.csv", rows)
    (out / "table.md").write_text(page_of(TITLE, ABOUT, rows), encoding="utf-8")
    shown = {name: 100 * squares[:, : CHECKPOINTS[-1]] / SQUARES for name, squares in hits.items()}
    lines = [Line(name, *mean_of(shares, ratio=False)) for name, shares in shown.items()]
    draw(
        lines,
        out / "plot",
        title=TITLE,
        caption=ABOUT,
        keys={"line": "mean over boards, with its 95 % interval"},
        label="squares of ships hit (%)",
        across="shots",
        limits=(0, 104),
        points=[point for _, point in found],
    )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=Path, nargs="+", default=[], help="runs of battleship/player")
    parser.add_argument("--out", type=Path, default=Path("results/published/domains/battleship"))
    given = parser.parse_args()
    study(given.runs, given.out, on=boards())
    print((given.out / "table.md").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
