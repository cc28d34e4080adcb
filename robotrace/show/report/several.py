"""Several runs on one page: their names, their results with intervals, what they used, and pairs on the same goals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from robotrace.opto import METERS
from robotrace.results import Run
from robotrace.show.compare.pairing import compare
from robotrace.show.curves import model_words
from robotrace.show.report.drawings import bar_data
from robotrace.show.report.top import headline
from robotrace.show.report.traced import is_told_by_score
from robotrace.text import one_line


def names_of(runs: Sequence[Run]) -> list[str]:
    """The runs' folders by name, with so many of the folders around them that no two have the same."""
    paths = [run.folder.path.resolve().parts for run in runs]
    most = max(map(len, paths), default=1)
    several = (["/".join(parts[-depth:]) for parts in paths] for depth in range(1, most + 1))
    names = next((names for names in several if len(set(names)) == len(set(paths))), [])
    return [one_line(name, 80) for name in names]


def comparison(runs: Sequence[Run]) -> Mapping[str, Any]:
    """Runs side by side; a meter that stood still in all of them is left out."""
    meters = [
        meter
        for meter in METERS
        if meter.heading and (not meter.rare or any(run.ledger.figures[meter.name] for run in runs))
    ]
    rows = [
        {
            "task": one_line(run.task, 60),
            "by": one_line(f"{run.optimizer}, {model_words(run.config.get('model'))}", 80),
            "result": _result(run),
            "bar": bar_data(run.heldout) if run.heldout.n and not is_told_by_score(run) else None,
            "used": [_figure(run.ledger.figures[meter.name]) for meter in meters],
        }
        for run in runs
    ]
    return {"meters": [meter.heading for meter in meters], "rows": rows, "pairs": list(_pairs(runs))}


def _result(run: Run) -> str:
    if not is_told_by_score(run):
        return str(run.heldout)
    told = headline(run)
    return f"{run.score_words or 'mean score'} {told['figure']} {told['rest']}"


def _pairs(runs: Sequence[Run]) -> Iterable[Mapping[str, Any]]:
    for pair in compare(runs).pairs:
        counts = pair.counts
        yield {
            "first": pair.a,
            "second": pair.b,
            "n": counts.n,
            "better_first": counts.better_a,
            "better_second": counts.better_b,
            "difference": str(counts),
        }


def _figure(value: float | None) -> str:
    return "?" if value is None else f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"
