"""Where a round's answers come from: what was recorded, else the optimizer, within the budget."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from robotrace.errors import ModelError, OptionError
from robotrace.opto import Declaration, Evidence, Optimizer, Proposal, TrialId
from robotrace.opto.optimizer import question_of, samples_of
from robotrace.training.budget import Budget
from robotrace.training.draft import Draft
from robotrace.training.journal import Journal
from robotrace.training.threads import ask_all

log = logging.getLogger(__name__)

_PATIENCE = 3


class Source:
    """Answers drafts; each answer is in the run folder the moment it arrives.

    Args:
        optimizer: who is asked.
        journal: where answers are kept and counted.
        answers: those that were paid for already; they are not asked for again.
        replays: use these alone, and ask nobody.
        budget: caps; recorded answers are within them, whatever they say.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        journal: Journal,
        *,
        answers: Mapping[TrialId, Proposal],
        replays: bool = False,
        budget: Budget,
    ) -> None:
        self.optimizer = optimizer
        self.asks_a_model = Declaration.of(optimizer).asks_a_model  # another call may bring another answer
        self.journal = journal
        self.budget = budget
        self._answers = answers
        self._replays = replays
        self._failures = 0

    def stops(self, iteration: int) -> str | None:
        """Why this round cannot begin, in words; None where it can."""
        if self._recorded(iteration):
            return None
        if self._replays:
            return "the recording holds no further answer"
        if self._failures == _PATIENCE:
            return f"the model's endpoint failed {_PATIENCE} times in a row"
        return self.budget.stops(self.journal.ledger, calls=self.asks_a_model)

    def drafts(self, iteration: int, evidence: Evidence) -> list[Draft]:
        """The round's first drafts: as many as the optimizer makes, of those that are recorded or affordable."""
        count = 0 if self._replays else self._affordable(samples_of(self.optimizer, evidence))
        ids = {TrialId(iteration, sample) for sample in range(count)} | self._recorded(iteration)
        return [Draft(trial, evidence) for trial in sorted(ids)]

    def retries(self, drafts: Sequence[Draft]) -> list[Draft]:
        """Further drafts for those whose refusal goes back."""
        again = [draft.again() for draft in drafts if draft.returns and self.asks_a_model]
        recorded = {draft.id for draft in again} & self._answers.keys()
        closed = self._replays or (
            not recorded and self.budget.stops(self.journal.ledger, calls=self.asks_a_model) is not None
        )
        count = 0 if closed else self._affordable(len(again))
        return [draft for place, draft in enumerate(again) if place < count or draft.id in recorded]

    def answer(self, drafts: Sequence[Draft]) -> None:
        """Fill in the proposals; new ones are asked for side by side where a model writes them."""
        by_id = {draft.id: draft for draft in drafts}
        new = [trial for trial in by_id if trial not in self._answers]
        for trial, draft in by_id.items():
            if trial in self._answers:
                draft.proposal = self._answers[trial]
                self._compare(draft)
                self.journal.proposal(trial, draft.proposal)
        if self.asks_a_model:
            for trial, proposal in ask_all(lambda trial: self._ask(by_id[trial]), new):
                by_id[trial].proposal = proposal
                self.journal.proposal(trial, proposal)
        else:
            for trial in new:
                by_id[trial].proposal = self._ask(by_id[trial])
                self.journal.proposal(trial, by_id[trial].proposal)
        self.journal.paid(draft.proposal for draft in drafts)
        if any(draft.answered for draft in drafts):
            self._failures = 0
        elif new:
            self._failures += 1

    def _ask(self, draft: Draft) -> Proposal:
        try:
            proposal = self.optimizer.propose(draft.evidence, sample=draft.id.sample)
        except ModelError as error:
            return Proposal.unanswered(str(error))
        if not isinstance(proposal, Proposal):
            raise OptionError(
                f"{self.optimizer.name}.propose: expected a robotrace.opto.Proposal with new values by parameter name, "
                f"found {proposal!r:.100}."
            )
        return proposal

    def _recorded(self, iteration: int) -> set[TrialId]:
        return {trial for trial in self._answers if trial.iteration == iteration and not trial.attempt}

    def _affordable(self, wanted: int) -> int:
        return int(min(wanted, self.budget.calls_left(self.journal.ledger))) if self.asks_a_model else wanted

    def _compare(self, draft: Draft) -> None:
        """Say where a recorded answer was given to another question; it is used all the same."""
        asked_otherwise_then = bool(draft.proposal.notes)  # such as more shortly, for a model that reads less
        if not draft.proposal.prompt or asked_otherwise_then:
            return
        question = question_of(self.optimizer, draft.evidence)
        if question is not None and question != draft.proposal.prompt:
            log.warning("Trial %s was asked otherwise than it would be now; its recorded answer is used.", draft.id)
