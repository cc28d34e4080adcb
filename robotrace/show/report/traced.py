"""What of a run the page's curve is made of: the success rate along the iterations, or the mean score where that is the result."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from robotrace.results import Entry, Run
from robotrace.show.curves import curve
from robotrace.show.scores import scores_of


@dataclass(frozen=True, slots=True)
class Test:
    """The best candidate so far on held-out cases: its place, its value with the interval, and the same in words."""

    x: float
    value: float
    low: float
    high: float
    words: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One candidate on the training cases that it was judged by."""

    x: float
    value: float
    verdict: str
    words: str
    number: int


@dataclass(frozen=True, slots=True)
class Traced:
    """What is drawn of a run.

    Attributes:
        title: What the drawing shows.
        best: The best candidate so far on training cases, as places and values.
        heldout: The same on held-out cases, where that was measured.
        dots: The candidates that were tried.
        bounds: The ends of the vertical axis; None where the values decide.
        label: A value of the axis in words.
    """

    title: str
    best: Sequence[tuple[float, float]]
    heldout: Sequence[Test]
    dots: Sequence[Dot]
    bounds: tuple[float, float] | None
    label: Callable[[float], str]

    @property
    def end(self) -> float:
        """Where the last thing was measured."""
        tried = [*(x for x, _ in self.best), *(dot.x for dot in self.dots), *(test.x for test in self.heldout)]
        return max(tried, default=0.0)

    @property
    def values(self) -> list[float]:
        """Everything that has to find its place on the vertical axis; never empty."""
        tests = [end for test in self.heldout for end in (test.low, test.high)]
        return [*(value for _, value in self.best), *(dot.value for dot in self.dots), *tests] or [0.0]


def is_told_by_score(run: Run) -> bool:
    """Whether the scores say more than the rates: where nothing can be solved, or returns are published and nothing was."""
    return run.is_scored or (run.score_words == "mean return" and not run.heldout.successes)


def told(entry: Entry, run: Run) -> str:
    """How a candidate did on its training cases; "" where it was not tried."""
    if not entry.trial.outcomes:
        return ""
    if not is_told_by_score(run):
        return str(entry.train)
    return "" if math.isnan(entry.score) else f"{run.score_words} {entry.score:.4g}"


def traced(run: Run) -> Traced:
    """What the curve of a run is made of, which has tried something."""
    return _scores(run) if is_told_by_score(run) else _rates(run)


def _rates(run: Run) -> Traced:
    drawn = curve(run, "iteration")
    dots = [(entry.train.rate, number) for number, entry in enumerate(run.entries) if entry.trial.outcomes]
    return Traced(
        "Success while it trained",
        [(point.x, point.rate.rate) for point in drawn.best if point.rate.n],
        [
            Test(point.x, point.rate.rate, point.rate.low, point.rate.high, f"held out: {point.rate}")
            for point in drawn.heldout
        ],
        _dots(run, dots),
        (0.0, 1.0),
        lambda level: f"{round(100 * level)} %",
    )


def _scores(run: Run) -> Traced:
    best, heldout = scores_of(run, "iteration")
    dots = [(entry.score, number) for number, entry in enumerate(run.entries) if math.isfinite(entry.score)]
    name = run.score_words or "score"
    return Traced(
        f"{name[:1].upper()}{name[1:]} while it trained",
        [(x, value) for x, value in best if math.isfinite(value)],
        [
            Test(
                x,
                mean.value,
                mean.value if mean.low is None else mean.low,
                mean.value if mean.high is None else mean.high,
                f"held out: {mean}",
            )
            for x, mean in heldout
            if math.isfinite(mean.value)
        ],
        _dots(run, dots),
        None,
        lambda level: f"{level:,.4g}",
    )


def _dots(run: Run, values: Sequence[tuple[float, int]]) -> list[Dot]:
    found = []
    for value, number in values:
        entry = run.entries[number]
        verdict, why = str(entry.trial.verdict), entry.trial.why[:200]
        words = f"candidate {entry.id}, {verdict}: {told(entry, run)} in training" + (f"; {why}" if why else "")
        found.append(Dot(float(entry.iteration), value, verdict, words, number))
    return found
