"""What the runs of a domain's study came to: tables, and the plot of all optimizers."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from domain_plots import Line, draw, mean_of

from robotrace.results import Run, read_run


@dataclass(frozen=True, slots=True)
class Domain:
    """What is compared on what.

    Attributes:
        title: The plot's title.
        problem: The problem's name.
        seeds: The seeds of the problem, each with the repeats that are made of it: the optimizers' seeds.
        evaluations: Candidates that are tried, the start among them.
        arms: The rivals, of `RIVALS`.
        cost: What a score is worth, the smaller the better, of a score.
        label: The y axis.
        about: The caption.
        ratio: Whether costs are ratios, of which a geometric mean is taken and drawn on a logarithmic axis.
        goals: The number of training cases; None for all.
        heldout: The number of held-out cases; None for all.
        rules: Bundled policies that are tried once, by name.
        checkpoints: The evaluations that the table tells of.
    """

    title: str
    problem: str
    seeds: Mapping[int, Sequence[int]]
    evaluations: int
    arms: Sequence[str]
    cost: Callable[[float], float]
    label: str
    about: str
    ratio: bool = False
    goals: int | None = None
    heldout: int | None = None
    rules: Sequence[str] = ()
    checkpoints: Sequence[int] = (10, 20, 50)


@dataclass(frozen=True, slots=True)
class Arm:
    """One line of the plot.

    Attributes:
        name: Its name.
        costs: (runs, evaluations) each run's cost of each candidate; a run that ended holds its best.
        tried: How many candidates each run tried.
        heldout: The cost on held-out cases of each run that was tested on them.
        seconds: Wall time of each run.
        calls: Calls of a language model of each run.
    """

    name: str
    costs: np.ndarray
    tried: Sequence[int]
    heldout: Sequence[float] = ()
    seconds: Sequence[float] = ()
    calls: Sequence[int] = ()

    @property
    def best(self) -> np.ndarray:
        """(runs, evaluations) the best so far."""
        found: np.ndarray = np.minimum.accumulate(self.costs, axis=1)
        return found


def arm_of(name: str, domain: Domain, runs: Sequence[Run]) -> Arm:
    """A line of some runs."""
    rows, counts = [], []
    for run in runs:
        tried = [
            domain.cost(entry.score) if math.isfinite(entry.score) else math.inf
            for entry in run.entries
            if entry.trial.outcomes
        ]
        tried = tried[: domain.evaluations]
        counts.append(len(tried))
        rows.append([*tried, *[min(tried)] * (domain.evaluations - len(tried))])
    tested = [domain.cost(score) for run in runs if (score := _heldout(run)) is not None]
    return Arm(name, np.array(rows), counts, tested, [run.seconds for run in runs], [run.calls for run in runs])


def _heldout(run: Run) -> float | None:
    outcomes = run.tested.get(run.best_id, ()) if run.best_id is not None else ()
    scores = [outcome.score for outcome in outcomes if outcome.score is not None]
    return float(np.mean(scores)) if scores else None


def arms_in(domain: Domain, folder: Path, others: Sequence[Path]) -> list[Arm]:
    """The rivals' lines, and those of other runs by their optimizer and its view.

    Raises:
        SystemExit: There is no run, one is of another problem, or has not ended.
    """
    found: dict[str, list[Run]] = {}
    for arm in domain.arms:
        places = sorted(
            place for place in (folder / arm).glob("*-*") if int(place.name.partition("-")[0]) in domain.seeds
        )
        found[arm] = [run for place in places if (run := read_run(place)).finished]
    for place in others:
        run = read_run(place)
        if run.task != domain.problem or run.config.get("seed") not in domain.seeds:
            raise SystemExit(
                f"{place} is a run of {run.task}, seed {run.config.get('seed')}: expected {domain.problem}."
            )
        view = run.optimizer_options.get("view", "")
        name = " ".join(filter(None, (run.optimizer, view)))
        found.setdefault(name, []).append(run)
    if not any(found.values()):
        raise SystemExit(f"{folder} has no run of this domain: make some with `domains.py run`.")
    return [arm_of(name, domain, runs) for name, runs in found.items() if runs]


def rows_of(domain: Domain, arms: Sequence[Arm], rules: Sequence[Mapping[str, str]]) -> list[dict[str, object]]:
    """The table, best first."""
    rows = []

    def merit(arm: Arm) -> list[float]:
        """The best at each checkpoint, the last one first."""
        return [float(mean_of(arm.best[:, at - 1 : at], ratio=domain.ratio)[0][0]) for at in domain.checkpoints[::-1]]

    for arm in sorted(arms, key=merit):
        row: dict[str, object] = {
            "optimizer": arm.name,
            "n": len(arm.costs),
            "evaluations": f"{np.median(arm.tried):g}",
        }
        for at in domain.checkpoints:
            row[f"best at {at}"] = _figure(arm.best[:, at - 1], ratio=domain.ratio)
            if domain.ratio:
                row[f"below 1 % at {at}"] = f"{100 * np.mean(arm.best[:, at - 1] < 0.01):.0f} %"
        if domain.ratio:
            row["median error at 10"] = f"{np.median(arm.costs[:, 9]):.3g}"
        elif any(one.heldout for one in arms):
            row["held-out"] = _figure(np.array(arm.heldout), ratio=False) if arm.heldout else ""
        row["calls of a model"] = f"{np.mean(arm.calls):.3g}"
        row["seconds a run"] = f"{np.mean(arm.seconds):.3g}"
        rows.append(row)
    for rule in dict.fromkeys(it["rule"] for it in rules):
        costs = {
            split: np.array([float(it["cost"]) for it in rules if it["rule"] == rule and it["split"] == split])
            for split in ("train", "heldout")
        }
        row = {"optimizer": f"rule: {rule}", "n": len(costs["train"]), "evaluations": 1}
        row |= {f"best at {domain.checkpoints[0]}": _figure(costs["train"], ratio=False)}
        row["held-out"] = _figure(costs["heldout"], ratio=False)
        rows.append({name: row.get(name, "") for name in rows[0]})
    return rows


def _figure(values: np.ndarray, *, ratio: bool) -> str:
    value, low, high = (float(it[0]) for it in mean_of(values[:, None], ratio=ratio))
    if ratio:
        return f"{value:.2g} [{low:.2g}, {high:.2g}]"
    return f"{value:.1f} [{low:.1f}, {high:.1f}]"


def lines_of(domain: Domain, arms: Sequence[Arm], rules: Sequence[Mapping[str, str]]) -> list[Line]:
    """The best so far of each arm, and what each rule comes to on the training cases."""
    lines = [Line(arm.name, *mean_of(arm.best, ratio=domain.ratio)) for arm in arms]
    for rule in dict.fromkeys(it["rule"] for it in rules):
        costs = np.array([[float(it["cost"])] for it in rules if it["rule"] == rule and it["split"] == "train"])
        lines.append(Line(rule.replace("_", " "), *mean_of(costs, ratio=False)))
    return lines


def tables(domain: Domain, folder: Path, others: Sequence[Path], out: Path) -> None:
    """Write curves.csv, table.csv, table.md and plot.{png,svg} of a domain."""
    told = folder / "rules.csv"
    rules = list(csv.DictReader(told.read_text(encoding="utf-8").splitlines())) if told.exists() else []
    arms, about = arms_in(domain, folder, others), " ".join([domain.about, *_asked(others)])
    lines = lines_of(domain, arms, rules)
    write(out / "curves.csv", [row for line in lines if not line.is_rule for row in _points(line)])
    table = rows_of(domain, arms, rules)
    write(out / "table.csv", table)
    (out / "table.md").write_text(page_of(domain.title, about, table), encoding="utf-8")
    keys = {
        "line": f"{'geometric mean' if domain.ratio else 'mean'} over runs of the best so far, with its 95 % interval",
        **({"rule": "a rule, without a search"} if rules else {}),
    }
    shown = [float(line.mean[min(4, len(line.mean) - 1)]) for line in lines]
    least, most = min(float(line.mean[-1]) for line in lines), max(shown)
    draw(
        lines,
        out / "plot",
        title=domain.title,
        caption=about,
        keys=keys,
        label=domain.label,
        across="evaluations",
        limits=None if domain.ratio else (least - 0.08 * (most - least), most + 0.05 * (most - least)),
    )
    print((out / "table.md").read_text(encoding="utf-8"))


def _asked(places: Sequence[Path]) -> list[str]:
    """Which language models were asked, in words."""
    models = sorted({str(model) for place in places if (model := read_run(place).config.get("model"))})
    return [f"The language model is {', '.join(models)}."] if models else []


def _points(line: Line) -> Iterator[Mapping[str, object]]:
    for at, (mean, low, high) in enumerate(zip(line.mean, line.low, line.high, strict=True), 1):
        yield {
            "optimizer": line.name,
            "evaluation": at,
            "best": f"{mean:.6g}",
            "low": f"{low:.6g}",
            "high": f"{high:.6g}",
        }


def page_of(title: str, about: str, table: Sequence[Mapping[str, object]]) -> str:
    """A page in Markdown: a title, a paragraph and a table."""
    return f"# {title}\n\n{about}\n\n{grid_of(table)}"


def grid_of(table: Sequence[Mapping[str, object]]) -> str:
    """A table in Markdown."""
    head = list(table[0])
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    lines += [f"| {' | '.join(str(row[name]) for name in head)} |" for row in table]
    return "\n".join(lines) + "\n"


def write(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
