"""Where drafts are made candidates and candidates are tried: every step of a transaction but the verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from robotrace.errors import ProposalError
from robotrace.opto import Candidate, Case, Job, Outcome, Pool, Problem
from robotrace.training.draft import Draft
from robotrace.training.journal import Journal


class Bench:
    """Tries candidates side by side.

    Args:
        problem: that makes candidates of values.
        pool: who asks the problem's oracle.
        journal: where environment steps are counted.
        traced: whether training's outcomes need a trace; it takes a little longer.
    """

    def __init__(self, problem: Problem, pool: Pool, journal: Journal, *, traced: bool = True) -> None:
        self._problem = problem
        self._pool = pool
        self._journal = journal
        self._traced = traced

    def check(self, drafts: Sequence[Draft], *, tried: Mapping[str, str], case: Case) -> None:
        """Make candidates of the answers and run each on one case; what fails in that is refused with its reason.

        Args:
            drafts: with their answers.
            tried: texts of candidates that are not to be tried again, and why, in words.
            case: where to run them; the outcome counts.
        """
        known = dict(tried)
        for draft in drafts:
            try:
                draft.candidate = self._candidate(draft)
            except ProposalError as error:
                draft.refuse(str(error), returns=draft.answered)
                continue
            text = draft.candidate.text
            if text in known:
                draft.candidate = None
                draft.refuse(known[text], returns=False)
            known.setdefault(text, f"This is the candidate of proposal {draft.id} again.")
        runs = [draft for draft in drafts if draft.scorable]
        self.meet(runs, [case])
        for draft in runs:
            failure = draft.outcomes[0].failure
            if failure is not None:
                draft.refuse(f"It fails on {case}, the first case: {failure}")

    def meet(self, drafts: Sequence[Draft], cases: Sequence[Case]) -> None:
        """Try the candidates of several drafts on further cases, in one batch."""
        found = self.query([draft.candidate for draft in drafts if draft.candidate is not None], cases)
        for draft, outcomes in zip(drafts, found, strict=True):
            draft.outcomes += outcomes

    def query(self, candidates: Sequence[Candidate], cases: Sequence[Case]) -> list[tuple[Outcome, ...]]:
        """For each candidate its outcomes on training cases; their steps are counted."""
        found = self._run(candidates, cases, traced=self._traced)
        for outcomes in found:
            self._journal.stepped(outcomes)
        return found

    def test(self, candidate: Candidate, cases: Sequence[Case]) -> tuple[Outcome, ...]:
        """A candidate on held-out cases, untraced; their steps are nobody's."""
        return self._run([candidate], cases, traced=False)[0]

    def _candidate(self, draft: Draft) -> Candidate:
        if draft.proposal.refusal is not None:
            raise ProposalError(draft.proposal.refusal)
        values = {variable.name: variable.value for variable in draft.evidence.variables}
        return self._problem.candidate({**values, **draft.proposal.values})

    def _run(
        self, candidates: Sequence[Candidate], cases: Sequence[Case], *, traced: bool
    ) -> list[tuple[Outcome, ...]]:
        jobs = [Job(candidate, case, traced) for candidate in candidates for case in cases]
        answers, outcomes = self._pool.run(jobs) if jobs else iter(()), []
        for done, job in enumerate(jobs):
            self._journal.query(job.case, done, len(jobs))
            outcomes.append(next(answers))
        size = len(cases)
        return [tuple(outcomes[place * size : (place + 1) * size]) for place in range(len(candidates))]
