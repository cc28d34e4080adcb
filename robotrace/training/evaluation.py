"""Trying one candidate of a problem on the cases of a split."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from robotrace.errors import OptionError
from robotrace.opto import Candidate, Job, Outcome, Pool, Problem, SerialPool, Split, Words, mean_score, scores_alone
from robotrace.results import Mean, Rate
from robotrace.text import html_table, one_line

SPLITS = {"heldout": "held-out", "train": "training", "validation": "validation"}
"""What tables and lines call the splits."""


@dataclass(frozen=True, slots=True, repr=False)
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

    def __repr__(self) -> str:
        cases = f"{SPLITS[self.split]} {self.words.cases}"
        return f"<Evaluation of {one_line(self.problem, 80)}: {self.result}, {cases}>"

    def _repr_html_(self) -> str:
        failed = f"{len(self.failed)} of {len(self.outcomes)}" if self.failed else ""
        figures = {
            "problem": self.problem,
            "solved": "" if self.is_scored else self.success,
            "mean score": self.mean if self.mean.n else "",
            self.words.cases: f"{len(self.outcomes)}, {SPLITS[self.split]}",
            f"failed {self.words.cases}": failed,
        }
        return html_table(figures)

    @property
    def is_scored(self) -> bool:
        """Whether scores alone tell how well it went; see `scores_alone`."""
        return scores_alone(self.outcomes)

    @property
    def result(self) -> str:
        """The figure that counts, with its interval and n: the mean score where no case was solved, else the share solved."""
        if self.is_scored:
            return f"mean score {self.mean}, none solved"
        return (
            f"{self.success}, mean score {self.mean}"
            if self.mean.n and not self.success.successes
            else str(self.success)
        )

    @property
    def mean(self) -> Mean:
        """The mean score of the outcomes that have one, with its interval."""
        return Mean.of(outcome.score for outcome in self.outcomes if outcome.score is not None)

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
