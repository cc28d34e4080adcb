"""A run as a table: one row a trial, for spreadsheets and data frames."""

from __future__ import annotations

import csv
import io
import math
from typing import Any

from robotrace.opto import Ledger
from robotrace.results.run import Entry, Run
from robotrace.results.statistics import Rate


def metrics_table(run: Run) -> str:
    """The table as CSV; a cell is empty where nothing was measured.

    What was used up stands as it was when the row's trial was over; in the last row, as it was when the run was.
    """
    ledgers = [*(entry.ledger for entry in run.entries[:-1]), run.ledger]
    rows = [_row(run, entry, ledger) for entry, ledger in zip(run.entries, ledgers, strict=False)]
    text = io.StringIO()
    if rows:
        writer = csv.DictWriter(text, fieldnames=rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return text.getvalue()


def _row(run: Run, entry: Entry, ledger: Ledger) -> dict[str, Any]:
    return {
        **entry.id._asdict(),
        "verdict": entry.trial.verdict.value,
        **_rate("train", entry.train),
        "score": "" if math.isnan(entry.score) else entry.score,
        **_rate("heldout", run.heldout_at(entry.id)),
        **{name: "" if figure is None else figure for name, figure in ledger.rounded.items()},
    }


def _rate(split: str, rate: Rate) -> dict[str, Any]:
    return {f"{split}_{key}": value if rate.n else "" for key, value in rate.as_json().items()}
