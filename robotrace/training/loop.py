"""The training loop: ask, check, try, keep the better one. It knows OPTO alone.

A round asks for some proposals and takes each through one transaction: it is read, checked, loaded and run on one case, scored
on the working set, and judged. What is refused before it is scored goes back once with its reason, where a language model may
answer better. The best candidate is kept, not the last; the next proposals start from it, or from another by the schedule's rule of
search. Once it solves the working set it meets fresh cases, and those that it
fails join the working set. Training ends when it has solved enough fresh cases in a row.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from robotrace.errors import OptionError
from robotrace.opto import (
    Candidate,
    Case,
    Declaration,
    Evidence,
    Optimizer,
    Outcome,
    Pool,
    Problem,
    Proposal,
    SerialPool,
    Trial,
    TrialId,
    Verdict,
    Words,
)
from robotrace.training.acceptance import as_good, compare, fails_otherwise
from robotrace.training.budget import Budget
from robotrace.training.evaluator import Evaluator, Test
from robotrace.training.pending import PendingTrial
from robotrace.training.proposer import Proposer
from robotrace.training.racing import LEAST, better_part, laps, turned
from robotrace.training.recorder import Recorder
from robotrace.training.schedule import Schedule, Search
from robotrace.training.stages import share_of


class Loop:
    """One training run.

    Args:
        problem: The problem that is trained.
        optimizer: The optimizer that proposes.
        schedule: How many iterations and cases, and which candidate the next proposals start from.
        recorder: The recorder that records the events.
        budget: The caps on what the run may use up; None for no caps.
        answers: Recorded proposals by trial; they are used instead of asking the optimizer again.
        replays: Whether to use the recorded answers alone and never ask the optimizer.
        pool: The pool that queries the problem's oracle; by default one case after another, in this process.
        curve: Held-out cases that each new best candidate is tried on, for plots; no optimizer sees the outcomes.
        test: Tries candidates on held-out cases; by default the pool does.
    """

    def __init__(
        self,
        problem: Problem,
        optimizer: Optimizer,
        *,
        schedule: Schedule,
        recorder: Recorder,
        budget: Budget | None = None,
        answers: Mapping[TrialId, Proposal] | None = None,
        replays: bool = False,
        pool: Pool | None = None,
        curve: Sequence[Case] = (),
        test: Test | None = None,
    ) -> None:
        self.problem = problem
        self.optimizer = optimizer
        self.schedule = schedule
        self.recorder = recorder
        self.budget = budget or Budget()
        self.trials: list[Trial] = []
        self.best = self._current = 0
        self._proposer = Proposer(optimizer, recorder, answers=answers or {}, replays=replays, budget=self.budget)
        traced = Declaration.of(optimizer).needs_trace
        pool = SerialPool(problem) if pool is None else pool
        self._evaluator = Evaluator(problem, pool, recorder, traced=traced, test=test)
        self._curve, self._tested = curve, dict[TrialId, tuple[Outcome, ...]]()
        self._words = Words.of(problem)
        self._validation: Sequence[Case] = getattr(problem, "validation", ())
        self._validated: dict[str, tuple[Outcome, ...]] = {}
        self._cases = list(problem.cases("train"))
        count = schedule.minibatch or schedule.goals
        if count + schedule.retest > len(self._cases):
            asked = "retest" if schedule.retest else "goals" if schedule.minibatch is None else "batch"
            again = f" and {schedule.retest} to try what is better on" if schedule.retest else ""
            raise OptionError(
                f"{asked}: {problem.name} has {len(self._cases)} training {self._words.cases}, found {count}{again}."
            )
        if schedule.retest and self._validation:
            raise OptionError(
                f"retest: {problem.name} has {len(self._validation)} validation {self._words.cases}, which decide what is better "
                "already: leave it out."
            )
        if schedule.retest:
            self._cases, self._validation = self._cases[: -schedule.retest], self._cases[-schedule.retest :]
        if schedule.stages > 1 and not getattr(problem, "divisible", False):
            raise OptionError(f"stages: {problem.name} tries its {self._words.cases} whole: leave it out.")
        self._set(self._cases[:count], self._share(1))

    @property
    def incumbent(self) -> Candidate:
        """The best candidate so far."""
        return _candidate_of(self.trials[self.best])

    def run(self) -> str:
        """Train; returns why it ended."""
        reason = self._train()
        if self._working[0].share < 1:  # what is known of the best in training is of whole cases
            self._meet(self._working, 1.0)
        return reason

    def _train(self) -> str:
        self._start()
        for iteration in range(1, self.schedule.iterations + 1):
            self._deal(iteration)
            if self._confirms():
                break
            stopped = self._proposer.stops(iteration)
            if stopped is not None:
                return stopped
            pending = self._round(iteration)
            if not any(trial.outcomes for trial in pending) and not self._learn_more(pending):
                return "the optimizer has nothing new to propose and no training case is left unseen"
        if self._confirms():
            return f"solved {len(self._working)} working and {self._confirmed} fresh training cases"
        count = self.schedule.iterations
        return "1 iteration is used up" if count == 1 else f"{count} iterations are used up"

    def evidence(self, iteration: int = 0) -> Evidence:
        """What the optimizer sees in this round."""
        values = _candidate_of(self.trials[self._current]).values
        variables = tuple(replace(v, value=values.get(v.name, v.value)) for v in self.problem.variables)
        return Evidence(
            self.problem.context,
            variables,
            tuple(self.trials),
            iteration,
            self._words,
            cases=tuple(self._working),
            answers_left=self._answers_left(iteration),
        )

    def _answers_left(self, iteration: int) -> int | None:
        """After this round's first, where a cap on calls or the number of iterations leaves no more."""
        capped = self.budget.calls_left(self.recorder.ledger) - 1
        return None if math.isinf(capped) else max(0, min(int(capped), self.schedule.iterations - iteration))

    def test(self, cases: Sequence[Case], *, final: bool = True) -> None:
        """The best candidate on held-out cases, untraced; no optimizer sees the outcomes."""
        best = self.trials[self.best].id
        if not final and self.recorder.knows("heldout", best):
            self.recorder.heldout(best, (), final=False)  # it stands in the folder
            return
        if best not in self._tested:
            self._tested[best] = self._evaluator.test(self.incumbent, cases)
        self.recorder.heldout(best, self._tested[best], final=final)

    def _start(self) -> None:
        candidate = self.problem.candidate({})
        (outcomes,) = self._evaluator.query([candidate], self._working)
        check_judged(outcomes, self._words, self.schedule.search)
        self._keep(Trial(0, Verdict.START, "the starting candidate", None, candidate, outcomes))
        self._draw()

    def _deal(self, iteration: int) -> None:
        """Where rounds have batches of their own: the next cases in turn, which the candidates at hand meet too."""
        size, share = self.schedule.minibatch, self._share(iteration)
        if iteration == 1 or (size is None and share == self._working[0].share):
            return
        if size is None:
            self._meet(self._working, share)
            return
        at = (iteration - 1) * size
        self._meet([self._cases[(at + place) % len(self._cases)] for place in range(size)], share)

    def _share(self, iteration: int) -> float:
        """How much of each case an iteration tries."""
        return share_of(self.schedule, iteration, budget=self.budget, ledger=self.recorder.ledger)

    def _meet(self, cases: Sequence[Case], share: float) -> None:
        """Go on with these cases, so much of each, which the candidates at hand meet first."""
        self._set(cases, share)
        for place in sorted({self.best, self._current}):
            trial = self.trials[place]
            (outcomes,) = self._evaluator.query([_candidate_of(trial)], self._working)
            self.trials[place] = replace(trial, outcomes=outcomes, earlier=(*trial.earlier, *trial.outcomes))
            self.recorder.fresh(trial.id, outcomes)

    def _set(self, cases: Sequence[Case], share: float) -> None:
        places = {case.place for case in cases}
        self._working = [replace(case, share=share) for case in cases]
        self._unseen = [replace(case, share=share) for case in self._cases if case.place not in places]
        self._confirmed = 0

    def _round(self, iteration: int) -> list[PendingTrial]:
        """Proposals for the same evidence, and what became of them."""
        evidence, best = self.evidence(iteration), self.best
        pending = latest = self._proposer.first(iteration, evidence)
        races = self.schedule.retest and len(pending) >= LEAST
        cases = turned(self._working, iteration) if races else self._working
        self._check(latest, [], cases[0])
        for _ in range(self.schedule.retries):
            latest = self._proposer.retries(latest)
            if not latest:
                break
            self._check(latest, pending, cases[0])
            pending = [*pending, *latest]
        self._score([trial for trial in pending if trial.scorable], cases)
        first, taken = self._first_of(pending), False
        for trial in sorted(pending, key=lambda trial: trial.id):
            taken = self._judge(trial, taken, behind=first is not None and trial is not first)
        if self.best != best:
            self._draw()
        return pending

    def _check(self, pending: Sequence[PendingTrial], earlier: Sequence[PendingTrial], case: Case) -> None:
        """Get the answers, and candidates of the answers, each run on one case."""
        self._proposer.answer(pending)
        tried = {
            it.candidate.text: f"This is the candidate of proposal {it.id} again." for it in earlier if it.candidate
        }
        for trial in self.trials:
            if trial.candidate is not None:
                tried[trial.candidate.text] = f"This is the candidate of iteration {trial.id} again: {trial.why}."
        self._evaluator.check(pending, tried=tried, case=case)

    def _score(self, pending: Sequence[PendingTrial], cases: Sequence[Case]) -> None:
        """Try candidates on the rest of the cases; where scores are noisy and they are many, in a race."""
        first, *later = laps(cases, len(pending) if self.schedule.retest else 1)
        self._evaluator.score(pending, first[1:])
        for lap in later:
            pending = better_part(pending, self._words)
            self._evaluator.score(pending, lap)

    def _first_of(self, pending: Sequence[PendingTrial]) -> PendingTrial | None:
        """The best of a round, where no other one is tried again; None where each is judged by itself."""
        if not self.schedule.retest:
            return None
        first = None
        for trial in sorted(pending, key=lambda trial: trial.id):
            if trial.scorable and (first is None or compare(trial.outcomes, first.outcomes)[0]):
                first = trial
        return first

    def _judge(self, pending: PendingTrial, taken: bool, *, behind: bool = False) -> bool:
        """Keep it as what it turned out to be; whether one of this round's candidates has been taken."""
        if not pending.scorable:
            self._keep(pending.judged(Verdict.REFUSED, pending.refusal))
            return taken
        better, why = self._compare(pending, behind=behind)
        if better:
            self._keep(pending.judged(Verdict.ACCEPTED, why))
            return True
        if self.schedule.search == "greedy":
            beats = not taken or compare(pending.outcomes, self.trials[self._current].outcomes)[0]
            self._keep(pending.judged(Verdict.TAKEN if beats else Verdict.REFUSED, why))
            return True
        if self.schedule.search == "plateau" and not taken and self._crosses(pending):
            self._keep(pending.judged(Verdict.TAKEN, f"{why}; it fails otherwise, so the search goes on from it"))
            return True
        self._keep(pending.judged(Verdict.REFUSED, why))
        return taken

    def _compare(self, pending: PendingTrial, *, behind: bool) -> tuple[bool, str]:
        """Whether it is better than the best so far, and why, in words that no optimizer learns the validation cases from."""
        best = self.trials[self.best]
        seen, why = compare(pending.outcomes, best.outcomes, words=self._words)
        if not self._validation or (self.schedule.retest and not seen):
            return seen, why
        if behind:
            return False, f"{why}; another one of its round is better"
        assert pending.candidate is not None  # it was tried
        new, old = self._validate(pending.id, pending.candidate), self._validate(best.id, _candidate_of(best))
        if self.schedule.retest:
            better, again = compare(new, old, words=self._words, kind="fresh")
            return better, f"{why}; on {len(new)} fresh {self._words.cases}: {again}"
        better, worse = compare(new, old)[0], compare(old, new)[0]
        if better or worse:
            return (
                better,
                f"{'better' if better else 'worse'} than the best so far on the validation {self._words.cases}",
            )
        return seen, f"as good as the best so far on the validation {self._words.cases}; {why}"

    def _crosses(self, pending: PendingTrial) -> bool:
        """Whether it is as good as the best so far, and falls short otherwise than what the proposals start from."""
        best, current = self.trials[self.best], self.trials[self._current]
        if not as_good(pending.outcomes, best.outcomes) or not fails_otherwise(pending.outcomes, current.outcomes):
            return False
        if not self._validation:
            return True
        assert pending.candidate is not None  # it was tried
        return as_good(self._validate(pending.id, pending.candidate), self._validate(best.id, _candidate_of(best)))

    def _validate(self, trial: TrialId, candidate: Candidate) -> tuple[Outcome, ...]:
        if candidate.text not in self._validated:
            self._validated[candidate.text] = outcomes = self._evaluator.validate(candidate, self._validation)
            self.recorder.validation(trial, outcomes)
        return self._validated[candidate.text]

    def _keep(self, trial: Trial) -> None:
        self.trials.append(trial)
        if trial.verdict is not Verdict.REFUSED:
            self._current = len(self.trials) - 1
        if trial.verdict in (Verdict.START, Verdict.ACCEPTED):
            self.best, self._confirmed = len(self.trials) - 1, 0
        self.recorder.trial(trial)

    def _draw(self) -> None:
        if self._curve:
            self.test(self._curve, final=False)

    def _confirms(self) -> bool:
        """Whether the best candidate solves the working set and enough fresh cases; failed ones join the working set."""
        while self._solves_working_set() and self._confirmed < self.schedule.confirm and self._unseen:
            known = self.recorder.knows("fresh", self.trials[self.best].id)
            if not known and self.budget.stops(self.recorder.ledger, calls=False):
                return False
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
        (outcomes,) = self._evaluator.query([self.incumbent], batch)
        best = self.trials[self.best]
        self.trials[self.best] = replace(best, outcomes=(*best.outcomes, *outcomes))
        self.recorder.fresh(best.id, outcomes)
        return outcomes

    def _learn_more(self, pending: Sequence[PendingTrial]) -> bool:
        """After a round without news: an optimizer that is a function of the evidence needs more of it."""
        if self._proposer.asks_a_model:
            return True  # a language model reads the refusal; its next answer may differ
        if all(trial.proposal.refusal is not None for trial in pending) or not self._unseen:
            return False
        self._working += [outcome.case for outcome in self._meet_fresh()]
        return True


def check_judged(outcomes: Sequence[Outcome], words: Words, search: Search) -> None:
    """Refuse to look for a better candidate where nothing says what is better.

    Raises:
        OptionError: No outcome has a score, and none is a success or a failure.
    """
    if search == "greedy" or any(it.success or it.failure or it.score is not None for it in outcomes):
        return
    raise OptionError(
        f"Nothing says which {words.candidate} is better: no {words.case} has a score or is solved. Say so beside the words (a "
        "number, a bool), or go on from the newest whatever it is worth, with search='greedy'."
    )


def _candidate_of(trial: Trial) -> Candidate:
    assert trial.candidate is not None  # a search continues from candidates that were tried alone
    return trial.candidate
