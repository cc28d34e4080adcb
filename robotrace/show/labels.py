"""The words beside the ends of a plot's lines: what stands there, in which colour, and where; no drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from robotrace.results import Rate, Run
from robotrace.show.curves import Curve, Point

# Okabe and Ito's palette, told apart with any kind of colour vision; the light ones darkened to be readable as words.
PALETTE = ("#0072b2", "#d55e00", "#009e73", "#a0457f", "#b07a00", "#3b8fc2", "#555555")
HELDOUT = PALETTE[1]  # in the picture of one run
LONG = 26  # letters of a task's name that a label has room for

Group = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Label:
    """Words beside the end of a line.

    Attributes:
        at: the point that they belong to.
        right: how far that point is drawn to the right of its place, in points.
        head: what it is, in the line's colour.
        body: how it did.
        color: of the line.
    """

    at: Point
    right: float
    head: str
    body: str
    color: str


def group(run: Run) -> Group:
    """Runs that differ in nothing but the seed look the same."""
    return run.task, run.optimizer


def colors_of(runs: Sequence[Run]) -> Mapping[Group, str]:
    """One colour a group, in the order in which they come."""
    groups = dict.fromkeys(group(run) for run in runs)
    return {group: PALETTE[index % len(PALETTE)] for index, group in enumerate(groups)}


def rights_of(curves: Sequence[Curve]) -> list[float]:
    """How far right of its place each run's held-out rate is drawn: runs that end together stand side by side."""
    ends = [one.best[-1].x for one in curves]
    return [9.0 + min(8.0, 36.0 / ends.count(end)) * ends[:index].count(end) for index, end in enumerate(ends)]


def labels_of(curves: Sequence[Curve], colors: Mapping[Group, str], rights: Sequence[float]) -> list[Label]:
    """One label a group, at the run of it that went furthest."""
    tasks, optimizers = len({task for task, _ in colors}), len({optimizer for _, optimizer in colors})
    labels = []
    for (task, optimizer), color in colors.items():
        members = [index for index, one in enumerate(curves) if group(one.run) == (task, optimizer)]
        parts = [
            _short(task.split("/")[-1]) if tasks > 1 else "",
            optimizer if optimizers > 1 or tasks == 1 else "",
            f"{len(members)} runs" if len(members) > 1 else "",
        ]
        ends = [curves[index].end.rate for index in members]
        pooled = Rate(sum(rate.successes for rate in ends), sum(rate.n for rate in ends))
        kind = "held-out" if all(curves[index].heldout for index in members) else "training"
        last = max(members, key=lambda index: curves[index].end.x)
        at, right = curves[last].end, rights[last] if curves[last].heldout else 0.0
        labels.append(Label(at, right, " · ".join(filter(None, parts)), f"{percent(pooled)} {kind}", color))
    return labels


def labels_of_one(one: Curve, colors: Mapping[Group, str], right: float) -> list[Label]:
    """Line and diamond of a single run are named apart."""
    best, color = one.best[-1], colors[group(one.run)]
    training = Label(best, 0.0, "training goals, best so far", percent(best.rate), color)
    if not one.heldout:
        return [training]
    last = one.heldout[-1]
    return [Label(last, right, "held-out goals", percent(last.rate), HELDOUT), training]


def _short(name: str) -> str:
    return name if len(name) <= LONG else f"{name[: LONG - 1]}…"


def percent(rate: Rate) -> str:
    """A rate as a plot says it."""
    return f"{100 * rate.rate:.0f} % [{100 * rate.low:.0f}, {100 * rate.high:.0f}]" if rate.n else "not measured"


def spread(wanted: Sequence[float], *, gap: float, low: float, high: float) -> list[float]:
    """Places near the wanted ones and in their order, with a gap between each two, within the limits where they fit."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    places = [min(max(wanted[index], low), high) for index in order]
    for index in range(1, len(places)):
        places[index] = max(places[index], places[index - 1] + gap)
    ceiling = high
    for index in range(len(places) - 1, -1, -1):
        places[index] = min(places[index], ceiling)
        ceiling = places[index] - gap
    found = dict(zip(order, places, strict=True))
    return [found[index] for index in range(len(wanted))]
