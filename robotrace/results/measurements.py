"""What a run measured, in the order in which it was measured, and how far the run was then."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from robotrace.opto import Ledger, Outcome, Spend, TrialId, counted
from robotrace.results.events import Event, id_of, read_outcomes


@dataclass(frozen=True, slots=True)
class Measurement:
    """Outcomes of one candidate, and how far the run was when they were there.

    Attributes:
        kind: Why it was measured: to judge a trial, on fresh training cases, or on held-out cases.
        trial: The trial whose candidate was measured.
        outcomes: The outcomes of this measurement alone, one a case.
        iteration: The last round of proposals that had been tried by then.
        ledger: The totals by then. Where they are not recorded they are the last recorded ones and what was spent and
            stepped since; the seconds are then the next recorded ones, so that nothing seems to be known too early.
    """

    kind: Literal["trial", "fresh", "heldout"]
    trial: TrialId
    outcomes: tuple[Outcome, ...]
    iteration: int
    ledger: Ledger


def measurements_of(events: Sequence[Event]) -> tuple[Measurement, ...]:
    """The measurements among the events of a run, oldest first."""
    measured: list[Measurement] = []
    ledger, iteration = Ledger(), 0
    for event, seconds in zip(events, _seconds_by(events), strict=True):
        kind = event["event"]
        if kind == "proposal":
            ledger = replace(ledger, spend=ledger.spend + Spend(**event["spend"]))
        elif kind == "trial":
            ledger, iteration = Ledger.from_json(event["ledger"]), id_of(event).iteration
            measured.append(Measurement(kind, id_of(event), read_outcomes(event["outcomes"]), iteration, ledger))
        elif kind in ("fresh", "heldout"):
            outcomes = read_outcomes(event["outcomes"])
            recorded = event.get("ledger")
            ledger = _added(ledger, kind, outcomes, seconds) if recorded is None else Ledger.from_json(recorded)
            measured.append(Measurement(kind, id_of(event), outcomes, iteration, ledger))
    return tuple(measured)


def _added(ledger: Ledger, kind: str, outcomes: Sequence[Outcome], seconds: float | None) -> Ledger:
    """The totals after outcomes that were recorded without any; held-out ones cost no steps of training."""
    if seconds is None:
        seconds = ledger.seconds + math.fsum(outcome.seconds for outcome in outcomes)
    return replace(counted(ledger, outcomes if kind == "fresh" else ()), seconds=seconds)


def _seconds_by(events: Sequence[Event]) -> list[float | None]:
    """For each event, the seconds that were recorded with it or next after it; None where nothing was."""
    seconds: float | None = None
    backwards: list[float | None] = []
    for event in reversed(events):
        seconds = (event.get("ledger") or {}).get("seconds", seconds)
        backwards.append(seconds)
    return backwards[::-1]
