"""The paper's other domains, each beside its specialised rivals, at equal evaluations.

    python tests/studies/domains.py run DOMAIN FOLDER
    python tests/studies/domains.py tables DOMAIN FOLDER [--runs RUN ...] [--seeds N ...] [--out FOLDER]

`run` makes the rivals' runs, or goes on with them: FOLDER/ARM/PROBLEM-REPEAT, each an ordinary run without a language model; it
plays the rules too, and keeps what they came to in FOLDER/rules.csv. `tables` reads the runs, and others such as those of a
language model, and writes curves.csv, table.csv, table.md and plot.{png,svg} to OUT, by default results/published/domains/DOMAIN;
with --seeds, of the rivals' runs only those of these seeds count, so that all are of the same problems. An evaluation is one
candidate on all training cases, the start among them; a candidate that was refused untried is none.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from domain_tables import Domain, tables, write

import robotrace as rt
from robotrace.optimizers import Tune
from robotrace.opto import Optimizer
from robotrace.results import read_run
from robotrace.training.policy import policy_of

sys.path.append(str(Path(__file__).parent / "rivals"))
RIVALS: dict[str, Callable[[int], Optimizer]] = {
    "random": lambda seed: _rival("random_search", "RandomSearch", seed=seed),
    "random integers": lambda seed: _rival("random_search", "RandomSearch", seed=seed, whole=True),
    "pattern search": lambda seed: _rival("pattern_search", "PatternSearch", seed=seed),
    "particle swarm": lambda seed: _rival("particle_swarm", "ParticleSwarm", seed=seed),
    "Gaussian process": lambda seed: _rival("gaussian_process", "GaussianProcess", seed=seed),
    "CMA-ES (tune)": lambda seed: Tune(seed=seed),
    **{
        f"Adam, {rate:g}": lambda seed, rate=rate: _rival("adam", "Adam", seed=seed, rate=rate)
        for rate in (0.1, 0.5, 1.0, 2.0)
    },
}
"""What is compared, by its name in tables; each is made anew for a repeat's seed."""
SEARCHES = ("random", "pattern search", "CMA-ES (tune)", "Gaussian process", "particle swarm")


DOMAINS = {
    "numerical": Domain(
        "Numbers for random programs of arithmetic",
        "numerical/arithmetic",
        {seed: (seed,) for seed in range(30)},
        50,
        ("random integers", *SEARCHES[1:], *(name for name in RIVALS if name.startswith("Adam"))),
        lambda score: max(1.0 - score, 1e-6),
        "error, in parts of the first one",
        "Programs of 2 numbers and 8 operations, a seed each from 0 on, on which no setting was chosen. Adam is told whether "
        "the output should be larger or smaller, all others how far it is off. Errors below 1e-6 of the first count as that.",
        ratio=True,
        checkpoints=(3, 10, 50),
    ),
    "crossing-published": Domain(
        "Green times of a crossing, as published",
        "traffic/crossing?published=true",
        {0: (0, 1, 2)},
        50,
        SEARCHES,
        lambda score: -score,
        "seconds lost, published score",
        "UXsim's C++ engine, scenario 42, start at 15 and 15 s; the optimum is 8 s away along one edge.",
        heldout=0,
        checkpoints=(5, 10, 20, 50),
    ),
    "crossing": Domain(
        "Green times of a crossing, from random starts",
        "traffic/crossing",
        {0: (0,), 1: (1,), 2: (2,)},
        50,
        SEARCHES,
        lambda score: -score,
        "seconds lost a trip",
        "UXsim's C++ engine, no demand dropped; the mean of 5 training scenarios, three seeds of scenarios and "
        "starts. Rules: their mean on the same scenarios.",
        goals=5,
        heldout=15,
        rules=("static_rule", "webster", "adaptive"),
        checkpoints=(5, 10, 20, 50),
    ),
    "corridor": Domain(
        "Six green times of three crossings in a row",
        "traffic/corridor",
        {0: (0,), 1: (1,), 2: (2,)},
        30,
        SEARCHES,
        lambda score: -score,
        "seconds lost a trip",
        "UXsim's C++ engine, no demand dropped, demand that changes with each third; the mean of 3 training scenarios, "
        "three seeds of scenarios and starts.",
        goals=3,
        heldout=6,
        checkpoints=(5, 10, 30),
    ),
}


