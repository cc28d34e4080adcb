"""Success of each task and optimizer as dots, with Wilson's intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from robotrace.results.suites.figures import Figures, by_task
from robotrace.results.suites.reader import SuiteResults
from robotrace.show.sheet import FAINT, INK, SIZE, SOFT, WIDTH, plain, settle, sheet
from robotrace.show.suites.looks import Look, frame, looks, sign
from robotrace.show.suites.words import ANY_STEP, LAST_STEP, ROLES, optimizer_name, setting, task_name, title

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TALLEST = 8.6  # inches of all rows, so that a figure fits a page
LEAST, MOST = 0.14, 0.11  # inches of a row at least; of each optimizer in it at most, beside the room between rows
ROOM = 0.12


def draw_dots(results: SuiteResults, *, width: float = WIDTH) -> Figure:
    """A row a task: a dot at the share of held-out goals solved at any step, a ring at the share solved at the last one."""
    optimizers, members = results.plan.optimizers, results.plan.members
    look = looks(optimizers)
    row = max(LEAST, min(ROOM + MOST * len(optimizers), TALLEST / len(members)))
    keys = [
        (sign(look[name].color, marker=look[name].marker, linewidth=0.9), optimizer_name(name)) for name in optimizers
    ]
    keys.append((sign(SOFT, marker="o", linewidth=0), ANY_STEP))
    keys.append((sign(SOFT, marker="o", linewidth=0, markerfacecolor="none", markersize=6.5), LAST_STEP))
    page = sheet(
        title=f"Success on {title(results)}",
        caption=f"{setting(results)} Dots: held-out goals of all seeds together, Wilson's 95 % interval over goals.",
        keys=keys,
        width=width,
        body=row * len(members) + 0.45,
    )
    axes = page.figure.subplots()
    frame(axes, grid="x")
    places = {member.name: at for at, member in enumerate(members)}
    for figures in by_task(results):
        at = optimizers.index(figures.optimizer)
        apart = (row - 0.6 * ROOM) / row / max(1, len(optimizers))
        y = places[figures.member.name] + (at - (len(optimizers) - 1) / 2) * apart
        _dot(axes, figures, y, look[figures.optimizer])
    for edge in range(1, len(members)) if len(optimizers) > 1 else ():
        axes.axhline(edge - 0.5, color=FAINT, linewidth=0.6, zorder=0)
    axes.set_ylim(len(members) - 0.4, -0.6)
    axes.set_yticks(range(len(members)), [task_name(member.name, results) for member in members])
    for label in axes.get_yticklabels():
        plain(label)
    _classes(axes, [member.role for member in members])
    axes.set_xlim(-0.02, 1.02)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100"])
    axes.set_xlabel("held-out success rate (%)", size=SIZE, color=INK)
    axes.tick_params(axis="y", length=0)
    settle(page.figure, (0, page.below, 1, page.above - page.below), aside=0.14)
    return page.figure


def _dot(axes: Axes, figures: Figures, y: float, look: Look) -> None:
    rate, last = figures.any_step, figures.last_step
    if not rate.n:
        return
    axes.hlines(y, rate.low, rate.high, color=look.color, linewidth=0.9, zorder=3)
    axes.scatter([rate.rate], [y], marker=look.marker, s=13, color=look.color, linewidths=0, zorder=4, clip_on=False)
    if last.n:
        ring: dict[str, Any] = {"facecolors": "none", "edgecolors": look.color, "linewidths": 0.8}
        axes.scatter([last.rate], [y], marker=look.marker, s=36, zorder=5, clip_on=False, **ring)


def _classes(axes: Axes, roles: Sequence[str]) -> None:
    """A line between the two classes of a suite, and their names at the right."""
    if len(set(roles)) < 2:
        return
    for role in dict.fromkeys(roles):
        first, last = roles.index(role), len(roles) - 1 - roles[::-1].index(role)
        words: dict[str, Any] = {"size": SIZE - 0.5, "color": SOFT, "rotation": 270, "va": "center", "ha": "left"}
        axes.annotate(ROLES[role], (1.03, (first + last) / 2), annotation_clip=False, **words)
        if first:
            axes.axhline(first - 0.5, color=SOFT, linewidth=0.6, linestyle=(0, (4, 3)))
