"""Optimizers beside each other on the problems of a family whose rows are right or wrong: held-out rows that are right.

    python tests/studies/arms.py starts prompts FOLDER [NAME ...] [--student MODEL]
    python tests/studies/arms.py alone prompts FOLDER
    python tests/studies/arms.py tables debug|prompts FOLDER [--also CSV] [--out results/published/domains]

`starts` tries what training begins with and the usual ways to prompt on the held-out questions of prompts/, with the student of
this machine where no other is named, and keeps what they came to in FOLDER/starts.csv. `alone` tries the best program of each run
with a student that says nothing, so that its code alone answers, and keeps that in FOLDER/alone.csv. `tables` reads the runs
FOLDER/ARM/NAME, ordinary runs of `robotrace train FAMILY/NAME`, and those files, and writes rows.csv, table.csv, table.md and
plot.{png,svg} to OUT/FAMILY; with --also, what `debug.py runs` wrote of the same programs stands beside them.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from domain_plots import Dots, draw_dots
from domain_tables import grid_of, page_of, write

import robotrace as rt
from robotrace.results import Rate, Run, read_run

TITLES = {
    "debug": ("Programs that were repaired", "hidden tests that pass (%)"),
    "prompts": ("Prompts and code for a small model", "held-out questions that are answered (%)"),
}
ABOUT = {
    "debug": "Programs of several functions, one of which is wrong; 8 tests to train on, 30 hidden. One run a program, seed 0.",
    "prompts": "The student is gemma3-270m on this machine; 12 questions to train on, 24 to choose by, 100 held out. One run a "
    "family, seed 0.",
}
STARTS = {"bare": "the question alone", "few-shot": "six examples", "cot": "step by step"}
"""The starts of prompts/, as they are called in tables."""
TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class Cell:
    """What an arm came to on a problem.

    Attributes:
        arm: The arm's name.
        problem: The problem's name in its family.
        heldout: The held-out rows that are right.
        calls: Calls of the optimizer's model; None of what is not trained.
        tokens: Its tokens; None likewise.
        student_calls: How often a student was prompted in training.
        seconds: Wall time.
        alone: The held-out rows that are right where the student says nothing; None where that is not known.
    """

    arm: str
    problem: str
    heldout: Rate
    calls: int | None = None
    tokens: int | None = None
    student_calls: int = 0
    seconds: float = 0.0
    alone: Rate | None = None

    @property
    def row(self) -> Mapping[str, object]:
        """Its line of rows.csv."""
        return {
            "arm": self.arm,
            "problem": self.problem,
            "right": self.heldout.successes,
            "rows": self.heldout.n,
            "calls": "" if self.calls is None else self.calls,
            "tokens": "" if self.tokens is None else self.tokens,
            "student_calls": self.student_calls,
            "seconds": f"{self.seconds:.1f}",
            "right_by_code_alone": "" if self.alone is None else self.alone.successes,
        }


def told_in(path: Path, problems: Collection[str]) -> list[Cell]:
    """What a table of `debug.py runs` tells of these problems."""
    return [
        Cell(it["optimizer"], it["program"], Rate(int(it["solved"]), int(it["tests"])), seconds=float(it["seconds"]))
        for it in _kept(path)
        if it["program"] in problems
    ]


def cells_in(family: str, folder: Path) -> list[Cell]:
    """What the runs of a folder came to, and its starts.

    Raises:
        SystemExit: There is no run, one is of another family, or one has not ended.
    """
    found = [Cell(it["arm"], it["problem"], _rate(it)) for it in _kept(folder / "starts.csv")]
    alone = {(it["arm"], it["problem"]): _rate(it) for it in _kept(folder / "alone.csv")}
    for arm, name, run in runs_in(family, folder):
        found.append(
            Cell(
                arm,
                name,
                run.heldout,
                run.calls,
                run.tokens,
                run.ledger.student_calls,
                run.seconds,
                alone.get((arm, name)),
            )
        )
    if not found:
        raise SystemExit(f"{folder} has no run: expected FOLDER/ARM/NAME.")
    return found


def runs_in(family: str, folder: Path) -> Iterator[tuple[str, str, Run]]:
    """The runs of a folder, each with its arm and its problem.

    Raises:
        SystemExit: One is of another family, or has not ended.
    """
    for place in sorted(folder.glob("*/*/events.jsonl")):
        run = read_run(place.parent)
        of, _, name = run.task.partition("/")
        if of != family or not run.finished:
            raise SystemExit(f"{run.folder}: expected a run of {family}/ that has ended, found one of {run.task}.")
        yield place.parent.parent.name.replace("-", " "), name, run


def _kept(path: Path) -> Sequence[Mapping[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines())) if path.exists() else []


def _rate(row: Mapping[str, str]) -> Rate:
    return Rate(int(row["right"]), int(row["rows"]))


def arms_of(cells: Sequence[Cell]) -> dict[str, list[Cell]]:
    """By arm, best first."""
    arms = {name: [cell for cell in cells if cell.arm == name] for name in dict.fromkeys(cell.arm for cell in cells)}
    return dict(sorted(arms.items(), key=lambda arm: -together(arm[1]).rate))


def together(cells: Sequence[Cell], *, alone: bool = False) -> Rate:
    """The held-out rows of several cells as one sample; with `alone`, where the student says nothing."""
    rates = [cell.alone or Rate(0, 0) if alone else cell.heldout for cell in cells]
    return Rate(sum(rate.successes for rate in rates), sum(rate.n for rate in rates))


def summary(arms: Mapping[str, Sequence[Cell]]) -> Iterator[Mapping[str, object]]:
    """A line an arm."""
    has_alone = any(cell.alone is not None for cells in arms.values() for cell in cells)
    for name, cells in arms.items():
        whole = Rate.of(cell.heldout.successes == cell.heldout.n for cell in cells)
        asked = [cell.calls for cell in cells if cell.calls is not None]
        tokens = [cell.tokens for cell in cells if cell.tokens is not None]
        prompted = sum(cell.student_calls for cell in cells)
        silent = [cell for cell in cells if cell.alone is not None]
        yield {
            "arm": name,
            "problems": len(cells),
            "all held-out rows right": _words(whole),
            "held-out rows": _words(together(cells)),
            **({"by code alone": _words(together(silent, alone=True)) if silent else ""} if has_alone else {}),
            "calls a run, median": f"{median(asked):g}" if asked else "",
            "tokens a run, median": f"{median(tokens):,.0f}" if any(tokens) else "",
            "student calls": f"{prompted:,}" if prompted else "",
            "seconds a run, median": f"{median(cell.seconds for cell in cells):.1f}",
        }


def by_problem(arms: Mapping[str, Sequence[Cell]]) -> Iterator[Mapping[str, object]]:
    """A line a problem, a column an arm."""
    for problem in dict.fromkeys(cell.problem for cells in arms.values() for cell in cells):
        found = {name: [cell for cell in cells if cell.problem == problem] for name, cells in arms.items()}
        yield {"problem": problem, **{name: _words(together(cells)) if cells else "" for name, cells in found.items()}}


def _words(rate: Rate) -> str:
    return f"{rate.successes}/{rate.n} [{100 * rate.low:.0f}, {100 * rate.high:.0f}]"


def dots_of(arms: Mapping[str, Sequence[Cell]]) -> dict[str, Dots]:
    """The plot's rows: the problems, and all that every arm tried."""
    problems = list(dict.fromkeys(cell.problem for cells in arms.values() for cell in cells))
    everywhere = [problem for problem in problems if all(problem in {it.problem for it in arms[arm]} for arm in arms)]
    parts = {problem: {problem} for problem in problems}
    if len(everywhere) > 1:
        parts |= {f"{TOGETHER} ({len(everywhere)})": set(everywhere)}
    return {
        label: {
            name: together(own) for name, cells in arms.items() if (own := [it for it in cells if it.problem in part])
        }
        for label, part in parts.items()
    }


