"""Is it the trace that teaches? Uncalibrated robots, and a language model that is shown the trace, the words, both or neither.

    python tests/studies/proof.py train FOLDER --task hammer-v3 --shown both --repeat 0 --model NAME [--start blank]
    python tests/studies/proof.py tables FOLDER

Ten tasks on robots that seeds 101 to 110 draw (`robotrace.envs.shifted`), with neutral field names; five training goals to begin
with, 30 held-out goals, macro control, success at any step. `train` makes one run, with at most 8 calls of the model; `tables`
reads all runs of FOLDER, and writes runs.csv, proof.md and proof.{png,svg,pdf} there.

The design, as it was before the first run: what is compared is the number of calls until at least 95 % of the held-out goals
were solved, 9 where 8 were not enough; between two ways of showing, paired by task and repeat: the mean difference, with an
interval from a bootstrap over tasks (their repeats stay together), and McNemar's exact test of who got there after the first
call, and within 8.

Added after the first runs, and no more than descriptions: how long the final programs are; and runs of a second kind, in a folder
of their own, from `--start blank`. Training on such robots starts from a probe, whose function has a memory: with it, a program
that was shown nothing can measure the robot by itself at the start of each episode, which takes code. The blank controller
neither probes nor has a memory.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import robotrace as rt
from robotrace.results import Run, read_run
from robotrace.results.paired import Paired
from robotrace.show.plot import save
from robotrace.show.sheet import INK, SIZE, WIDTH, settle, sheet
from robotrace.show.suites.looks import frame, looks, sign
from robotrace.training import starting_controller

TASKS = {
    "hammer-v3": 101,
    "pick-place-v3": 102,
    "door-open-v3": 103,
    "coffee-pull-v3": 104,
    "sweep-into-v3": 105,
    "drawer-open-v3": 106,
    "stick-pull-v3": 107,
    "window-open-v3": 108,
    "push-v3": 109,
    "assembly-v3": 110,
}
SHOWN = {
    "both": ("folded", "facts"),
    "words": ("masked", "facts"),
    "trace": ("folded", "score"),
    "neither": ("masked", "score"),
}
"""What is shown beside code and scores: the view of the trace, and the level of the feedback."""
MEANING = {
    "both": "trace and words",
    "words": "words alone",
    "trace": "trace alone",
    "neither": "scores alone",
}
CALLS, GOALS, HELDOUT, ENOUGH = 8, 5, 30, 0.95
MISSED = CALLS + 1
RESAMPLES = 10_000


@dataclass(frozen=True, slots=True)
class Result:
    """What a run came to.

    Attributes:
        task: The name of the task, without its robot.
        shown: What the model was shown, of `SHOWN`.
        repeat: The number of the run among those of its task and of what was shown.
        calls: Calls until enough held-out goals were solved; None where 8 did not do.
        first: The held-out goals that the best controller solved after the first call.
        last: The held-out goals that the final one solved.
        tokens: Tokens of all its calls.
        env_steps: Simulator steps of all its training episodes.
        lines: Lines of the final program, without blank ones and comments.
    """

    task: str
    shown: str
    repeat: int
    calls: int | None
    first: int
    last: int
    tokens: float
    env_steps: float
    lines: int = 0

    @property
    def counted(self) -> int:
        """The calls, with those of a run that never got there as one more than it had."""
        return MISSED if self.calls is None else self.calls


def place(folder: Path, task: str, shown: str, repeat: int) -> Path:
    """The folder of a run."""
    return folder / shown / f"{task.removesuffix('-v3')}-{repeat}"


def train(folder: Path, task: str, shown: str, repeat: int, model: str, start: str = "probe") -> Run:
    """Make one run, or go on with it."""
    view, feedback = SHOWN[shown]
    path = place(folder, task, shown, repeat)
    robot = rt.make(f"shifted/{task}@{TASKS[task]}", names="neutral")
    return rt.train(
        starting_controller(robot, probes=start == "probe"),
        robot,
        optimizer=rt.OptoPrime(model=model, view=view),
        feedback=feedback,
        iterations=CALLS,
        goals=GOALS,
        heldout=HELDOUT,
        heldout_curve=True,
        budget=rt.Budget(calls=CALLS),
        run=path,
        resume=path.exists(),
    )


def result_of(run: Run, task: str, shown: str, repeat: int) -> Result:
    """What a finished run came to."""
    if run.config["heldout"] != HELDOUT or (run.optimizer_options.get("view"), run.feedback) != SHOWN[shown]:
        raise SystemExit(f"{run.folder.path} is not a run of this study: it was made with other settings.")
    calls, first = None, 0
    for measured in run.measurements:
        if measured.kind != "heldout":
            continue
        solved, spent = sum(outcome.success for outcome in measured.outcomes), measured.ledger.spend.calls
        if spent <= 1:
            first = solved
        if solved >= ENOUGH * HELDOUT and calls is None:
            calls = spent
    ledger = run.ledger.figures
    best = run.best.text if run.best is not None else ""
    lines = sum(bool(line.strip()) and not line.lstrip().startswith("#") for line in best.splitlines())
    return Result(
        task, shown, repeat, calls, first, run.heldout.successes, ledger["tokens"], ledger["env_steps"], lines
    )


def results_in(folder: Path) -> tuple[list[Result], list[str]]:
    """The results of all runs that have ended, and the names of those that have not."""
    found, open_ = [], []
    for shown in SHOWN:
        for task in TASKS:
            stem = task.removesuffix("-v3")
            for path in sorted((folder / shown).glob(f"{stem}-[0-9]*")):
                repeat = int(path.name.removeprefix(f"{stem}-"))
                run = read_run(path)
                if run.reason is None:
                    open_.append(f"{shown}/{path.name}")
                else:
                    found.append(result_of(run, task, shown, repeat))
    return found, open_


@dataclass(frozen=True, slots=True)
class Contrast:
    """One way of showing less another, over the pairs of runs that both have.

    Attributes:
        pairs: The number of pairs of runs.
        tasks: The number of tasks that they are of.
        difference: The mean difference in calls.
        low: The lower end of its interval.
        high: The upper end.
        after_one: Who had enough after the first call, counted by pairs.
        within: Who had enough within all calls, counted by pairs.
    """

    pairs: int
    tasks: int
    difference: float
    low: float
    high: float
    after_one: Paired
    within: Paired


def contrast(results: Sequence[Result], one: str, other: str) -> Contrast | None:
    """`one` less `other`; None where no pair of runs is there."""
    ours, theirs = (
        {(result.task, result.repeat): result for result in results if result.shown == shown} for shown in (one, other)
    )
    keys = sorted(ours.keys() & theirs.keys())
    if not keys:
        return None
    by_task: dict[str, list[int]] = {}
    for key in keys:
        by_task.setdefault(key[0], []).append(ours[key].counted - theirs[key].counted)
    means = np.array([np.mean(found) for found in by_task.values()])
    drawn = np.random.default_rng(0).integers(len(means), size=(RESAMPLES, len(means)))
    low, high = np.quantile(means[drawn].mean(axis=1), [0.025, 0.975])

    def paired(limit: int) -> Paired:
        sides = [{key: side[key].counted <= limit for key in keys} for side in (ours, theirs)]
        return Paired.of(*sides)

    return Contrast(len(keys), len(means), float(means.mean()), float(low), float(high), paired(1), paired(CALLS))


def rows(results: Sequence[Result]) -> list[Mapping[str, object]]:
    """Of runs.csv."""
    return [
        {
            "task": result.task,
            "robot": TASKS[result.task],
            "shown": result.shown,
            "repeat": result.repeat,
            "calls_to_95": "" if result.calls is None else result.calls,
            "heldout_after_first_call": result.first,
            "heldout_at_the_end": result.last,
            "heldout_goals": HELDOUT,
            "tokens": f"{result.tokens:.0f}",
            "env_steps": f"{result.env_steps:.0f}",
            "program_lines": result.lines,
        }
        for result in results
    ]


def page(results: Sequence[Result], unfinished: Sequence[str]) -> str:
    """proof.md: calls by task, what each way of showing came to, and the contrasts."""
    ways = [shown for shown in SHOWN if any(result.shown == shown for result in results)]
    lines = [
        f"| task@robot | {' | '.join(MEANING[way] for way in ways)} |",
        f"| --- |{' --- |' * len(ways)}",
    ]
    for task, seed in TASKS.items():
        cells = []
        for way in ways:
            found = [result for result in results if (result.task, result.shown) == (task, way)]
            cells.append(", ".join(f"over {CALLS}" if it.calls is None else str(it.calls) for it in found) or "not run")
        lines.append(f"| {task.removesuffix('-v3')}@{seed} | {' | '.join(cells)} |")
    lines += [
        "",
        f"Calls until at least 95 % of {HELDOUT} held-out goals were solved, one number a run.",
        "",
        f"| shown | runs | mean calls ({MISSED} where {CALLS} did not do) | after 1 call | within {CALLS} | goals after 1 call | "
        "goals at the end | tokens a run | lines of the program, median |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for way in ways:
        found = [result for result in results if result.shown == way]
        n, goals = len(found), len(found) * HELDOUT
        within = [sum(result.counted <= limit for result in found) for limit in (1, CALLS)]
        lines.append(
            f"| {MEANING[way]} | {n} | {np.mean([result.counted for result in found]):.2f} | {within[0]}/{n} | "
            f"{within[1]}/{n} | {sum(it.first for it in found)}/{goals} | {sum(it.last for it in found)}/{goals} | "
            f"{np.mean([result.tokens for result in found]):,.0f} | {np.median([result.lines for result in found]):.0f} |"
        )
    lines += [
        "",
        "| contrast | pairs | tasks | difference in calls, 95 % interval | McNemar, after 1 call | McNemar, within 8 |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for at, one in enumerate(ways):
        for other in ways[at + 1 :]:
            found_ = contrast(results, one, other)
            if found_ is not None:
                lines.append(
                    f"| {MEANING[one]} less {MEANING[other]} | {found_.pairs} | {found_.tasks} | {found_.difference:+.2f} "
                    f"[{found_.low:+.2f}, {found_.high:+.2f}] | {_mcnemar(found_.after_one)} | {_mcnemar(found_.within)} |"
                )
    lines += ["", "McNemar: pairs that the first alone, the second alone got there in; exact p, two-sided."]
    if unfinished:
        lines += ["", f"Not finished, and left out: {', '.join(unfinished)}."]
    return "\n".join(lines) + "\n"


def _mcnemar(paired: Paired) -> str:
    return f"{paired.only_a}, {paired.only_b}: p = {paired.p_value:.3g}"


def draw(results: Sequence[Result], stem: Path) -> None:
    """The share of runs that had enough after each number of calls, a line each way of showing."""
    ways = [shown for shown in SHOWN if any(result.shown == shown for result in results)]
    look = looks(ways)
    found = {way: [result for result in results if result.shown == way] for way in ways}
    drawn = sheet(
        title="Is it the trace that teaches?",
        caption=f"{len(TASKS)} tasks on uncalibrated robots with neutral field names, macro control, success at any step. "
        f"Lines: the share of runs whose best controller solved at least 95 % of {HELDOUT} held-out goals.",
        keys=[(sign(look[way].color), f"{MEANING[way]} ({len(found[way])} runs)") for way in ways],
        width=WIDTH,
        body=2.6,
    )
    axes = drawn.figure.subplots()
    frame(axes, grid="y")
    for more, way in zip(range(len(ways) - 1, -1, -1), ways, strict=True):
        shares = [100 * np.mean([result.counted <= calls for result in found[way]]) for calls in range(CALLS + 1)]
        axes.step(range(CALLS + 1), shares, where="post", color=look[way].color, linewidth=1.2 + 0.7 * more, zorder=3)
    axes.set_xlim(0, CALLS)
    axes.set_ylim(-4, 104)
    axes.set_xlabel("calls of the language model", size=SIZE, color=INK)
    axes.set_ylabel("runs (%)", size=SIZE, color=INK)
    settle(drawn.figure, (0, drawn.below, 1, drawn.above - drawn.below))
    save(drawn.figure, [stem.with_suffix(suffix) for suffix in (".png", ".svg", ".pdf")])


def tables(folder: Path) -> None:
    """Write runs.csv, proof.md and the figure."""
    results, unfinished = results_in(folder)
    if not results:
        raise SystemExit(f"{folder} has no finished run of this study: make some with `proof.py train`.")
    with (folder / "runs.csv").open("w", newline="", encoding="utf-8") as file:
        table = rows(results)
        writer = csv.DictWriter(file, fieldnames=list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    text = page(results, unfinished)
    (folder / "proof.md").write_text(text, encoding="utf-8")
    draw(results, folder / "proof")
    print(text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("train", help="make one run, or go on with it")
    making.add_argument("folder", type=Path)
    making.add_argument("--task", choices=TASKS, required=True)
    making.add_argument("--shown", choices=SHOWN, required=True)
    making.add_argument("--repeat", type=int, default=0)
    making.add_argument("--start", choices=("probe", "blank"), default="probe", help="default: %(default)s")
    making.add_argument("--model", required=True, help="of an OpenAI-compatible endpoint")
    reading = commands.add_parser("tables", help="write the tables and the figure of all runs")
    reading.add_argument("folder", type=Path)
    given = parser.parse_args()
    if given.command == "train":
        print(train(given.folder, given.task, given.shown, given.repeat, given.model, given.start))
    else:
        tables(given.folder)


if __name__ == "__main__":
    main()
