"""The tables under results/published: the suite's runs are made, and what readers need of them is put there.

    python tests/studies/published.py [SUITE] [--optimizers NAMES] [--seeds N] [--parts NAME ...] [--raw-seeds N ...]
                                       [--workers N] [--runs FOLDER] [--out FOLDER] [--made-already] [--quick]

A part is the suite trained for success at any step, or at the last, under macro control. Each is an ordinary `robotrace suite` in
a folder of its own under --runs; what was killed is gone on with when this is started again, and what has finished is not run
anew. The controllers are then carried over to raw control, Meta-World's own protocol, and measured there (raw.py). Of each part
are kept summary.csv, .md and .tex, plots/, every best controller, as policies/TASK-OPTIMIZER-N.py, goals.csv: each run's settings
and what became of each held-out goal, x where it was solved; and raw.csv with the counts under both controls.
README.md has the figures of all parts.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import raw

from robotrace import make
from robotrace.results.suites.figures import Figures, Overall, by_task, overall, reached, weakest
from robotrace.results.suites.folder import SuiteFolder
from robotrace.results.suites.plan import short_name
from robotrace.results.suites.reader import Row, SuiteResults, read_suite
from robotrace.show.suites.summary import write_summary

PARTS: dict[str, dict[str, str]] = {
    "any": {"success": "any"},
    "last": {"success": "last"},
}
"""What each part's runs are told, by the names of flags."""
SUITE, OPTIMIZERS, SEEDS = "MT50", "induce", "3"
TOOK = "took.txt"  # beside a part's folder: the seconds of each start, a line each
SOLVED, NOT = "x", "."
QUICK = "tasks = ['reach-v3']\niterations = 2\nheldout = 3\n"
HEADS = (
    "part",
    "tasks",
    "runs",
    "wall time",
    "env steps a run",
    "mean any / last",
    "≥ 90 % any / last",
    "≥ 80 % any / last",
)


def made(suite: str, part: str, runs: Path, options: argparse.Namespace) -> SuiteResults:
    """The part's runs, made as far as they are missing.

    Raises:
        SystemExit: The suite cannot be run; runs that failed are told by its own lines, and left out of the tables.
    """
    folder = SuiteFolder(runs / part)
    if options.made_already:
        results = read_suite(folder)
        write_summary(results)
        return results
    command = [sys.executable, "-c", "from robotrace.cli import main; main()", "suite"]
    if folder.exists:
        command += ["--resume", str(folder.path)]
    else:
        told = [word for name, value in PARTS[part].items() for word in (f"--{name}", value)]
        command += [
            suite,
            "--optimizers",
            options.optimizers,
            "--seeds",
            options.seeds,
            *told,
            "--out",
            str(folder.path),
        ]
    begun = time.monotonic()
    status = subprocess.run([*command, *(["--workers", str(options.workers)] if options.workers else [])], check=False)
    if not folder.exists:
        sys.exit(status.returncode or 1)
    with (runs / f"{part}-{TOOK}").open("a") as stream:
        stream.write(f"{time.monotonic() - begun:.0f}\n")
    return read_suite(folder)


def publish(results: SuiteResults, place: Path) -> None:
    """Put the part's summary, pictures, policies and goals where they are tracked; what was there of it before is replaced."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    source = results.folder
    for suffix in (".csv", ".md", ".tex"):
        shutil.copyfile(source.summary(suffix), place / f"summary{suffix}")
    if (source.path / "plots").is_dir():
        shutil.copytree(source.path / "plots", place / "plots")
    (place / "policies").mkdir()
    rows = [_published(row, place) for row in results.finished if row.run is not None and row.run.best is not None]
    with (place / "goals.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, fieldnames=rows[0] if rows else ["task"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _published(row: Row, place: Path) -> dict[str, Any]:
    """A run's row of goals.csv; its policy is written beside."""
    assert row.run is not None
    run, cell = row.run, row.cell
    name = f"policies/{cell.member.name.split('/')[-1]}-{short_name(cell.optimizer)}-{cell.seed}.py"
    (place / name).write_bytes(run.folder.best.read_bytes())
    task = make(cell.member.name, seed=cell.seed, **run.config["options"])
    return {
        "task": cell.member.name,
        "optimizer": short_name(cell.optimizer),
        "seed": cell.seed,
        "policy": name,
        "any_step": _marks(() if row.lasting is None else row.lasting.any_step),
        "last_step": _marks(() if row.lasting is None else row.lasting.last_step),
        "options": json.dumps(run.config["options"]),
        "fields": json.dumps({field.name: math.prod(field.shape) for field in task.fields}),
        "limits": json.dumps([list(map(float, ends)) for ends in (task.action.low, task.action.high)]),
    }


def _marks(flags: Iterable[bool]) -> str:
    return "".join(SOLVED if flag else NOT for flag in flags)