def tables(family: str, folder: Path, out: Path, *, also: Path | None = None) -> None:
    """Write rows.csv, table.csv, table.md and plot.{png,svg}."""
    cells = cells_in(family, folder)
    if also is not None:
        cells += told_in(also, {cell.problem for cell in cells})
    arms = arms_of(cells)
    title, label = TITLES[family]
    write(out / "rows.csv", [cell.row for cells in arms.values() for cell in cells])
    lines, parts = list(summary(arms)), list(by_problem(arms))
    write(out / "table.csv", lines)
    page = page_of(title, f"{ABOUT[family]} Intervals are Wilson's, 95 %, over held-out rows.", lines)
    page += f"\n## By problem\n\n{grid_of(parts)}"
    (out / "table.md").write_text(page, encoding="utf-8")
    draw_dots(dots_of(arms), list(arms), out / "plot", title=title, caption=ABOUT[family], label=label)
    print(page)


def starts(names: Sequence[str], student: str) -> Iterator[Cell]:
    """What the starts come to on the held-out questions."""
    for name in names:
        for start, words in STARTS.items():
            problem = rt.problem(f"prompts/{name}", start=start, student=student)
            began = time.perf_counter()
            found = rt.evaluate(problem, split="heldout")
            print(f"{name}, {words}: {found.success}", flush=True)
            yield Cell(words, name, found.success, seconds=time.perf_counter() - began)


def by_code_alone(folder: Path) -> Iterator[Cell]:
    """What the best programs of a folder's runs come to where the student says nothing; in the sandbox, as in training."""
    for arm, name, run in runs_in("prompts", folder):
        problem = rt.problem(f"prompts/{name}", student="none", seed=run.config["seed"])
        found = rt.evaluate(problem.candidate(run.best.values), problem, split="heldout")
        yield Cell(arm, name, found.success)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    trying = commands.add_parser("starts", help="try what training begins with")
    trying.add_argument("family", choices=["prompts"])
    silencing = commands.add_parser("alone", help="try the runs' programs with a student that says nothing")
    silencing.add_argument("family", choices=["prompts"])
    writing = commands.add_parser("tables", help="write the tables and the plot")
    writing.add_argument("family", choices=TITLES)
    for command in (trying, silencing, writing):
        command.add_argument("folder", type=Path)
    trying.add_argument("names", nargs="*")
    trying.add_argument("--student", default="local", help="the model that is prompted")
    writing.add_argument("--also", type=Path, help="a table of `debug.py runs`")
    writing.add_argument("--out", type=Path, default=Path("results/published/domains"))
    given = parser.parse_args()
    if given.command == "tables":
        tables(given.family, given.folder, given.out / given.family, also=given.also)
        return
    if given.command == "alone":
        write(given.folder / "alone.csv", [cell.row for cell in by_code_alone(given.folder)])
        return
    from robotrace.envs.prompts import PROBLEMS

    write(given.folder / "starts.csv", [cell.row for cell in starts(given.names or list(PROBLEMS), given.student)])


if __name__ == "__main__":
    main()
