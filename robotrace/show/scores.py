"""The picture of runs whose cases cannot be solved, but have scores: the mean score against what it took to get there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from robotrace.opto import ROBOT, Case, TrialId, Verdict
from robotrace.results import Mean, Run
from robotrace.show.axis import axis_label
from robotrace.show.compare.groups import groups_of
from robotrace.show.curves import Axis, cases_of, place
from robotrace.show.figure import COLORS
from robotrace.show.sheet import FAINT, INK, SIZE, SOFT, TITLE
from robotrace.text import one_line

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HEIGHT = 3.2  # inches
_LINE = 0.17  # inches of a line of a legend
_WORDS = 14  # characters of a legend an inch
Points = list[tuple[float, float]]
"""Places on the x axis, and the mean score that was known there."""
Tests = list[tuple[float, Mean]]
"""Places on the x axis, and the mean score on held-out cases there, with its interval over the cases."""


def are_scored(runs: Sequence[Run]) -> bool:
    """Whether scores alone tell these runs' candidates apart: no case of them was ever solved, and cases have scores."""
    outcomes = [it for run in runs for measured in run.measurements for it in measured.outcomes]
    solved = any(it.success for it in outcomes)
    alone = all(run.words != ROBOT or run.is_scored for run in runs)
    return alone and not solved and any(it.score is not None for it in outcomes)


def scores_of(run: Run, axis: Axis) -> tuple[Points, Tests]:
    """The mean scores of the best candidate so far on training cases, and of the candidates tested on held-out ones."""
    verdicts = {entry.id: entry.trial.verdict for entry in run.entries}
    known: dict[TrialId, dict[Case, float | None]] = {}
    best, trained, tested = run.entries[0].id, Points(), Tests()
    for measured in run.measurements:
        x, trial = place(run, measured, axis), measured.trial
        if measured.kind == "heldout":
            mean = Mean.of(outcome.score for outcome in measured.outcomes if outcome.score is not None)
            tested += [(x, mean)] if mean.n else []
            continue
        known.setdefault(trial, {}).update({outcome.case: outcome.score for outcome in measured.outcomes})
        if measured.kind == "trial" and verdicts[trial] in (Verdict.START, Verdict.ACCEPTED):
            best = trial
        scores = [score for score in known[best].values() if score is not None]
        trained += [(x, math.fsum(scores) / len(scores))] if scores else []
    return trained, tested


def draw_scores(runs: Sequence[Run], *, axis: Axis, title: str, width: float) -> Figure:
    """A line a run: the best so far on training cases; a diamond where a candidate was tested on held-out ones.

    The interval of a diamond is over its cases; that of several runs' results, in the legend, over the runs.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, HEIGHT), facecolor="white", layout="constrained")
    axes = figure.subplots()
    cases, last = cases_of(runs), 0.0
    for number, group in enumerate(groups_of(runs)):
        color, results = COLORS[number % len(COLORS)], []
        for index, run in enumerate(group.runs):
            trained, tested = scores_of(run, axis)
            last = max([last, *(x for x, _ in (*trained, *tested))])
            label = (
                one_line(f"{group.name}: best so far on training {cases}", int(_WORDS * width)) if not index else None
            )
            axes.step(
                *zip(*trained, strict=True), where="post", color=color, linewidth=1.5, label=label
            ) if trained else None
            results += [mean for _, mean in tested[-1:]]
            axes.scatter(
                [x for x, _ in tested],
                [mean.value for _, mean in tested],
                marker="D",
                s=26,
                color=color,
                edgecolors="white",
                zorder=5,
            )
            for x, mean in tested:
                if mean.low is not None and mean.high is not None:
                    axes.vlines(x, mean.low, mean.high, color=color, linewidth=0.9)
        if results:
            result = results[0] if len(results) == 1 else Mean.of(mean.value for mean in results)
            over = "" if len(results) == 1 else f" over {len(results)} runs"
            axes.scatter([], [], marker="D", s=26, color=color, label=f"held-out {cases}: {result.figure}{over}")
    label, size = axis_label(axis, last, runs)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value / size:,.6g}")
    axes.set_xlabel(label, size=SIZE, color=INK)
    words = dict.fromkeys(run.score_words for run in runs)
    axes.set_ylabel(next(iter(words)) if len(words) == 1 else "mean score", size=SIZE, color=INK)
    axes.grid(axis="y", color=FAINT, linewidth=0.6)
    axes.tick_params(length=2.5, width=0.6, color=SOFT, labelsize=SIZE - 0.5, labelcolor=SOFT)
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_title(one_line(title, 120), size=TITLE, weight="bold", color=INK, loc="left").set_parse_math(False)
    labels = axes.get_legend_handles_labels()[1]
    columns = 2 if 2 * max(map(len, labels), default=0) < _WORDS * width else 1
    figure.set_figheight(
        HEIGHT + _LINE * max(0, -(-len(labels) // columns) - 3)
    )  # lines of the legend take none of the picture
    legend = figure.legend(loc="outside lower left", ncols=columns, frameon=False, fontsize=SIZE - 0.5, labelcolor=INK)
    for entry in legend.get_texts():
        entry.set_parse_math(False)
    return figure
