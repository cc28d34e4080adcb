"""Performance profiles: which share of an optimizer's runs does better than each success rate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from robotrace.results.profile import performance_profile
from robotrace.results.suites.figures import strata
from robotrace.results.suites.reader import SuiteResults
from robotrace.show.sheet import INK, SIZE, SOFT, WIDTH, settle, sheet
from robotrace.show.suites.looks import frame, looks, sign
from robotrace.show.suites.words import count, optimizer_name, setting, title

if TYPE_CHECKING:
    from matplotlib.figure import Figure

THRESHOLDS = tuple(step / 100 for step in range(101))
HEIGHT = 2.7  # inches


def draw_profile(results: SuiteResults, *, width: float = WIDTH) -> Figure:
    """A line an optimizer, after Agarwal et al. (2021), section 4.2: higher is better everywhere."""
    from matplotlib.patches import Patch

    look = looks(results.plan.optimizers)
    found = {name: performance_profile(strata(results, name), THRESHOLDS) for name in results.plan.optimizers}
    profiles = {name: profile for name, profile in found.items() if profile is not None}
    runs = {name: sum(map(len, strata(results, name))) for name in profiles}
    keys = [(sign(look[name].color), f"{optimizer_name(name)} ({count(runs[name], 'run')})") for name in profiles]
    banded = any(profile.low is not None for profile in profiles.values())
    if banded:
        keys.append((Patch(facecolor=SOFT, alpha=0.25, linewidth=0), "95 % interval"))  # type: ignore[arg-type]
    bands = " Bands: bootstrapped 95 % over runs, stratified by task." if banded else ""
    page = sheet(
        title=f"Performance profiles on {title(results)}",
        caption=f"{setting(results)} Lines: the share of runs whose held-out success rate, at any step, is above τ.{bands}",
        keys=keys,
        width=width,
        body=HEIGHT,
    )
    axes = page.figure.subplots()
    frame(axes, grid="y")
    above = range(len(profiles) - 1, -1, -1)  # lines drawn first are wider, so that lines that coincide are all seen
    for more, (name, profile) in zip(above, profiles.items(), strict=True):
        color = look[name].color
        axes.step(profile.thresholds, profile.shares, where="post", color=color, linewidth=1.2 + 0.7 * more, zorder=3)
        if profile.low is not None and profile.high is not None:
            band: dict[str, Any] = {"color": color, "alpha": 0.13, "linewidth": 0, "zorder": 1}
            axes.fill_between(profile.thresholds, profile.low, profile.high, step="post", **band)
    ticks, names = [0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100"]
    axes.set_xlim(-0.01, 1.01)
    axes.set_ylim(-0.04, 1.04)
    axes.set_xticks(ticks, names)
    axes.set_yticks(ticks, names)
    axes.set_xlabel("held-out success rate τ (%)", size=SIZE, color=INK)
    axes.set_ylabel("runs with a rate above τ (%)", size=SIZE, color=INK)
    settle(page.figure, (0, page.below, 1, page.above - page.below))
    return page.figure
