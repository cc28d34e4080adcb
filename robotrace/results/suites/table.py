"""summary.csv: one row a run of a suite, for spreadsheets and data frames.

It holds what follows from seeds, programs and replies alone: no wall-clock time, no place, no machine. However often a suite was
killed and resumed, and whatever ran it, the bytes are the same.
"""

from __future__ import annotations

import csv
import io
from typing import Any

from robotrace.opto import METERS
from robotrace.results.statistics import Rate
from robotrace.results.suites.plan import short_name
from robotrace.results.suites.reader import Row, SuiteResults

METERED = tuple(meter for meter in METERS if meter.name != "seconds")


def summary_table(results: SuiteResults) -> str:
    """The table as CSV; a cell is empty where nothing was measured."""
    text = io.StringIO()
    rows = [_cells(row) for row in results.rows]
    writer = csv.DictWriter(text, fieldnames=rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _cells(row: Row) -> dict[str, Any]:
    run = row.run if row.state not in ("missing", "broken", "unfinished") else None
    config = {} if run is None else run.config
    figures = {} if run is None else run.ledger.figures
    return {
        "task": row.cell.member.name,
        "class": row.cell.member.role,
        "optimizer": short_name(row.cell.optimizer),
        "seed": row.cell.seed,
        "state": row.state.value,
        "trained_by": "" if run is None else run.optimizer,
        "model": config.get("model") or "",
        "feedback": "" if run is None else run.feedback or "",
        "control": config.get("control") or "",
        "horizon": config.get("horizon") or "",
        "success": config.get("success", "any") if config.get("control") else "",
        "iterations": "" if run is None else run.iterations,
        **_rate("any_step", row.any_step),
        **_rate("last_step", row.last_step),
        "program_lines": "" if run is None or row.lines is None else row.lines,
        **{meter.name: _figure(meter.rounded(figures.get(meter.name))) for meter in METERED},
    }


def _rate(name: str, rate: Rate) -> dict[str, Any]:
    if not rate.n:
        return dict.fromkeys((f"{name}_{part}" for part in ("solved", "goals", "rate", "low", "high")), "")
    return {
        f"{name}_solved": rate.successes,
        f"{name}_goals": rate.n,
        f"{name}_rate": round(rate.rate, 6),
        f"{name}_low": round(rate.low, 6),
        f"{name}_high": round(rate.high, 6),
    }


def _figure(figure: float | None) -> Any:
    return "" if figure is None else figure
