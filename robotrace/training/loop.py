"""The training loop: ask, check, try, keep the better one. It knows OPTO alone.

The best candidate is kept, not the last. It is tried on a working set of training cases; once it solves them all it meets
fresh ones, and those that it fails join the working set. Training ends when it has solved enough fresh cases in a row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from robotrace.errors import ModelError, OptionError, ProposalError
from robotrace.opto import (
    Candidate,
    Case,
    Evidence,
    Job,
    Optimizer,
    Outcome,
    Pool,
    Problem,
    Proposal,
    SerialPool,
    Trial,
    Verdict,
)
from robotrace.training.acceptance import compare
from robotrace.training.journal import Journal

_PATIENCE = 3
_NO_ANSWER = "No answer: "


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long to train and on how much.

    Attributes:
        iterations: largest number of proposals.
        goals: training cases to begin with.
        confirm: fresh training cases in a row that the best candidate has to solve for training to end early.
        batch: fresh cases tried at a time.
    """

    iterations: int = 20
    goals: int = 5
    confirm: int = 20
    batch: int = 10

    def __post_init__(self) -> None:
        for name in ("iterations", "confirm"):
            _at_least(name, getattr(self, name), 0)
        for name in ("goals", "batch"):
            _at_least(name, getattr(self, name), 1)


def _at_least(name: str, value: int, least: int) -> None:
    if not isinstance(value, int) or value < least:
        raise OptionError(f"{name}: expected a whole number from {least} up, found {value!r}.")


