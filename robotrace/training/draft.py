"""A proposal on its way to a trial."""

from __future__ import annotations

from dataclasses import dataclass, field

from robotrace.opto import Candidate, Evidence, Outcome, Proposal, Status, Trial, TrialId, Verdict


@dataclass(slots=True)
class Draft:
    """What has become of a proposal so far.

    Attributes:
        id: of the trial that it becomes.
        evidence: that the optimizer is shown.
        proposal: its answer.
        candidate: that the answer makes; None where it makes none.
        outcomes: of the candidate, on the working cases that it has met.
        refusal: why it is not scored; "" where it can be.
        returns: whether the refusal can go back to who proposed.
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
        """Whether it can meet the working cases."""
        return self.candidate is not None and not self.refusal

    def refuse(self, why: str, *, returns: bool = True) -> None:
        """It will not be scored."""
        self.refusal, self.returns = why, returns

    def trial(self, verdict: Verdict, why: str) -> Trial:
        """What is kept of it."""
        return Trial(
            self.id.iteration,
            verdict,
            why,
            self.proposal,
            self.candidate,
            self.outcomes,
            self.id.sample,
            self.id.attempt,
        )

    def again(self) -> Draft:
        """The next attempt: the same evidence, and the refusal with its reason."""
        refused = self.trial(Verdict.REFUSED, self.refusal)
        shown = Evidence(
            self.evidence.context, self.evidence.variables, (*self.evidence.trials, refused), self.evidence.iteration
        )
        return Draft(self.id._replace(attempt=self.id.attempt + 1), shown)
