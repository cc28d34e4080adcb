"""Where the loop's news goes: the run folder and whoever listens.

A resumed run is lived through again from its recorded answers; what the folder holds already is then not written twice.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from robotrace.opto import Case, Outcome, Proposal, Spend, Trial
from robotrace.results import Run, RunWriter

Listener = Callable[[Mapping[str, Any]], None]


class Journal:
    """Writes events, tells them on, and keeps the totals.

    Args:
        writer: of the run folder.
        listener: called with each event that is written.
        recorded: the run so far, when it is gone on with.
    """

    def __init__(self, writer: RunWriter, listener: Listener | None = None, recorded: Run | None = None) -> None:
        self._writer = writer
        self._listener = listener
        self._known = Counter(recorded.told if recorded else {})
        self._before = recorded.seconds if recorded else 0.0
        self._started = time.perf_counter()
        self.spend = Spend()
        self.env_steps = 0

    @property
    def seconds(self) -> float:
        """Wall-clock time of the run so far, interruptions apart."""
        return self._before + time.perf_counter() - self._started

    def start(self, **settings: Any) -> None:
        """The run begins."""
        self._tell("start", 0, lambda: self._writer.start(**settings))

    def proposal(self, iteration: int, proposal: Proposal) -> None:
        """The optimizer answered."""
        self.spend += proposal.spend
        self._tell("proposal", iteration, lambda: self._writer.proposal(iteration, proposal))

    def trial(self, trial: Trial) -> None:
        """A candidate was tried, or a proposal refused."""
        self._count(trial.outcomes)
        spend, env_steps, seconds = self.spend, self.env_steps, self.seconds
        self._tell(
            "trial",
            trial.iteration,
            lambda: self._writer.trial(trial, spend=spend, env_steps=env_steps, seconds=seconds),
        )

    def fresh(self, iteration: int, outcomes: Sequence[Outcome]) -> None:
        """The best candidate met further training cases."""
        self._count(outcomes)
        self._tell("fresh", iteration, lambda: self._writer.fresh(iteration, outcomes))

    def heldout(self, iteration: int, outcomes: Sequence[Outcome], *, final: bool) -> None:
        """A candidate met the held-out cases; they do not count as the optimizer's environment steps."""
        self._tell("heldout", iteration, lambda: self._writer.heldout(iteration, outcomes, final=final))

    def best(self, text: str) -> None:
        """The best candidate, as a file to be used alone."""
        self._writer.best(text)

    def end(self, *, reason: str, best: int) -> None:
        """The run is over."""
        self._known.clear()
        self._tell(
            "end",
            best,
            lambda: self._writer.end(reason=reason, best=best, seconds=self.seconds, env_steps=self.env_steps),
        )

    def interrupted(self) -> None:
        """The user stopped the run."""
        self._known.clear()
        self._tell("interrupted", 0, self._writer.interrupted)

    def query(self, case: Case, done: int, of: int) -> None:
        """The oracle is asked next; told to the listener, not written."""
        if self._listener is not None:
            self._listener({"event": "query", "split": case.split, "done": done, "of": of})

    def _count(self, outcomes: Sequence[Outcome]) -> None:
        self.env_steps += sum(outcome.steps for outcome in outcomes)

    def _tell(self, kind: str, iteration: int, write: Callable[[], Mapping[str, Any]]) -> None:
        if self._known[kind, iteration] > 0:
            self._known[kind, iteration] -= 1
            return
        event = write()
        if self._listener is not None:
            self._listener(event)