class Loop:
    """One training run.

    Args:
        problem: what is trained.
        optimizer: who proposes.
        schedule: how long and on how much.
        journal: where the news goes.
        answers: by iteration, proposals that were paid for already and are not asked for again.
        pool: who asks the problem's oracle; by default one case after another, in this process.
    """

    def __init__(
        self,
        problem: Problem,
        optimizer: Optimizer,
        *,
        schedule: Schedule,
        journal: Journal,
        answers: Mapping[int, Proposal] | None = None,
        pool: Pool | None = None,
    ) -> None:
        self.problem = problem
        self.optimizer = optimizer
        self.schedule = schedule
        self.journal = journal
        self.trials: list[Trial] = []
        self.best = 0
        self._answers = dict(answers or {})
        self._pool: Pool = SerialPool(problem) if pool is None else pool
        cases = list(problem.cases("train"))
        if schedule.goals > len(cases):
            raise OptionError(f"goals: {problem.name} has {len(cases)} training cases, found {schedule.goals}.")
        self._working, self._unseen = cases[: schedule.goals], cases[schedule.goals :]
        self._confirmed = 0
        self._failures = 0

    @property
    def incumbent(self) -> Candidate:
        """The best candidate so far."""
        candidate = self.trials[self.best].candidate
        assert candidate is not None  # only candidates that were tried become the best
        return candidate

    def run(self) -> str:
        """Train; returns why it ended."""
        self._start()
        for iteration in range(1, self.schedule.iterations + 1):
            if self._confirms():
                break
            proposal = self._ask(iteration)
            if self._failures == _PATIENCE:
                return f"the model's endpoint failed {_PATIENCE} times in a row"
            if not self._try(iteration, proposal) and not self._learn_more(proposal):
                return "the optimizer has nothing new to propose and no training case is left unseen"
        if self._confirms():
            return f"solved {len(self._working)} working and {self._confirmed} fresh training cases"
        return f"{self.schedule.iterations} iterations are used up"

    def _start(self) -> None:
        candidate = self.problem.candidate({})
        outcomes = self._query(candidate, self._working)
        self._keep(Trial(0, Verdict.START, "the starting candidate", None, candidate, outcomes))

    def _ask(self, iteration: int) -> Proposal:
        proposal = self._answers.get(iteration)
        if proposal is None:
            try:
                proposal = self.optimizer.propose(self.evidence(), sample=0)
            except ModelError as error:
                proposal = Proposal({}, refusal=f"{_NO_ANSWER}{error}")
        failed = (proposal.refusal or "").startswith(_NO_ANSWER)
        self._failures = self._failures + 1 if failed else 0
        self.journal.proposal(iteration, proposal)
        return proposal

    def evidence(self) -> Evidence:
        """What the optimizer sees now."""
        values = self.incumbent.values
        variables = tuple(replace(v, value=values.get(v.name, v.value)) for v in self.problem.variables)
        return Evidence(self.problem.context, variables, tuple(self.trials))

    def _try(self, iteration: int, proposal: Proposal) -> bool:
        """Try a proposal on the working set; whether it was a new candidate."""
        try:
            candidate = self._candidate(proposal)
        except ProposalError as error:
            self._keep(Trial(iteration, Verdict.REFUSED, str(error), proposal))
            return False
        outcomes = self._query(candidate, self._working)
        better, why = compare(outcomes, self.trials[self.best].outcomes)
        self._keep(
            Trial(iteration, Verdict.ACCEPTED if better else Verdict.REFUSED, why, proposal, candidate, outcomes)
        )
        return True

    def _candidate(self, proposal: Proposal) -> Candidate:
        if proposal.refusal is not None:
            raise ProposalError(proposal.refusal)
        candidate = self.problem.candidate({**self.incumbent.values, **proposal.values})
        for trial in self.trials:
            if trial.candidate is not None and trial.candidate.text == candidate.text:
                raise ProposalError(f"This is the candidate of iteration {trial.iteration} again: {trial.why}.")
        return candidate

    def _keep(self, trial: Trial) -> None:
        self.trials.append(trial)
        if trial.verdict is not Verdict.REFUSED:
            self.best, self._confirmed = len(self.trials) - 1, 0
        self.journal.trial(trial)

    def _confirms(self) -> bool:
        """Whether the best candidate solves the working set and enough fresh cases; failed ones join the working set."""
        while self._solves_working_set() and self._confirmed < self.schedule.confirm and self._unseen:
            outcomes = self._meet_fresh()
            failed = [outcome.case for outcome in outcomes if not outcome.success]
            self._working += failed
            self._confirmed = 0 if failed else self._confirmed + len(outcomes)
        return self._solves_working_set()

    def _solves_working_set(self) -> bool:
        solved = {outcome.case for outcome in self.trials[self.best].outcomes if outcome.success}
        return solved.issuperset(self._working)

    def _meet_fresh(self) -> Sequence[Outcome]:
        """Try the best candidate on the next unseen training cases; the optimizer will see these outcomes too."""
        batch, self._unseen = self._unseen[: self.schedule.batch], self._unseen[self.schedule.batch :]
        outcomes = self._query(self.incumbent, batch)
        best = self.trials[self.best]
        self.trials[self.best] = replace(best, outcomes=(*best.outcomes, *outcomes))
        self.journal.fresh(best.iteration, outcomes)
        return outcomes

    def _learn_more(self, proposal: Proposal) -> bool:
        """After a proposal without news: an optimizer that is a function of the evidence needs more of it."""
        if self.optimizer.model is not None:
            return True  # a language model reads the refusal; its next answer may differ
        if proposal.refusal is not None or not self._unseen:
            return False
        self._working += [outcome.case for outcome in self._meet_fresh()]
        return True

    def _query(self, candidate: Candidate, cases: Sequence[Case], *, traced: bool = True) -> tuple[Outcome, ...]:
        outcomes = []
        answers = self._pool.run([Job(candidate, case, traced) for case in cases])
        for done, case in enumerate(cases):
            self.journal.query(case, done, len(cases))
            outcomes.append(next(answers))
        return tuple(outcomes)

    def test(self, cases: Sequence[Case]) -> tuple[Outcome, ...]:
        """The best candidate on held-out cases, untraced; no optimizer sees the outcomes."""
        outcomes = self._query(self.incumbent, cases, traced=False)
        self.journal.heldout(self.trials[self.best].iteration, outcomes, final=True)
        return outcomes
