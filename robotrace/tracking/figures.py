"""What of an event a tracker is told: numbers by name, the same for all trackers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from robotrace.opto import Outcome, mean_score
from robotrace.results.events import Event, read_outcomes
from robotrace.results.statistics import Rate

SPLITS = {"trial": "train", "fresh": "fresh", "validation": "validation", "heldout": "heldout"}
"""The events that measure something, and what stands before the names of their figures."""


def figures_of(event: Event) -> dict[str, float]:
    """The figures of an event; none where it measured nothing.

    Success is the share of the cases that were solved, where they can be; "heldout/success_low" and "_high" are the ends of
    Wilson's 95 % interval. What a run has used up stands under "used/".
    """
    split = SPLITS.get(event["event"])
    figures: dict[str, float] = {}
    if split is not None:
        figures |= _measured(split, read_outcomes(event["outcomes"]))
    if event["event"] == "trial":
        figures["accepted"] = float(event["verdict"] in ("start", "accepted"))
    return figures | _used(event.get("ledger") or {})


def _measured(split: str, outcomes: Iterable[Outcome]) -> dict[str, float]:
    tried = list(outcomes)
    figures: dict[str, float] = {}
    solvable = [one for one in tried if one.solvable]
    if solvable:
        rate = Rate.of(one.success for one in solvable)
        figures[f"{split}/success"] = rate.rate
        if split == "heldout":
            figures |= {"heldout/success_low": rate.low, "heldout/success_high": rate.high}
    score = mean_score(one for one in tried if one.score is None or math.isfinite(one.score))
    if score is not None:
        figures[f"{split}/score"] = score
    if tried:
        figures[f"{split}/failures"] = float(sum(one.failure is not None for one in tried))
    return figures


def _used(ledger: Mapping[str, Any]) -> dict[str, float]:
    return {f"used/{name}": float(value) for name, value in ledger.items() if isinstance(value, int | float)}
