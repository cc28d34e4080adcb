"""A run as a table: one row a trial, for spreadsheets and data frames."""

from __future__ import annotations

import csv
import io
import math
from typing import Any

from robotrace.opto import Ledger
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
        **entry.id._asdict(),
        "verdict": entry.trial.verdict.value,
        **_cells("train", entry.train),
        "score": "" if math.isnan(entry.score) else entry.score,
        **_cells("heldout", run.heldout_at(entry.id)),
        **_totals(entry.ledger),
    }


def _totals(ledger: Ledger) -> dict[str, Any]:
    cells = {"calls": ledger.calls, "tokens": ledger.tokens, **ledger.as_json(), "seconds": round(ledger.seconds, 3)}
    return {name: "" if value is None else value for name, value in cells.items()}


def _cells(split: str, rate: Rate) -> dict[str, Any]:
    return {f"{split}_{key}": value if rate.n else "" for key, value in rate.as_json().items()}
