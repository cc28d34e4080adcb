"""Programs to repair: how many faults a failing test alone does not tell apart, and what a search without a model mends.

    python tests/studies/debug.py ambiguity [NAME ...] [--out results/published/debug]
    python tests/studies/debug.py runs FOLDER [--out results/published/debug]

`ambiguity` makes all single changes of each right program (`edits_of`) and keeps those that are faults: some of the eight
training tests fail, and none raises or hangs. Two faults of different functions look alike when their first failing test says
the same (the same input, expected and got), and look alike throughout when all tests do. Of the faults that look like one of
another function it counts those whose trace, of that test, holds the call that went wrong: the first call that returned something
else than the right function makes of the same arguments is one of the faulty function. Who knows what each function is for
finds it there, and cannot in the message. The planted faults are compared with the same changes. It prints a table, and writes
ambiguity.csv.

`runs` reads runs of `robotrace train debug/NAME`, of any optimizer, FOLDER/NAME each, and writes OPTIMIZER.csv.
"""

from __future__ import annotations

import argparse
import copy
import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from robotrace.envs.debug import FAULTS, PROBLEMS, right_program, wrong_program

import robotrace as rt
from robotrace.data import DataProblem
from robotrace.data.problem import trusted
from robotrace.episodes.limit import Limit, TooLong
from robotrace.errors import RobotraceError
from robotrace.optimizers.mutate.edits import edits_of
from robotrace.optimizers.mutate.suspects import suspicion
from robotrace.opto import Candidate, Case
from robotrace.results import read_run
from robotrace.trace import Graph, Ref
from robotrace.trace.containers import replace

OUT = Path(__file__).parents[2] / "results/published/debug"
SECONDS = 0.5
"""That a test may take."""
Said = tuple[tuple[int, str], ...]
"""What failing tests got, by the number of the test."""
Tests = Mapping[str, int]
"""What the right program makes of the training inputs."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A wrong program.

    Attributes:
        function: The function that is wrong.
        text: The whole program.
        said: What its failing training tests got.
    """

    function: str
    text: str
    said: Said


def faults_of(name: str, tests: Tests) -> Iterator[Fault]:
    """All single changes of the right program that fail a training test, and none with an exception."""
    right = right_program(name)
    for variable in right.variables:
        for edit in edits_of(variable.value, name=variable.name):
            text = right.render({variable.name: edit.text})
            said = failing(right.exported({variable.name: edit.text}), tests)
            if said:
                yield Fault(variable.name, text, said)


def failing(bare: str, tests: Tests) -> Said | None:
    """What the failing tests of a program got; None where one raises or hangs, or it cannot be loaded.

    Args:
        bare: A program of robotrace's own with one change, which can neither import nor open anything: it is run here.
        tests: What is expected.
    """
    said = []
    with Limit(SECONDS) as limit:
        try:
            main = functions_of(bare)["main"]
            for at, (given, expected) in enumerate(tests.items()):
                got = limit.call(main, given)
                if type(got) is not int or got != expected:
                    said.append((at, repr(got)))
        except (Exception, TooLong):  # noqa: BLE001 - whatever a wrong program raises
            return None
    return tuple(said)


def first(said: Said) -> Said:
    """The first failing test."""
    return said[:1]


def whole(said: Said) -> Said:
    """All failing tests."""
    return said


def alike(fault: Fault, others: Sequence[Fault], seen: Callable[[Said], Said]) -> bool:
    """Whether a fault of another function looks the same."""
    return any(it.function != fault.function and seen(it.said) == seen(fault.said) for it in others)


def named(problem: DataProblem, name: str, fault: Fault) -> str | None:
    """The function of the first call, in the trace of the first failing test, that returns what the right one does not."""
    case = Case("train", fault.said[0][0])
    graph = problem.query(Candidate({}, fault.text), case).graph
    return None if graph is None else first_wrong(graph, functions_of(right_program(name).exported({})))


def functions_of(bare: str) -> Mapping[str, Callable[..., Any]]:
    """The functions of a program without robotrace."""
    space: dict[str, Any] = {}
    exec(compile(bare, "<program>", "exec"), space)
    return space


