"""A trial on its way: from a question to an answer, a candidate, outcomes and a verdict."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from robotrace.opto import Candidate, Evidence, Outcome, Proposal, Status, Trial, TrialId, Verdict


@dataclass(slots=True)
class PendingTrial:
    """What has become of a trial so far.

    Attributes:
        id: The trial's iteration, sample and attempt.
        evidence: The evidence that the optimizer is shown.
        proposal: The optimizer's answer.
        candidate: The candidate that the answer makes; None where it makes none.
        outcomes: The candidate's outcomes on the working cases that it was tried on so far.
        refusal: Why the trial is not scored; "" where it can be.
        returns: Whether the refusal can go back to the optimizer for another answer.
    """

    id: TrialId
    evidence: Evidence
    proposal: Proposal = field(default_factory=lambda: Proposal({}))
    candidate: Candidate | None = None
    outcomes: tuple[Outcome, ...] = ()
    refusal: str = ""
    returns: bool = False

    @property
    def answered(self) -> bool:
        """Whether there was an answer at all."""
        return self.proposal.status is not Status.NO_ANSWER

    @property
    def scorable(self) -> bool:
        """Whether it can be tried on the working cases."""
        return self.candidate is not None and not self.refusal

    def refuse(self, why: str, *, returns: bool = True) -> None:
        """Say why it will not be scored."""
        self.refusal, self.returns = why, returns

    def judged(self, verdict: Verdict, why: str) -> Trial:
        """The trial that is kept of it."""
        id = self.id
        return Trial(id.iteration, verdict, why, self.proposal, self.candidate, self.outcomes, id.sample, id.attempt)

    def retry(self) -> PendingTrial:
        """The next attempt: the same evidence, and the refusal with its reason."""
        refused = self.judged(Verdict.REFUSED, self.refusal)
        left = self.evidence.answers_left
        shown = replace(
            self.evidence,
            trials=(*self.evidence.trials, refused),
            answers_left=None if left is None else max(0, left - 1),
        )
        return PendingTrial(self.id._replace(attempt=self.id.attempt + 1), shown)
