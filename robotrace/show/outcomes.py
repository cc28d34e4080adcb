"""An evaluation of a problem that is no robot's: how well it went, in the problem's own words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from robotrace.results import Run
from robotrace.show.console import grid_of, ranges, rate_of
from robotrace.text import one_line
from robotrace.training.evaluation import SPLITS, ProblemEvaluation

_REASONS = 10


def problem_evaluation(found: ProblemEvaluation, subject: str, notes: Sequence[str] = ()) -> RenderableType:
    """What was measured, and which cases were not solved and why.

    Args:
        found: What was measured.
        subject: What was evaluated, as it was asked for.
        notes: What makes the figures doubtful, a sentence each.
    """
    words = found.words
    grid = grid_of()
    if not found.is_scored:
        grid.add_row("solved", rate_of(found.success))
    if found.mean.n:
        grid.add_row("mean score", str(found.mean))
    grid.add_row(words.candidate, Text(subject, overflow="fold"))
    grid.add_row("problem", Text(f"{found.problem}: {len(found.outcomes)} {SPLITS[found.split]} {words.cases}"))
    for note in notes:
        grid.add_row("note", Text(note, style="yellow"))
    reasons: dict[str, list[int]] = {}
    for outcome in found.outcomes:
        if outcome.failure is not None or (not outcome.success and found.success.successes):
            reasons.setdefault(one_line(outcome.failure or "not solved", 200), []).append(outcome.case.index)
    if not reasons:
        return grid
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(f"failed {words.cases}")
    table.add_column("why")
    for why, indices in list(reasons.items())[:_REASONS]:
        table.add_row(ranges(sorted(indices)), Text(why))
    return Group(grid, Text(), table)


def problem_evaluation_json(
    found: ProblemEvaluation, subject: str, notes: Sequence[str], run: Run | None
) -> dict[str, Any]:
    """The same as a JSON object."""
    return {
        "problem": found.problem,
        found.words.candidate: subject,
        "split": found.split,
        "case": found.words.case,
        "cases": len(found.outcomes),
        "success": found.success.as_json(),
        "score": found.score,
        "mean_score": found.mean.as_json(),
        "optimizer": run.optimizer if run else None,
        "model": run.config.get("model") if run else None,
        "notes": list(notes),
        "outcomes": [
            {
                "index": outcome.case.index,
                "success": outcome.success,
                "score": None if outcome.score is None or not math.isfinite(outcome.score) else outcome.score,
                "failure": outcome.failure,
                **outcome.detail,
            }
            for outcome in found.outcomes
        ],
    }
