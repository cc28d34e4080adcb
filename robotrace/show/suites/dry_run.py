"""What a suite would run, and about how long, as lines."""

from __future__ import annotations

import json

from robotrace.results.suites.plan import SuitePlan
from robotrace.show.suites.words import count, optimizer_name
from robotrace.text import one_line
from robotrace.training.suites.estimate import Estimate

SHOWN = 12  # tasks that are named


def foretold(plan: SuitePlan, found: Estimate) -> str:
    """The lines of `--dry-run`."""
    names = [member.name.split("/")[-1] for member in plan.members]
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    settings = ", ".join(f"{name} {json.dumps(value)}" for name, value in plan.settings.items())
    return "\n".join(
        [
            f"{plan.name}: {count(len(plan.cells), 'run')}, {found.runs} of them to be made, {found.slots} side by side",
            f"tasks        {', '.join(names[:SHOWN])}{more}",
            f"optimizers   {', '.join(map(optimizer_name, plan.optimizers))}",
            f"seeds        {', '.join(map(str, plan.seeds[:SHOWN]))}{' ...' if len(plan.seeds) > SHOWN else ''}",
            f"settings     {one_line(settings, 500) or 'all at their defaults'}",
            f"time         {_time(found)}",
            f"rests on     {found.rests_on}",
        ]
    )


def _time(found: Estimate) -> str:
    if found.low is None or found.high is None:
        return "not known"
    return f"about {_span(found.low)} to {_span(found.high)}"


def _span(seconds: float) -> str:
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"
