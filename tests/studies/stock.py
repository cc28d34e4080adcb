"""Controllers on stock Meta-World: is each held-out goal solved as its run says? Nothing of robotrace is imported here.

    python tests/studies/stock.py [PLACE ...] [--goals N] [--workers N] [--csv FILE] [--quick]

A place is a run's folder, a suite's, or any that holds such; without one, results/published. Of a run are read its settings, its
best.py and what became of each held-out goal; of a folder that `tests/studies/published.py` wrote, goals.csv and policies/.
Everything else is metaworld's own: its goals, its classes, its steps, its success. Where an observation's fields stand is
Meta-World's layout (two objects of position and quaternion, then the goal); macro control is the sum that the run's text states.

Runs of other tasks than Meta-World's own, such as shifted ones, are left out. An optimizer wrote these controllers: they run here
unprotected, with all that you may do. The exit status is 1 where a goal came out otherwise.
"""

from __future__ import annotations

import argparse
import ast
import csv
import inspect
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

FAMILY = "metaworld/"
FIELD = re.compile(r"^- (\w+) (?:(scalar)|\((\d+),\))", re.MULTILINE)
CLIPPED = re.compile(
    r"(?:Targets are|target is) clipped to x (\S+) to (\S+), y (\S+) to (\S+), z (\S+) to (\d+\.\d+|\d+)"
)
OPTIONS = {"control", "horizon", "reward_version", "success", "hold", "gain", "goal"}
"""The options of a task that are known here."""
SCALAR_LAST = {"peg-insert-side-v3", "stick-pull-v3", "stick-push-v3"}
"""Tasks whose quaternion comes from scipy, as x, y, z, w; runs have all quaternions as w, x, y, z, which is MuJoCo's order."""
SOLVED, NOT = "x", "."


@dataclass(frozen=True)
class Record:
    """What a run says of itself.

    Attributes:
        name: What it is called in the table.
        code: The controller's text.
        task: Meta-World's name of the task.
        seed: The seed of the training goals; the held-out ones are of the next seed.
        options: The task's options.
        fields: The fields of an observation and the numbers in each, in their order.
        limits: (2, 4) the lowest and the highest action.
        any_step: For each held-out goal whether it was solved at any step; empty where that is not recorded.
        last_step: The same at the last step.
    """

    name: str
    code: str
    task: str
    seed: int
    options: dict[str, Any]
    fields: dict[str, int]
    limits: list[list[float]]
    any_step: tuple[bool, ...]
    last_step: tuple[bool, ...]


def records(places: Iterable[Path]) -> list[Record]:
    """Those of all runs in some folders, at any depth."""
    found: list[Record] = []
    for place in places:
        for file in sorted({*place.rglob("goals.csv")}):
            found += published(file)
        runs = (of_run(file.parent) for file in sorted(place.rglob("events.jsonl")))
        found += [run for run in runs if run is not None]
    return found


