"""What is written for each thing that happens in a run: one JSON object, and the records it gives back."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from robotrace.errors import RunError
from robotrace.opto import METERS, Case, Ledger, Outcome, Proposal, Spend, Trial, TrialId
from robotrace.text import encodable

Event = Mapping[str, Any]
KNOWN_EVENTS = frozenset({"start", "proposal", "trial", "fresh", "validation", "heldout", "end", "interrupted"})
FRACTIONS = frozenset(meter.name for meter in METERS if meter.kind is float)  # all other figures count something


def start(*, task: str, optimizer: str, feedback: str | None, context: str, config: Event) -> dict[str, Any]:
    """The run begins."""
    return {
        "event": "start",
        "task": task,
        "optimizer": optimizer,
        "feedback": feedback,
        "context": context,
        "config": dict(config),
    }


def proposal(trial: TrialId, answer: Proposal) -> dict[str, Any]:
    """The optimizer answered; prompt and reply stand in files of their own."""
    return {
        "event": "proposal",
        **trial._asdict(),
        "values": dict(answer.values),
        "reason": answer.reason,
        "refusal": answer.refusal,
        "status": answer.status.value,
        "origin": answer.origin,
        "spend": answer.spend.as_json(),
        "notes": list(answer.notes),
    }


def trial(record: Trial, *, ledger: Ledger) -> dict[str, Any]:
    """A candidate was tried, or a proposal could not become one; the ledger has the totals since the run's start."""
    return {
        "event": "trial",
        **record.id._asdict(),
        "verdict": record.verdict.value,
        "why": record.why,
        "status": None if record.proposal is None else record.proposal.status.value,
        "values": None if record.candidate is None else dict(record.candidate.values),
        "outcomes": [outcome(one) for one in record.outcomes],
        "ledger": ledger.as_json(),
    }


def fresh(trial: TrialId, outcomes: Iterable[Outcome], *, ledger: Ledger) -> dict[str, Any]:
    """The candidate of a trial was tried on further training cases; the ledger has the totals since the run's start."""
    return {**_tested("fresh", trial, outcomes), "ledger": ledger.as_json()}


def validation(trial: TrialId, outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """The candidate of a trial was tried on the cases that decide what is better."""
    return _tested("validation", trial, outcomes)


def heldout(trial: TrialId, outcomes: Iterable[Outcome], *, final: bool = False) -> dict[str, Any]:
    """The candidate of a trial was tried on held-out cases; `final` for the one that the run ends with."""
    body = _tested("heldout", trial, outcomes)
    return {**body, "final": True} if final else body


def _tested(event: str, trial: TrialId, outcomes: Iterable[Outcome]) -> dict[str, Any]:
    return {"event": event, **trial._asdict(), "outcomes": [outcome(one) for one in outcomes]}


def end(*, reason: str, best: TrialId, ledger: Ledger) -> dict[str, Any]:
    """The run is over."""
    return {"event": "end", "reason": reason, "best": best._asdict(), "ledger": ledger.as_json()}


def id_of(event: Event) -> TrialId:
    """Which trial an event is about; one that is about none counts as the start's."""
    return TrialId(event.get("iteration", 0), event.get("sample", 0), event.get("attempt", 0))


def outcome(record: Outcome) -> dict[str, Any]:
    """One outcome, without its graph."""
    return {
        "split": record.case.split,
        "index": record.case.index,
        **({} if record.case.share == 1 else {"share": record.case.share}),
        "success": bool(record.success),
        "score": record.score,
        "feedback": record.feedback,
        "failure": record.failure,
        "steps": record.steps,
        "seconds": record.seconds,
        "detail": dict(record.detail),
        **({"asked": record.asked.as_json()} if record.asked.calls else {}),
    }


def read_outcomes(bodies: Sequence[Event]) -> tuple[Outcome, ...]:
    """The outcomes of an event; their graphs are gone."""
    return tuple(
        Outcome(
            case=Case(body["split"], body["index"], body.get("share", 1.0)),
            success=body["success"],
            score=_score(body["score"]),
            feedback=body["feedback"],
            failure=body["failure"],
            steps=body["steps"],
            seconds=body["seconds"],
            detail=body["detail"],
            asked=Spend(**whole(body.get("asked", {}))),
        )
        for body in bodies
    )


def _score(value: Any) -> float | None:
    """A score as it is written; earlier runs wrote the word "nan" where nobody counted."""
    return None if value is None or value == "nan" else float(value)


def read_ledger(body: Event) -> Ledger:
    """The totals of an event.

    Raises:
        ValueError: A count is not a whole number.
        KeyError, TypeError: A figure is missing or of an unknown name.
    """
    return Ledger.from_json(whole(body))


def whole(figures: Event) -> dict[str, Any]:
    """The figures of a spend or a ledger, of which all but dollars and seconds are whole numbers.

    Raises:
        ValueError: A count is not a whole number.
    """
    for name, value in figures.items():
        if name not in FRACTIONS and not isinstance(value, int):
            raise ValueError(f"{name}: expected a whole number, found {value}")
    if figures.get("seconds", 0.0) is None:
        raise ValueError("seconds: expected a number, found nothing")
    return dict(figures)


def encode(event: Event) -> bytes:
    """An event as its line in the file.

    Raises:
        RunError: The event holds a value that JSON cannot represent.
    """
    line = json.dumps(plain(event, str(event.get("event"))), ensure_ascii=False, allow_nan=False)
    return encodable(line).encode() + b"\n"


def plain(value: Any, where: str) -> Any:
    """A value in JSON's own types; a number that is not finite becomes the word for it, which `float` reads back.

    Raises:
        RunError: The value has no JSON type; the message names the place.
    """
    import numpy as np  # only what writes a run folder needs it

    if isinstance(value, np.ndarray | np.generic):
        value = value.tolist()
    if isinstance(value, Mapping):
        return {encodable(str(key)): plain(item, f"{where}.{key}") for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, f"{where}[{index}]") for index, item in enumerate(value)]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, str):
        return encodable(value)  # what was paid for is recorded, whatever it holds
    if value is None or isinstance(value, bool | int | float):
        return value
    raise RunError(
        f"{where} cannot be written to the run folder: expected numbers, text, lists or mappings of them, "
        f"found {type(value).__name__}."
    )
