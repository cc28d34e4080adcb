"""A suite as a JSON object: what `robotrace suite --json` prints, key for key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from robotrace.results.suites.figures import COUNTED, by_task, improvements, overall
from robotrace.results.suites.plan import SuitePlan
from robotrace.results.suites.reader import SuiteResults


def plan_json(plan: SuitePlan) -> dict[str, Any]:
    """What runs."""
    return {
        "suite": plan.name,
        "tasks": [{"name": it.name, "class": it.role or None} for it in plan.members],
        "optimizers": list(plan.optimizers),
        "seeds": list(plan.seeds),
        "settings": dict(plan.settings),
    }


def suite_json(results: SuiteResults, files: Sequence[str] = ()) -> dict[str, Any]:
    """Every run, and what they come to."""
    return {
        "folder": str(results.folder.path),
        **plan_json(results.plan),
        "complete": results.complete,
        "runs": [
            {
                "task": row.cell.member.name,
                "optimizer": row.cell.optimizer,
                "seed": row.cell.seed,
                "run": str(results.folder.run(results.plan, row.cell).path),
                "state": row.state.value,
                "why": row.why or None,
                "any_step": row.any_step.as_json(),
                "last_step": row.last_step.as_json(),
            }
            for row in results.rows
        ],
        "by_task": [
            {
                "task": it.member.name,
                "class": it.member.role or None,
                "optimizer": it.optimizer,
                "runs": len(it.rows),
                "any_step": it.any_step.as_json(),
                "last_step": it.last_step.as_json(),
                "program_lines": it.lines,
                **{meter.name: it.used(meter.name) for meter in COUNTED},
            }
            for it in by_task(results)
        ],
        "overall": [
            {
                "class": row.role or None,
                "optimizer": row.optimizer,
                "tasks": row.tasks,
                "mean": row.mean,
                "mean_last": row.mean_last,
                "any_step": row.any_step.as_json(),
                "last_step": row.last_step.as_json(),
            }
            for row in overall(results)
        ],
        "improvement": [{"x": pair.x, "y": pair.y, **pair.improvement.as_json()} for pair in improvements(results)],
        "files": list(files),
    }