def of_run(folder: Path) -> Record | None:
    """What a run's folder holds; None where it is of another family or was not tested."""
    events = [json.loads(line) for line in (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()]
    start, config = events[0], events[0]["config"]
    tested = [event["outcomes"] for event in events if event["event"] == "heldout" and event.get("final")]
    if not start["task"].startswith(FAMILY) or not tested:
        return None
    outcomes, options = tested[-1], {"success": "any", **config["options"]}
    success = tuple(bool(it["success"]) for it in outcomes)
    last = tuple(bool(it["detail"]["success_at_end"]) for it in outcomes)
    both = options["success"] == "last" or config.get("heldout_until") == "horizon"
    ever = tuple(bool(it["detail"].get("success_at_any", it["success"])) for it in outcomes)
    return Record(
        name=str(folder),
        code=(folder / "best.py").read_text(encoding="utf-8"),
        task=start["task"].removeprefix(FAMILY),
        seed=config["seed"],
        options=options,
        fields=fields_of(start["context"]),
        limits=limits_of(start["context"], options["control"]),
        any_step=ever if both else success,
        last_step=last if both else (),
    )


def published(file: Path) -> Iterator[Record]:
    """The rows of a goals.csv, each with its policy beside it."""
    with file.open(newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            policy = file.parent / row["policy"]
            yield Record(
                name=str(policy),
                code=policy.read_text(encoding="utf-8"),
                task=row["task"].removeprefix(FAMILY),
                seed=int(row["seed"]),
                options=json.loads(row["options"]),
                fields=json.loads(row["fields"]),
                limits=json.loads(row["limits"]),
                any_step=tuple(mark == SOLVED for mark in row["any_step"]),
                last_step=tuple(mark == SOLVED for mark in row["last_step"]),
            )


def fields_of(context: str) -> dict[str, int]:
    """The fields that a run's text lists, with the numbers in each."""
    return {name: 1 if scalar else int(size) for name, scalar, size in FIELD.findall(context)}


def limits_of(context: str, control: str) -> list[list[float]]:
    """The lowest and the highest action, as a run's text states them."""
    if control == "raw":
        return [[-1.0] * 4, [1.0] * 4]
    found = CLIPPED.search(context)
    if found is None:
        sys.exit("Expected the words 'target is clipped to x ... to ...' in a run under macro control; found none.")
    numbers = [float(number) for number in found.groups()]
    return [[*numbers[0::2], -1.0], [*numbers[1::2], 1.0]]


def layout(task: str, fields: dict[str, int]) -> dict[str, list[int]]:
    """Where each field stands among Meta-World's 39 numbers: hand, fingers, two objects of place and quaternion, ..., goal."""
    known = {"hand_pos": [0, 1, 2], "gripper_opening": [3], "goal_pos": [36, 37, 38]}
    turns = [[10, 7, 8, 9], [17, 14, 15, 16]] if task in SCALAR_LAST else [[7, 8, 9, 10], [14, 15, 16, 17]]
    free = {3: iter([[4, 5, 6], [11, 12, 13]]), 4: iter(turns)}
    return {name: known[name] if name in known else next(free[size]) for name, size in fields.items()}


def replay(record: Record, goals: int | None) -> tuple[list[bool], list[bool]]:
    """For each held-out goal whether it is solved at any step, and at the last one."""
    import metaworld

    if strange := record.options.keys() - OPTIONS:
        sys.exit(
            f"{record.name}: the option {min(strange)!r} is none that this script knows: {', '.join(sorted(OPTIONS))}."
        )
    benchmark = metaworld.MT1(record.task, seed=record.seed + 1)
    env = benchmark.train_classes[record.task](reward_function_version=record.options["reward_version"])
    env.max_path_length = max(500, record.options.get("hold", 1) * record.options["horizon"])
    places, flags = layout(record.task, record.fields), []
    for task in benchmark.train_tasks[: len(record.any_step) if goals is None else goals]:
        env.set_task(task)
        flags.append(episode(env, loaded(record.code), record, places))
    env.close()
    return [any_step for any_step, _ in flags], [last for _, last in flags]


def loaded(code: str) -> Callable[[dict[str, Any]], Any]:
    """A controller for one episode: the last function of its file, with a memory of its own where it wants one."""
    space: dict[str, Any] = {"__name__": "controller"}
    exec(compile(code, "best.py", "exec"), space)
    last = [node.name for node in ast.parse(code).body if isinstance(node, ast.FunctionDef)][-1]
    act = space.get("controller", space[last])
    if "memory" not in inspect.signature(act).parameters:
        return act  # type: ignore[no-any-return]
    memory: dict[str, Any] = {}
    return lambda seen: act(seen, memory=memory)


def episode(
    env: Any, act: Callable[[dict[str, Any]], Any], record: Record, places: dict[str, list[int]]
) -> tuple[bool, bool]:
    """Whether one goal is solved at any step, and at the last one; a controller that fails ends its episode unsolved.

    Where a run says nothing of the last step, an episode ends with its first success.
    """
    low, high = np.array(record.limits)
    macro = record.options["control"] == "macro"
    ever, solved = False, False
    numbers, _ = env.reset()
    for _ in range(record.options["horizon"]):
        seen = {name: numbers[at].copy() if len(at) > 1 else numbers[at[0]] for name, at in places.items()}
        try:
            wanted = np.clip(np.asarray(act(seen), dtype=np.float64), low, high)
        except Exception as error:  # noqa: BLE001 - generated code may raise anything
            print(f"{record.name}: {error!r}", file=sys.stderr)
            return ever, False
        for _ in range(record.options["hold"] if macro else 1):
            command = wanted.copy()
            if macro:  # the hand is sent on by a share of what is left of its way
                command[:3] = np.clip(record.options["gain"] * (wanted[:3] - numbers[:3]), -1, 1)
            numbers, _, _, _, info = env.step(command)
            solved = bool(info["success"])
            ever = ever or solved
        if ever and not record.last_step:
            break
    return ever, solved


def row_of(record: Record, any_step: list[bool], last_step: list[bool]) -> dict[str, Any]:
    """One line of the table."""
    n = len(any_step)
    other = [
        goal
        for goal in range(n)
        if any_step[goal] != record.any_step[goal] or (record.last_step and last_step[goal] != record.last_step[goal])
    ]
    return {
        "run": record.name,
        "task": record.task,
        "seed": record.seed,
        "control": record.options["control"],
        "trained_for": record.options["success"],
        "goals": n,
        "any_recorded": sum(record.any_step[:n]),
        "any_stock": sum(any_step),
        "last_recorded": sum(record.last_step[:n]) if record.last_step else "",
        "last_stock": sum(last_step) if record.last_step else "",
        "otherwise": " ".join(map(str, other)),
    }


def _row(given: tuple[Record, int | None]) -> dict[str, Any]:
    return row_of(given[0], *replay(*given))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("places", nargs="*", type=Path, default=[Path("results/published")], metavar="PLACE")
    parser.add_argument("--goals", type=int, metavar="N", help="held-out goals a run, from the first on; default: all")
    parser.add_argument("--workers", type=int, metavar="N", help="processes; default: one a CPU")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="also write the table there")
    parser.add_argument("--quick", action="store_true", help="the first run, few goals")
    given = parser.parse_args()
    if missing := [str(place) for place in given.places if not place.is_dir()]:
        parser.error(f"{missing[0]} is no folder")
    found = records(given.places)
    if not found:
        parser.error("no tested run of a Meta-World task is there")
    if given.quick:
        found, given.goals = found[:1], 5
    rows, goals = [], given.goals
    print(
        f"{'task':28}{'seed':>4}  {'control':8}{'any: run':>9}{'stock':>7}{'last: run':>11}{'stock':>7}  goals that differ"
    )
    with ProcessPoolExecutor(given.workers) as workers:
        for row in workers.map(_row, [(record, goals) for record in found]):
            rows.append(row)
            at_last = [f"{row[name]}" or "-" for name in ("last_recorded", "last_stock")]
            figures = f"{row['any_recorded']:>9}{row['any_stock']:>7}{at_last[0]:>11}{at_last[1]:>7}"
            print(
                f"{row['task']:28}{row['seed']:>4}  {row['control']:8}{figures}  {row['otherwise'] or 'none'}",
                flush=True,
            )
    differing = [row for row in rows if row["otherwise"]]
    print(f"{len(rows)} controllers, {sum(row['goals'] for row in rows)} goals: {len(differing)} controllers differ")
    if given.csv is not None:
        with given.csv.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, fieldnames=rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    if differing:
        sys.exit(1)


if __name__ == "__main__":
    main()
