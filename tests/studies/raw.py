"""The controllers of a suite under raw control: Meta-World's own protocol, for programs that were learnt under macro control.

    python tests/studies/raw.py SUITE_FOLDER [--seeds N ...] [--workers N] [--out FILE]

Each run's best controller plays its held-out goals to the horizon under raw control, carried over as `robotrace train --control
raw` carries it. The same goals under macro control are beside it, from the suite. What was measured lies under SUITE_FOLDER/raw,
and is not measured again; the table is written to FILE, by default raw.csv in the suite's folder.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from robotrace.results.suites.folder import SuiteFolder
from robotrace.results.suites.plan import short_name
from robotrace.results.suites.reader import Row, read_suite

COMMAND = (sys.executable, "-c", "from robotrace.cli import main; main()", "eval")


def measured(row: Row, folder: Path) -> dict[str, Any]:
    """A run's figures under raw control, as `robotrace eval --json` prints them.

    Raises:
        SystemExit: The controller cannot be measured.
    """
    assert row.run is not None
    cell, goals = row.cell, row.any_step.n
    file = folder / f"{cell.member.name.split('/')[-1]}-{short_name(cell.optimizer)}-{cell.seed}.json"
    if not file.exists():
        told = ["--control", "raw", "--goals", str(goals), "--workers", "1", "--json"]
        done = subprocess.run([*COMMAND, str(row.run.folder.path), *told], capture_output=True, text=True, check=False)
        try:
            json.loads(done.stdout)
        except ValueError:
            sys.exit(f"{row.run.folder.path} cannot be measured under raw control: {done.stderr.strip()[-500:]}")
        part = file.with_suffix(".part")
        part.write_text(done.stdout, encoding="utf-8")
        part.replace(file)
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def cells(row: Row, found: Mapping[str, Any]) -> dict[str, object]:
    """A line of the table."""
    return {
        "task": row.cell.member.name,
        "optimizer": short_name(row.cell.optimizer),
        "seed": row.cell.seed,
        "goals": found["goals"],
        "horizon": found["horizon"],
        "macro_any_step": row.any_step.successes,
        "raw_any_step": found["success_at_any"]["successes"],
        "macro_last_step": row.last_step.successes,
        "raw_last_step": found["success_at_end"]["successes"],
    }


def summary(lines: Sequence[Mapping[str, Any]]) -> str:
    """How many tasks reach a rate, goals of all seeds together, and the weakest five."""
    tasks: dict[str, list[Mapping[str, Any]]] = {}
    for line in lines:
        tasks.setdefault(str(line["task"]), []).append(line)
    goals = {task: sum(line["goals"] for line in found) for task, found in tasks.items()}
    told = [f"{len(tasks)} tasks, {len(lines)} controllers, {sum(goals.values()):,} goals a figure.", ""]
    told += [
        "| control | success | mean | tasks >= 90 % | tasks >= 80 % | weakest |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for control in ("macro", "raw"):
        for when in ("any", "last"):
            solved = {task: sum(line[f"{control}_{when}_step"] for line in found) for task, found in tasks.items()}
            rates = {task: solved[task] / goals[task] for task in tasks}
            weakest = sorted(rates, key=lambda task: rates[task])[:5]
            listed = ", ".join(f"{task.split('/')[-1]} {solved[task]}/{goals[task]}" for task in weakest)
            reached = [sum(rate >= least for rate in rates.values()) for least in (0.9, 0.8)]
            mean = sum(rates.values()) / len(rates)
            told.append(f"| {control} | {when} step | {mean:.3f} | {reached[0]} | {reached[1]} | {listed} |")
    differ = sum(line[f"macro_{when}_step"] != line[f"raw_{when}_step"] for line in lines for when in ("any", "last"))
    told += ["", f"Counts that differ between the two controls: {differ} of {2 * len(lines)}."]
    return "\n".join(told) + "\n"


def write(suite: Path, out: Path, *, seeds: Sequence[int] = (), workers: int = 2) -> str:
    """Measure what is not measured yet, write the table, and return its summary.

    Args:
        suite: The suite's folder.
        out: The table's file.
        seeds: Those of the runs that are measured; none for all.
        workers: Controllers side by side.

    Raises:
        SystemExit: There is nothing to measure.
    """
    rows = [
        row
        for row in read_suite(SuiteFolder(suite)).finished
        if row.run is not None and row.run.best is not None and (not seeds or row.cell.seed in seeds)
    ]
    if not rows:
        sys.exit(f"{suite} has no finished run with a controller of these seeds.")
    folder = suite / "raw"
    folder.mkdir(exist_ok=True)
    with ThreadPoolExecutor(workers) as pool:
        found = pool.map(lambda row: measured(row, folder), rows)
        lines = [cells(row, figures) for row, figures in zip(rows, found, strict=True)]
    with out.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, fieldnames=[*lines[0]], lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)
    return summary(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("suite", type=Path, metavar="SUITE_FOLDER")
    parser.add_argument("--seeds", type=int, nargs="+", default=(), metavar="N", help="of the runs; default: all")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="controllers side by side; default: 2")
    parser.add_argument("--out", type=Path, metavar="FILE", help="default: raw.csv in the suite's folder")
    options = parser.parse_args()
    print(write(options.suite, options.out or options.suite / "raw.csv", seeds=options.seeds, workers=options.workers))


if __name__ == "__main__":
    main()
