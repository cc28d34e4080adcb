"""Where the loop's events go: the run folder, the ledger, and a listener.

A resumed run is repeated from its recorded answers; what the folder holds already is then not written twice.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from robotrace.opto import Case, Ledger, Outcome, Proposal, Trial, TrialId, counted
from robotrace.results import Run, RunWriter

Listener = Callable[[Mapping[str, Any]], None]
_START = TrialId(0)


class Recorder:
    """Writes events, passes them to a listener, and keeps the totals.

    Args:
        writer: The writer of the run folder.
        listener: Called with each event that is written.
        recorded: The run so far where it is resumed, else None.
    """

    def __init__(self, writer: RunWriter, listener: Listener | None = None, recorded: Run | None = None) -> None:
        self._writer = writer
        self._listener = listener
        self._known = Counter(recorded.told if recorded else {})
        self._before = recorded.ledger if recorded else Ledger()
        self._started = time.perf_counter()
        self._used = Ledger()

    @property
    def ledger(self) -> Ledger:
        """The totals now; time does not count while the run is interrupted."""
        return replace(self._used, seconds=self._before.seconds + time.perf_counter() - self._started)

    def start(self, **settings: Any) -> None:
        """The run begins."""
        self._record("start", _START, lambda: self._writer.start(**settings))

    def proposal(self, trial: TrialId, proposal: Proposal) -> None:
        """The optimizer answered: kept at once, whatever becomes of its siblings."""
        self._record("proposal", trial, lambda: self._writer.proposal(trial, proposal))

    def paid(self, proposals: Iterable[Proposal]) -> None:
        """Count what answers cost; in an order that does not depend on which came first."""
        self._used = replace(self._used, spend=sum((proposal.spend for proposal in proposals), self._used.spend))

    def stepped(self, outcomes: Iterable[Outcome]) -> None:
        """Count what training took: environment steps, and what candidates asked of language models."""
        self._used = counted(self._used, outcomes)

    def trial(self, trial: Trial) -> None:
        """A candidate was tried, or a proposal refused."""
        ledger = self._total
        self._record("trial", trial.id, lambda: self._writer.trial(trial, ledger=ledger))

    def fresh(self, trial: TrialId, outcomes: Sequence[Outcome]) -> None:
        """The best candidate met further training cases."""
        ledger = self._total
        self._record("fresh", trial, lambda: self._writer.fresh(trial, outcomes, ledger=ledger))

    def validation(self, trial: TrialId, outcomes: Sequence[Outcome]) -> None:
        """A candidate met the cases that decide what is better."""
        self._record("validation", trial, lambda: self._writer.validation(trial, outcomes))

    def heldout(self, trial: TrialId, outcomes: Sequence[Outcome], *, final: bool) -> None:
        """A candidate met the held-out cases."""
        self._record("heldout", trial, lambda: self._writer.heldout(trial, outcomes, final=final))

    def best(self, text: str) -> None:
        """The best candidate, as a file to be used alone."""
        self._writer.best(text)

    def end(self, *, reason: str, best: TrialId) -> None:
        """The run is over."""
        self._known.clear()
        self._record("end", best, lambda: self._writer.end(reason=reason, best=best, ledger=self._total))

    def interrupted(self) -> None:
        """The user stopped the run."""
        self._known.clear()
        self._record("interrupted", _START, self._writer.interrupted)

    def query(self, case: Case, done: int, of: int) -> None:
        """The oracle is asked next; the listener hears of it, nothing is written."""
        if self._listener is not None:
            self._listener({"event": "query", "split": case.split, "done": done, "of": of})

    def knows(self, kind: str, trial: TrialId) -> bool:
        """Whether the next such event stands in the folder already."""
        return self._known[kind, trial] > 0

    @property
    def _total(self) -> Ledger:
        """What is written: never less than stands there, though a resumed run may have no use for all that was paid for."""
        return self.ledger.at_least(self._before)

    def _record(self, kind: str, trial: TrialId, write: Callable[[], Mapping[str, Any]]) -> None:
        if self.knows(kind, trial):
            self._known[kind, trial] -= 1
            return
        event = write()
        if self._listener is not None:
            self._listener(event)
