"""What stands beside the lines of a plot: baselines that learn nothing, as a level; published results, as dots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from robotrace.show.cited import Cited
from robotrace.show.compare.groups import Group
from robotrace.show.curves import Axis, cases_of
from robotrace.show.series import Series, percent
from robotrace.text import one_line

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

GREYS = ("#222222", "#7a7a7a", "#4d4d4d", "#a0a0a0")
MEASURED, CITED = (0, (6, 2, 1, 2)), (0, (1, 1.6))  # dashes and dots of a level, dots of what is cited
SIGNS = ("x", "+", "1", "2", "3", "4", "|", "_")


@dataclass(frozen=True, slots=True)
class Beside:
    """One result that no line of the plot reaches along its axis.

    Attributes:
        name: The name of the baseline, or of the published method.
        result: Its rate in words.
        rate: The success rate.
        facts: What it holds for, in words.
        is_cited: Whether it was published elsewhere, and not measured here.
        points: Its rates by environment steps, where the plot is drawn against those; empty for a level.
    """

    name: str
    result: str
    rate: float
    facts: str
    is_cited: bool = False
    points: tuple[tuple[float, float], ...] = ()

    @classmethod
    def measured(cls, line: Series) -> Beside:
        """A baseline, as its runs measured it."""
        about = one_line(next((run.baseline for run in line.runs if run.baseline), "")).removeprefix("privileged: ")
        name = one_line(line.name, 60)
        where = "" if line.heldout else f" on training {cases_of(line.runs)}"
        return cls(name, f"{percent(line.result)}{where}", line.result.rate, f"{name}: {about}")

    @classmethod
    def cited(cls, result: Cited, axis: Axis) -> Beside:
        """A published result."""
        steps = f" after {result.rates[-1][0]:,} steps" if result.rates else ""
        points = tuple((float(x), rate) for x, rate in result.rates) if axis == "env_steps" else ()
        words = f"{100 * result.rate:.0f} %{steps}"
        return cls(f"{result.name}, cited", words, result.rate, result.facts, is_cited=True, points=points)

    @property
    def end(self) -> float:
        """The last place that it needs."""
        return max((x for x, _ in self.points), default=0.0)


def learners_and_levels(groups: Sequence[Group]) -> tuple[list[Group], list[Group]]:
    """The groups that are drawn as lines, and the baselines that learned nothing, which are levels beside them.

    Where there are only such baselines, they are all that is drawn.
    """
    levels = [
        group for group in groups if all(run.baseline is not None and len(run.entries) == 1 for run in group.runs)
    ]
    learners = [group for group in groups if group not in levels]
    return (learners, levels) if learners else (list(groups), [])


def about(beside: Iterable[Beside]) -> str:
    """What a caption says of what stands beside the lines."""
    every = {one.facts: one.is_cited for one in beside}
    measured = "; ".join(facts for facts, is_cited in every.items() if not is_cited)
    published = "; ".join(facts for facts, is_cited in every.items() if is_cited)
    return " ".join(
        filter(
            None,
            (
                f"Baselines that learn nothing: {measured}." if measured else "",
                f"Cited, not measured here, with settings of their own: {published}." if published else "",
            ),
        )
    )


def draw_beside(axes: Axes, beside: Sequence[Beside], names: Sequence[str]) -> None:
    """Draw each: a level across the axes, or its points.

    Args:
        axes: The axes that are drawn in.
        beside: What stands beside the lines there.
        names: The names of all that stands beside lines in the figure; each looks alike in every panel.
    """
    for one in beside:
        look = _look(one, names)
        if one.points:
            xs, rates = zip(*one.points, strict=True)
            axes.plot(xs, rates, **look)
        else:
            axes.axhline(one.rate, **look)


def keys_of(beside: Iterable[Beside], *, single: bool) -> list[tuple[Artist, str]]:
    """The signs of the legend and what they mean.

    Args:
        beside: All that stands beside lines in the figure.
        single: Whether there is one panel, so that the legend has room for the results.
    """
    from matplotlib.lines import Line2D

    first = {one.name: one for one in reversed(list(beside))}
    names = names_of(beside)
    return [
        (Line2D([], [], **_look(first[name], names)), f"{name}: {first[name].result}" if single else name)
        for name in names
    ]


def names_of(beside: Iterable[Beside]) -> list[str]:
    """The names of what stands beside lines, each once."""
    return list(dict.fromkeys(one.name for one in beside))


def _look(one: Beside, names: Sequence[str]) -> dict[str, Any]:
    number = names.index(one.name)
    look: dict[str, Any] = {"color": GREYS[number % len(GREYS)], "linewidth": 1.1, "zorder": 2}
    marked = {"marker": SIGNS[number % len(SIGNS)], "markersize": 5} if one.points else {}
    return {**look, **marked, "linestyle": CITED if one.is_cited else MEASURED}
