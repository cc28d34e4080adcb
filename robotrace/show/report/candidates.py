"""The candidates of a run as plain data: what each was made from, what it changed, what was asked and answered, what it cost."""

from __future__ import annotations

import difflib
from typing import Any

from robotrace.opto import Proposal, Trial, Verdict
from robotrace.opto.definitions import split_lines
from robotrace.results import Entry, Run
from robotrace.show.report.safe import bounded
from robotrace.show.report.traced import told

TEXTS = 1_500_000
"""Characters of prompts, replies and differences in a page."""
MOST_CODE = 60_000
"""Characters of one candidate's code."""
_LEADS = (Verdict.START, Verdict.ACCEPTED, Verdict.TAKEN)


def candidates_data(run: Run) -> list[dict[str, Any]]:
    """The candidates, oldest first; the parent of each is the one that it was made from, by its place in the list."""
    most = max(1_000, TEXTS // max(1, 3 * len(run.entries)))
    found: list[dict[str, Any]] = []
    parent: int | None = None
    depth, text = 0, ""
    for number, entry in enumerate(run.entries):
        trial = entry.trial
        found.append({"parent": parent, "depth": min(depth, 8), **_candidate(run, entry, before=text, most=most)})
        if trial.verdict in _LEADS and trial.candidate is not None:
            parent, text, depth = number, trial.candidate.text, depth + (number > 0)
    return found


def _candidate(run: Run, entry: Entry, *, before: str, most: int) -> dict[str, Any]:
    trial = entry.trial
    proposal = trial.proposal or Proposal({})
    heldout = run.heldout_at(trial.id)
    return {
        "id": str(trial.id),
        "verdict": str(trial.verdict),
        "best": trial.id == run.best_id,
        "why": bounded(trial.why, 500),
        "train": told(entry, run),
        "heldout": str(heldout) if heldout.n else "",
        "score": entry.score,
        "code": None if trial.candidate is None else bounded(trial.candidate.text, MOST_CODE),
        "diff": bounded(difference(before, trial), most),
        "prompt": bounded(proposal.prompt, most),
        "reply": bounded(proposal.reply, most),
        "reason": bounded(proposal.reason, 2_000),
        "calls": proposal.spend.calls,
        "tokens": proposal.spend.prompt_tokens + proposal.spend.completion_tokens,
        "usd": proposal.spend.usd if proposal.spend.calls else None,
        "failures": [bounded(it.failure, 300) for it in trial.outcomes if it.failure][:3],
    }


def difference(before: str, trial: Trial) -> str:
    """What a candidate changed, as a unified difference; "" of the first one."""
    if trial.candidate is None or not before:
        return ""
    old, new = (text[:MOST_CODE] for text in (before, trial.candidate.text))
    lines = difflib.unified_diff(split_lines(old), split_lines(new), "before", str(trial.id), n=2)
    return "".join(line if line.endswith("\n") else line + "\n" for line in lines)
