"""The probability of improvement: how likely a run of one optimizer does better than one of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from robotrace.results.suites.figures import improvements
from robotrace.results.suites.reader import SuiteResults
from robotrace.show.figure import TRAINING
from robotrace.show.sheet import INK, SIZE, SOFT, WIDTH, plain, settle, sheet
from robotrace.show.suites.looks import frame, sign
from robotrace.show.suites.words import optimizer_name, setting, title

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROW = 0.24  # inches


def draw_improvement(results: SuiteResults, *, width: float = WIDTH) -> Figure | None:
    """A row a pair of optimizers, after Agarwal et al. (2021), section 4.3; None where there is no pair."""
    pairs = [pair for pair in improvements(results) if pair.improvement.tasks]
    if not pairs:
        return None
    banded = any(pair.improvement.low is not None for pair in pairs)
    interval = " Intervals: bootstrapped 95 % over runs, stratified by task." if banded else ""
    page = sheet(
        title=f"Probability of improvement on {title(results)}",
        caption=f"{setting(results)} Dots: the probability that a run of X has a higher held-out success rate, at any step, than a "
        f"run of Y on the same task, a tie counting half (Mann-Whitney U), averaged over tasks.{interval}",
        keys=[
            (sign(TRAINING, marker="o"), "P(X > Y)"),
            (sign(SOFT, linestyle=(0, (4, 3)), linewidth=0.8), "no difference"),
        ],
        width=width,
        body=ROW * len(pairs) + 0.5,
    )
    axes = page.figure.subplots()
    frame(axes, grid="x")
    axes.axvline(0.5, color=SOFT, linewidth=0.8, linestyle=(0, (4, 3)), zorder=2)
    for y, pair in enumerate(pairs):
        found = pair.improvement
        if found.low is not None and found.high is not None:
            axes.hlines(y, found.low, found.high, color=TRAINING, linewidth=1.4, zorder=3)
        axes.scatter([found.value], [y], s=22, color=TRAINING, linewidths=0, zorder=4, clip_on=False)
    axes.set_ylim(len(pairs) - 0.4, -0.6)
    axes.set_yticks(range(len(pairs)), [f"{optimizer_name(pair.x)} over {optimizer_name(pair.y)}" for pair in pairs])
    for label in axes.get_yticklabels():
        plain(label)
    axes.set_xlim(-0.02, 1.02)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
    axes.set_xlabel("P(X > Y)", size=SIZE, color=INK)
    axes.tick_params(axis="y", length=0)
    settle(page.figure, (0, page.below, 1, page.above - page.below), aside=0.14)
    return page.figure