def _rival(module: str, name: str, **options: Any) -> Optimizer:
    made: Optimizer = getattr(importlib.import_module(module), name)(**options)
    return made


def make_runs(domain: Domain, folder: Path) -> None:
    """Make all runs that are not finished, one after another, and try the rules."""
    if domain.rules and not (folder / "rules.csv").exists():
        write(folder / "rules.csv", [row for rule in domain.rules for row in _ruled(domain, rule)])
    for arm, seed, repeat in _cells(domain):
        place = folder / arm / f"{seed}-{repeat}"
        if place.exists() and read_run(place).finished:
            continue
        optimizer = RIVALS[arm](repeat)
        problem = rt.problem(domain.problem, seed=seed)
        began = time.perf_counter()
        run = rt.train(
            problem,
            optimizer=optimizer,
            iterations=_iterations(domain, optimizer, len(problem.variables)),
            goals=domain.goals,
            heldout=domain.heldout,
            run=place,
            resume=place.exists(),
        )
        values = run.best.values if run.best else None
        print(f"{arm} {seed}-{repeat}: {values}, {time.perf_counter() - began:.1f} s", flush=True)


def _cells(domain: Domain) -> Iterator[tuple[str, int, int]]:
    yield from (
        (arm, seed, repeat) for seed, repeats in domain.seeds.items() for repeat in repeats for arm in domain.arms
    )


def _iterations(domain: Domain, optimizer: Optimizer, numbers: int) -> int:
    """So many that no more candidates are tried than may be: `tune` tries a generation in each."""
    size = optimizer.options.size(numbers) if isinstance(optimizer, Tune) else 1
    return (domain.evaluations - 1) // size


def _ruled(domain: Domain, rule: str) -> Iterator[Mapping[str, object]]:
    """What a rule comes to on the training and the held-out cases, for each of the domain's seeds."""
    for seed in domain.seeds:
        name = "traffic/signal" if rule == "adaptive" else domain.problem
        problem = rt.problem(name, seed=seed)
        for split, count in (("train", domain.goals), ("heldout", domain.heldout)):
            scenarios = _scenarios(problem, domain.problem, seed, split)[:count]
            found = [problem.query(policy_of(rule, problem), case, traced=False).score for case in scenarios]
            yield {"rule": rule, "seed": seed, "split": split, "cost": domain.cost(float(np.mean(found)))}


def _scenarios(problem: Any, name: str, seed: int, split: str) -> Sequence[Any]:
    """The cases of a problem that are the scenarios of another one of the family."""
    if problem.name == name:
        return problem.cases(split)
    wanted = rt.problem(name, seed=seed)
    numbers = [wanted.scenario(case) - 1000 * seed for case in wanted.cases(split)]
    cases = [case for part in ("train", "heldout") for case in problem.cases(part)] + list(problem.validation)
    by_number = {problem.inputs(case)["scenario"]: case for case in cases}
    return [by_number[number] for number in numbers]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for command, words in (("run", "make the rivals' runs, or go on"), ("tables", "write the tables and the plot")):
        one = commands.add_parser(command, help=words)
        one.add_argument("domain", choices=DOMAINS)
        one.add_argument("folder", type=Path)
        if command == "tables":
            one.add_argument("--runs", type=Path, nargs="+", default=[], help="further runs of the same problem")
            one.add_argument("--seeds", type=int, nargs="+", help="the problem's seeds that count; by default all")
            one.add_argument("--out", type=Path, help="by default results/published/domains/DOMAIN")
    given = parser.parse_args()
    if given.command == "run":
        make_runs(DOMAINS[given.domain], given.folder)
    else:
        domain = DOMAINS[given.domain]
        if given.seeds:
            domain = replace(
                domain, seeds={seed: repeats for seed, repeats in domain.seeds.items() if seed in given.seeds}
            )
        out = given.out or Path("results/published/domains") / given.domain
        tables(domain, given.folder, given.runs, out)


if __name__ == "__main__":
    main()
