"""Trying one candidate of a problem on the cases of a split."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from robotrace.errors import OptionError
from robotrace.opto import Candidate, Job, Outcome, Pool, Problem, SerialPool, Split, Words, mean_score
from robotrace.results import Rate


@dataclass(frozen=True, slots=True)
class ProblemEvaluation:
    """How a candidate did on the first cases of a split.

    Attributes:
        problem: The name of the problem.
        split: The split of the cases.
        outcomes: The outcomes, one a case, in order.
        words: What the problem calls its parts.
    """

    problem: str
    split: Split
    outcomes: tuple[Outcome, ...]
    words: Words

    @property
    def success(self) -> Rate:
        """Cases solved."""
        return Rate.of(outcome.success for outcome in self.outcomes)

    @property
    def score(self) -> float | None:
        """The mean score of the outcomes that have one."""
        return mean_score(self.outcomes)

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The outcomes in which the candidate failed."""
        return tuple(outcome for outcome in self.outcomes if outcome.failure is not None)


def evaluate_problem(
    problem: Problem,
    candidate: Candidate | None = None,
    *,
    split: Split = "heldout",
    cases: int | None = None,
    pool: Pool | None = None,
    on_outcome: Callable[[Outcome], None] | None = None,
) -> ProblemEvaluation:
    """Try a candidate on the first cases of a split, untraced.

    Args:
        problem: The problem, whose oracle is asked.
        candidate: The candidate, such as a run's best; by default the starting one.
        split: The split of the cases.
        cases: How many; None for all.
        pool: What asks the oracle; by default this process, one case after another.
        on_outcome: Called after each case, in order.

    Raises:
        OptionError: There are not that many cases.
    """
    words = Words.of(problem)
    available = problem.validation if split == "validation" and hasattr(problem, "validation") else problem.cases(split)
    if not available:
        raise OptionError(f"{problem.name} has no {split} {words.cases}: choose another split.")
    if cases is not None and not 1 <= cases <= len(available):
        raise OptionError(f"{words.cases}: {problem.name} has {len(available)} of the split {split!r}, found {cases}.")
    tried = problem.candidate({}) if candidate is None else candidate
    outcomes = []
    jobs = [Job(tried, case, traced=False) for case in available[:cases]]
    for outcome in (pool or SerialPool(problem)).run(jobs):
        outcomes.append(outcome)
        if on_outcome is not None:
            on_outcome(outcome)
    return ProblemEvaluation(problem.name, split, tuple(outcomes), words)
