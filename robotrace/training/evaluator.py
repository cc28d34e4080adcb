"""Where answers are made candidates and candidates are tried: every step of a transaction but the verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from robotrace.errors import ProposalError
from robotrace.opto import Candidate, Case, Job, Outcome, Pool, Problem
from robotrace.training.pending import PendingTrial
from robotrace.training.recorder import Recorder

Test: TypeAlias = Callable[[Candidate, Sequence[Case]], Iterator[Outcome]]
"""Tries a candidate on held-out cases, where that is not what its problem's oracle does."""


class Evaluator:
    """Tries candidates side by side.

    Args:
        problem: The problem that makes candidates of values.
        pool: The pool that queries the problem's oracle.
        recorder: The recorder that counts environment steps.
        traced: Whether training's outcomes need a trace; it takes a little longer.
        test: Tries candidates on held-out cases; by default the pool does.
    """

    def __init__(
        self, problem: Problem, pool: Pool, recorder: Recorder, *, traced: bool = True, test: Test | None = None
    ) -> None:
        self._problem = problem
        self._pool = pool
        self._recorder = recorder
        self._traced = traced
        self._test = test

    def check(self, pending: Sequence[PendingTrial], *, tried: Mapping[str, str], case: Case) -> None:
        """Make candidates of the answers and run each on one case; what fails in that is refused with its reason.

        Args:
            pending: The trials, with their answers.
            tried: The texts of candidates that are not to be tried again, and why, in words.
            case: The case to run each candidate on; its outcome counts.
        """
        known = dict(tried)
        for trial in pending:
            try:
                trial.candidate = self._candidate(trial)
            except ProposalError as error:
                trial.refuse(str(error), returns=trial.answered)
                continue
            text = trial.candidate.text
            if text in known:
                trial.candidate = None
                trial.refuse(known[text], returns=False)
            known.setdefault(text, f"This is the candidate of proposal {trial.id} again.")
        runs = [trial for trial in pending if trial.scorable]
        self.score(runs, [case])
        for trial in runs:
            failure = trial.outcomes[0].failure
            if failure is not None:
                trial.refuse(f"It fails on {case}, the first case: {failure}")

    def score(self, pending: Sequence[PendingTrial], cases: Sequence[Case]) -> None:
        """Try the candidates of several trials on further cases, in one batch."""
        answers = self.query([trial.candidate for trial in pending if trial.candidate is not None], cases)
        for trial, outcomes in zip(pending, answers, strict=True):
            trial.outcomes += outcomes

    def query(self, candidates: Sequence[Candidate], cases: Sequence[Case]) -> list[tuple[Outcome, ...]]:
        """For each candidate its outcomes on training cases; their steps are counted."""
        answers = self._run(candidates, cases, traced=self._traced)
        for outcomes in answers:
            self._recorder.stepped(outcomes)
        return answers

    def validate(self, candidate: Candidate, cases: Sequence[Case]) -> tuple[Outcome, ...]:
        """A candidate's outcomes on the cases that decide what is better, untraced; their steps are counted."""
        outcomes = self._run([candidate], cases, traced=False)[0]
        self._recorder.stepped(outcomes)
        return outcomes

    def test(self, candidate: Candidate, cases: Sequence[Case]) -> tuple[Outcome, ...]:
        """A candidate's outcomes on held-out cases, untraced; their steps are not counted."""
        if self._test is None:
            return self._run([candidate], cases, traced=False)[0]
        return self._collected(self._test(candidate, cases), cases)

    def _candidate(self, trial: PendingTrial) -> Candidate:
        if trial.proposal.refusal is not None:
            raise ProposalError(trial.proposal.refusal)
        values = {variable.name: variable.value for variable in trial.evidence.variables}
        return self._problem.candidate({**values, **trial.proposal.values})

    def _run(
        self, candidates: Sequence[Candidate], cases: Sequence[Case], *, traced: bool
    ) -> list[tuple[Outcome, ...]]:
        jobs = [Job(candidate, case, traced) for candidate in candidates for case in cases]
        answers = self._pool.run(jobs) if jobs else iter(())
        outcomes = self._collected(answers, [job.case for job in jobs])
        size = len(cases)
        return [outcomes[place * size : (place + 1) * size] for place in range(len(candidates))]

    def _collected(self, answers: Iterator[Outcome], cases: Sequence[Case]) -> tuple[Outcome, ...]:
        """One answer a case, each announced before it is waited for."""
        outcomes = []
        for done, case in enumerate(cases):
            self._recorder.query(case, done, len(cases))
            outcomes.append(next(answers))
        return tuple(outcomes)
