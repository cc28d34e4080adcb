"""A run as a table: one row an iteration, for spreadsheets and data frames."""

from __future__ import annotations

import csv
import io
import math
from typing import Any

from robotrace.results.reader import Entry, Run
from robotrace.results.statistics import Rate


def metrics_table(run: Run) -> str:
    """The table as CSV; a cell is empty where nothing was measured."""
    rows = [_row(run, entry) for entry in run.entries]
    text = io.StringIO()
    if rows:
        writer = csv.DictWriter(text, fieldnames=rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return text.getvalue()


def _row(run: Run, entry: Entry) -> dict[str, Any]:
    return {
        "iteration": entry.iteration,
        "verdict": entry.trial.verdict.value,
        **_cells("train", entry.train),
        "score": "" if math.isnan(entry.score) else entry.score,
        **_cells("heldout", run.heldout_at(entry.iteration)),
        "calls": entry.calls,
        "tokens": entry.tokens,
        "env_steps": entry.env_steps,
        "seconds": round(entry.seconds, 3),
    }


def _cells(split: str, rate: Rate) -> dict[str, Any]:
    return {f"{split}_{key}": value if rate.n else "" for key, value in rate.as_json().items()}