def readme(parts: dict[str, SuiteResults], runs: Path, command: str, carried: Mapping[str, str]) -> str:
    """The figures of all parts; `carried` has those under raw control by part, in words."""
    lines = [f"# {next(iter(parts.values())).plan.name}", f"Made by `{command}`.", _table(HEADS, _rows(parts, runs))]
    lines.append(
        "A part is named after the success that its controllers were trained for, under macro control. "
        "Rates are over held-out goals of all seeds together, at any step / at the last step. Wall time: of the part, with the "
        "runs side by side, and in brackets of all its runs together. Env steps: in training, the median."
    )
    for name, results in parts.items():
        lines += [
            f"## Weakest of {name}",
            _table(("task", "decided", "at any step", "at the last step"), _weakest(results)),
        ]
    for name, words in carried.items():
        lines += [f"## The controllers of {name}, carried over to raw control", words.strip()]
    return "\n\n".join(lines) + "\n"


def _rows(parts: dict[str, SuiteResults], runs: Path) -> list[tuple[str, ...]]:
    rows = []
    for part, results in parts.items():
        for of in overall(results):
            if not of.role and of.rows:
                figures = [it for it in by_task(results) if it.optimizer == of.optimizer]
                rows.append(_figures(f"{part}, {short_name(of.optimizer)}", of, figures, runs / f"{part}-{TOOK}"))
    return rows


def _figures(name: str, of: Overall, figures: list[Figures], took: Path) -> tuple[str, ...]:
    steps = sorted(row.run.env_steps for row in of.rows if row.run is not None)
    inside = sum(row.run.seconds for row in of.rows if row.run is not None)
    wall = f"{sum(map(int, took.read_text().split())) / 60:.0f} min " if took.exists() else ""
    shares = [f"{count[0]} / {count[1]}" for count in (reached(figures, share) for share in (0.9, 0.8))]
    means = " / ".join("-" if mean is None else f"{mean:.3f}" for mean in (of.mean, of.mean_last))
    time_words = f"{wall}({inside / 60:.0f} min)"
    return name, str(of.tasks), str(len(of.rows)), time_words, f"{steps[len(steps) // 2]:,}", means, *shares


def _weakest(results: SuiteResults) -> list[tuple[str, ...]]:
    figures = by_task(results)
    return [
        (it.member.name.split("/")[-1], decided, str(it.any_step), str(it.last_step))
        for decided, last in (("any", False), ("last", True))
        for it in weakest(figures, last=last)
    ]


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, ("---",) * len(heads), *rows))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("suite", nargs="?", default=SUITE, help="a suite's name or file; default: %(default)s")
    parser.add_argument("--optimizers", default=OPTIMIZERS, metavar="NAMES")
    parser.add_argument("--seeds", default=SEEDS, metavar="N")
    parser.add_argument(
        "--parts", nargs="+", choices=PARTS, default=[*PARTS], metavar="NAME", help=f"of {', '.join(PARTS)}"
    )
    parser.add_argument(
        "--raw-seeds",
        type=int,
        nargs="*",
        metavar="N",
        help="whose controllers are measured under raw control; default: all",
    )
    parser.add_argument("--workers", type=int, metavar="N", help="runs side by side; default: one a CPU")
    parser.add_argument("--runs", type=Path, metavar="FOLDER", help="where the runs are; default: results/SUITE")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="default: results/published/SUITE")
    parser.add_argument("--made-already", action="store_true", help="make no run; publish what is there")
    parser.add_argument("--quick", action="store_true", help="one task, few goals, one seed, in a temporary folder")
    options = parser.parse_args()
    name = Path(options.suite).stem
    if options.quick:
        with tempfile.TemporaryDirectory() as folder:
            options.suite, options.seeds = f"{folder}/quick.toml", "1"
            Path(options.suite).write_text(QUICK)
            _all(options, Path(folder) / "runs", Path(folder) / "published")
        return
    _all(options, options.runs or Path("results") / name, options.out or Path("results/published") / name)


def _all(options: argparse.Namespace, runs: Path, out: Path) -> None:
    runs.mkdir(parents=True, exist_ok=True)
    told = (
        f"{options.suite} --optimizers {options.optimizers} --seeds {options.seeds} --parts {' '.join(options.parts)}"
    )
    parts, carried = {}, dict[str, str]()
    for part in options.parts:
        parts[part] = made(options.suite, part, runs, options)
        publish(parts[part], out / part)
        if options.raw_seeds != []:
            seeds = options.raw_seeds or ()
            carried[part] = raw.write(runs / part, out / part / "raw.csv", seeds=seeds, workers=options.workers or 2)
        text = readme(parts, runs, f"python tests/studies/published.py {told}", carried)
        (out / "README.md").write_text(text, encoding="utf-8")
    print(text)
    print(f"written {out}")
    if not all(results.complete for results in parts.values()):
        sys.exit("Some runs have not finished: start this again to go on with them.")


if __name__ == "__main__":
    main()