def first_wrong(graph: Graph, right: Mapping[str, Callable[..., Any]]) -> str | None:
    """The function of the first call of a trace that returns something else than the right function does."""
    outputs = {record.id: record.output for record in graph.records}
    names = {record.id: record.name for record in graph.records if record.kind == "parameter"}
    for record in graph.records:
        code = record.inputs.get("__code__")
        if not isinstance(code, Ref):
            continue
        given = {name: value for name, value in record.inputs.items() if not name.startswith("__")}
        arguments = replace(copy.deepcopy(given), lambda ref: copy.deepcopy(outputs[ref.id]), Ref)
        if repr(right[names[code.id]](**arguments)) != repr(record.output):
            return names[code.id]
    return None


def ambiguity(name: str) -> Mapping[str, Any]:
    """The row of a program."""
    problem = trusted(rt.problem(f"debug/{name}"))
    main = functions_of(right_program(name).exported({}))["main"]
    texts = [problem.inputs(case)["text"] for case in problem.cases("train")]
    tests = {text: main(text) for text in texts}
    faults = list(faults_of(name, tests))
    unclear = [fault for fault in faults if alike(fault, faults, first)]
    wrong = wrong_program(name)
    planted = Fault(FAULTS[name].function, wrong.text, failing(wrong.exported({}), tests) or ())
    traced = [problem.query(Candidate({}, wrong.text), case) for case in problem.cases("train")]
    suspected = suspicion(traced)
    return {
        "program": name,
        "functions": len(problem.variables),
        "faults": len(faults),
        "alike_in_first_test": len(unclear),
        "alike_in_all_tests": sum(alike(fault, faults, whole) for fault in faults),
        "named_by_trace": sum(named(problem, name, fault) == fault.function for fault in unclear),
        "planted_alike_in_first_test": int(alike(planted, faults, first)),
        "planted_alike_in_all_tests": int(alike(planted, faults, whole)),
        "planted_named_by_trace": int(named(problem, name, planted) == planted.function),
        "planted_more_suspicious": sum(share > suspected.get(planted.function, 0.0) for share in suspected.values()),
    }


def of_run(folder: Path) -> Mapping[str, Any]:
    """The row of a run."""
    run = read_run(folder)
    return {
        "program": run.task.removeprefix("debug/"),
        "optimizer": run.optimizer,
        "solved": run.heldout.successes,
        "tests": run.heldout.n,
        "training_solved": run.train.successes,
        "training_tests": run.train.n,
        "program_calls": run.env_steps,
        "model_calls": run.calls,
        "iterations": run.iterations,
        "seconds": f"{run.seconds:.1f}",
    }


def page(rows: Sequence[Mapping[str, Any]]) -> str:
    """A table in Markdown, its last row the sums of what can be summed."""
    heads = list(rows[0])
    numbers = [head for head in heads if all(isinstance(row[head], int) for row in rows)]
    total = {head: sum(row[head] for row in rows) if head in numbers else "" for head in heads} | {heads[0]: "together"}
    lines = [heads, ["---"] * len(heads), *([str(row[head]) for head in heads] for row in [*rows, total])]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines).replace("_", " ")


def write(rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Write a table, and print it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(page(rows))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    counting = commands.add_parser("ambiguity", help="count faults that a failing test does not tell apart")
    counting.add_argument("names", nargs="*", choices=[[], *PROBLEMS], help="programs; default: all")
    reading = commands.add_parser("runs", help="read runs, FOLDER/NAME each")
    reading.add_argument("folder", type=Path)
    for command in (counting, reading):
        command.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    if given.command == "ambiguity":
        write([ambiguity(name) for name in given.names or PROBLEMS], given.out / "ambiguity.csv")
        return
    rows = []
    for name in PROBLEMS:
        try:
            rows.append(of_run(given.folder / name))
        except RobotraceError as error:
            raise SystemExit(f"{given.folder / name}: {error}") from error
    optimizers = {row["optimizer"] for row in rows}
    if len(optimizers) > 1:
        raise SystemExit(f"{given.folder} holds runs of {', '.join(sorted(optimizers))}: give those of one optimizer.")
    write(rows, given.out / f"{optimizers.pop()}.csv")


if __name__ == "__main__":
    main()
