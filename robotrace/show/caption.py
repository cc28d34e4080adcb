"""The words around a plot: everything that a success rate means nothing without, and how to read the lines."""

from __future__ import annotations

from collections.abc import Sequence

from robotrace.results import Run
from robotrace.show.axis import still
from robotrace.show.beside import Beside, about
from robotrace.show.curves import AXES, Axis, cases_of, subtitle, title
from robotrace.show.series import Series, percent, points_of
from robotrace.text import one_line

MOST, SHORT = 600, 60  # letters of all settings, of one name


def heading(runs: Sequence[Run]) -> str:
    """The title of a plot: the task, or how many there are."""
    suffix = shared_suffix([run.task for run in runs])
    return f"{title(runs)} ({suffix})" if suffix and len({run.task for run in runs}) > 1 else title(runs)


def shared_suffix(tasks: Sequence[str]) -> str:
    """What each task's name ends with from an "@" on, where all end alike; else nothing."""
    suffixes = {f"@{task.partition('@')[2]}" for task in tasks}
    return suffixes.pop() if len(suffixes) == 1 and suffixes != {"@"} else ""


def result_words(line: Series) -> str:
    """The result of a line's runs; on held-out goals unless the words name others."""
    return f"{percent(line.result)}{'' if line.heldout else f' on {line.split} {cases_of(line.runs)}'}"


def caption(lines: Sequence[Series], axis: Axis, *, setting: str | None = None, beside: Sequence[Beside] = ()) -> str:
    """What is written below a plot of these lines along an axis, and of what stands beside them.

    Args:
        lines: The lines.
        axis: The x axis.
        setting: What the runs' success rates hold for, in words; by default said of the runs one by one.
        beside: What stands beside the lines.
    """
    runs = [run for line in lines for run in line.runs]
    parts = [
        f"{one_line(subtitle(runs), MOST)} · {_seeds(runs)}." if setting is None else setting,
        _about_lines(lines),
        _about_intervals(lines),
        _about_axis(lines, axis),
        _about_ends(lines),
        about(beside),
    ]
    return " ".join(filter(None, parts))


def _about_lines(lines: Sequence[Series]) -> str:
    points = [point for line in lines for curve in line.curves for point in points_of(curve, line.split)]
    counts = [point.rate.n for point in points]
    least, most = min(counts), max(counts)
    count = f"{least}" if least == most else f"{least} to {most}"
    cases = cases_of(run for line in lines for run in line.runs)
    drawn = f"Lines: what was known at each place of the best candidate so far, on {count} {lines[0].split} {cases}."
    return f"{drawn} Figures: on held-out {cases}." if any(line.heldout for line in lines) else drawn


def _about_intervals(lines: Sequence[Series]) -> str:
    single = any(len(line.runs) == 1 for line in lines)
    averaged = [line for line in lines if len(line.runs) > 1]
    parts = (
        [
            f"Wilson's 95\N{NO-BREAK SPACE}% over {cases_of(run for line in lines for run in line.runs)}"
            + (" where a line is one run" if averaged else "")
        ]
        if single
        else []
    )
    if any(line.result.low is not None for line in averaged):
        parts.append(
            "bootstrapped 95\N{NO-BREAK SPACE}% over runs, stratified by task, of their interquartile mean (IQM)"
        )
    if any(line.result.low is None for line in averaged):
        parts.append("none where a task has a single run (IQM over tasks)")
    return f"Intervals: {'; '.join(parts)}." if parts else ""


def _about_axis(lines: Sequence[Series], axis: Axis) -> str:
    idle = [one_line(line.name, SHORT) for line in lines if still(line.runs, axis)]
    return f"0 {AXES[axis]} throughout: {', '.join(dict.fromkeys(idle))}." if idle else ""


def _about_ends(lines: Sequence[Series]) -> str:
    names = [one_line(run.folder.name, SHORT) for line in lines for run in line.runs if not run.finished]
    more = f" and {len(names) - 6} more" if len(names) > 6 else ""
    return f"Not finished: {', '.join(names[:6])}{more}." if names else ""


def _seeds(runs: Sequence[Run]) -> str:
    seeds = list(dict.fromkeys(str(run.config.get("seed")) for run in runs))
    count = f"{len(runs)} runs" if len(runs) > 1 else "1 run"
    words = f"{count}, {'seed' if len(seeds) == 1 else 'seeds'} {one_line(', '.join(seeds), SHORT)}"
    return words.replace(" ", "\N{NO-BREAK SPACE}")
