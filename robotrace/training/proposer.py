"""Where a round's answers come from: what was recorded, else the optimizer, within the budget."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from robotrace.errors import ModelError, OptionError
from robotrace.opto import Declaration, Evidence, Optimizer, Proposal, TrialId
from robotrace.opto.optimizer import question_of, samples_of
from robotrace.text import printable
from robotrace.training.budget import Budget
from robotrace.training.pending import PendingTrial
from robotrace.training.recorder import Recorder
from robotrace.training.threads import THREADS, ask_all

log = logging.getLogger(__name__)

_PATIENCE = 3


class Proposer:
    """Answers pending trials; each answer is in the run folder the moment it arrives.

    Args:
        optimizer: The optimizer, asked for each answer that is not recorded.
        recorder: The recorder that keeps and counts the answers.
        answers: The recorded answers by trial; they are not asked for again.
        replays: Whether to use the recorded answers alone and never ask the optimizer.
        budget: The caps; recorded answers are used even where they exceed them.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        recorder: Recorder,
        *,
        answers: Mapping[TrialId, Proposal],
        replays: bool = False,
        budget: Budget,
    ) -> None:
        self.asks_a_model = Declaration.of(optimizer).asks_a_model  # another call may bring another answer
        self._optimizer = optimizer
        self._recorder = recorder
        self._budget = budget
        self._answers = answers
        self._replays = replays
        self._failures = 0
        self._last = ""  # why the endpoint failed most recently

    def stops(self, iteration: int) -> str | None:
        """Why this round cannot begin, in words; None where it can."""
        if self._recorded(iteration):
            return None
        if self._replays:
            return "the recording holds no further answer"
        if self._failures == _PATIENCE:
            return f"the model's endpoint failed {_PATIENCE} times in a row: {self._last}"
        return self._over_budget()

    def first(self, iteration: int, evidence: Evidence) -> list[PendingTrial]:
        """The round's first trials: as many as the optimizer makes, of those that are recorded or affordable."""
        count = 0 if self._replays else self._affordable(samples_of(self._optimizer, evidence))
        ids = {TrialId(iteration, sample) for sample in range(count)} | self._recorded(iteration)
        return [PendingTrial(id, evidence) for id in sorted(ids)]

    def retries(self, pending: Sequence[PendingTrial]) -> list[PendingTrial]:
        """Further trials for those whose refusal goes back."""
        again = [trial.retry() for trial in pending if trial.returns and self.asks_a_model]
        recorded = {trial.id for trial in again} & self._answers.keys()
        closed = self._replays or (not recorded and self._over_budget() is not None)
        count = 0 if closed else self._affordable(len(again))
        return [trial for place, trial in enumerate(again) if place < count or trial.id in recorded]

    def answer(self, pending: Sequence[PendingTrial]) -> None:
        """Fill in the proposals; new ones are asked for side by side where a model writes them."""
        new = [trial for trial in pending if trial.id not in self._answers]
        for trial in pending:
            if trial.id in self._answers:
                self._take(trial, self._answers[trial.id])
                self._compare(trial)
        threads = THREADS if self.asks_a_model else 1
        by_id = {trial.id: trial for trial in new}
        for id, proposal in ask_all(lambda id: self._ask(by_id[id]), by_id, threads=threads):
            self._take(by_id[id], proposal)
        self._recorder.paid(trial.proposal for trial in pending)
        if any(trial.answered for trial in pending):
            self._failures = 0
        elif new:
            self._failures += 1

    def _take(self, trial: PendingTrial, proposal: Proposal) -> None:
        trial.proposal = proposal
        self._recorder.proposal(trial.id, proposal)

    def _ask(self, trial: PendingTrial) -> Proposal:
        try:
            proposal = self._optimizer.propose(trial.evidence, sample=trial.id.sample)
        except ModelError as error:
            self._last = printable(str(error))
            return Proposal.unanswered(self._last)
        if not isinstance(proposal, Proposal):
            raise OptionError(
                f"{self._optimizer.name}.propose: expected a robotrace.opto.Proposal with new values by parameter name, "
                f"found {proposal!r:.100}."
            )
        return proposal

    def _recorded(self, iteration: int) -> set[TrialId]:
        return {id for id in self._answers if id.iteration == iteration and not id.attempt}

    def _over_budget(self) -> str | None:
        return self._budget.stops(self._recorder.ledger, calls=self.asks_a_model)

    def _affordable(self, wanted: int) -> int:
        return int(min(wanted, self._budget.calls_left(self._recorder.ledger))) if self.asks_a_model else wanted

    def _compare(self, trial: PendingTrial) -> None:
        """Say where a recorded answer was given to another question; it is used all the same."""
        asked_otherwise_then = bool(trial.proposal.notes)  # such as more shortly, for a model that reads less
        if not trial.proposal.prompt or asked_otherwise_then:
            return
        question = question_of(self._optimizer, trial.evidence)
        if question is not None and question != trial.proposal.prompt:
            log.warning("Trial %s was asked otherwise than it would be now; its recorded answer is used.", trial.id)
