"""Asking the oracle about many candidates and cases at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from robotrace.errors import ProblemError, RobotraceError
from robotrace.opto.mistake import Mistake, raised, shown
from robotrace.opto.problem import Problem
from robotrace.opto.records import Candidate, Case, Outcome


@dataclass(frozen=True, slots=True)
class Job:
    """One question to the oracle.

    Attributes:
        candidate: The candidate that is tried.
        case: The case that the candidate is tried on.
        traced: Whether the outcome is to have a graph and feedback.
    """

    candidate: Candidate
    case: Case
    traced: bool = True


@runtime_checkable
class Pool(Protocol):
    """Something that answers many jobs, perhaps side by side. Which one it is changes no outcome."""

    def run(self, jobs: Sequence[Job]) -> Iterator[Outcome]:
        """The outcomes in the order of the jobs, each as soon as it and those before it are there.

        Raises:
            PoolError: A job could not be done for a reason that is not the candidate's.
        """
        ...


@dataclass(frozen=True, slots=True)
class SerialPool:
    """One job after another, in this process; a problem that does better has a method `query_many` of all of them.

    Attributes:
        problem: The problem whose oracle is queried.
    """

    problem: Problem

    def run(self, jobs: Sequence[Job]) -> Iterator[Outcome]:
        """The outcomes, one after another."""
        query_many = getattr(self.problem, "query_many", None)
        if callable(query_many):
            found: Iterator[Outcome] = query_many(jobs)
            return found
        return (ask(self.problem, job) for job in jobs)


def ask(problem: Problem, job: Job) -> Outcome:
    """A problem's answer to a job. What goes wrong in asking is the problem's, and never booked on the candidate.

    Raises:
        ProblemError: The oracle raises, or answers what is no outcome.
    """
    try:
        outcome = problem.query(job.candidate, job.case, traced=job.traced)
    except RobotraceError:
        raise
    except Exception as error:
        raise ProblemError(
            str(
                Mistake(
                    problem.name,
                    f"query() on {job.case}",
                    "an outcome",
                    raised(error, problem),
                    "Mend that line; what a candidate does wrong is an outcome with a failure.",
                )
            )
        ) from error
    if not isinstance(outcome, Outcome):
        remedy = "Return a robotrace.opto.Outcome."
        raise ProblemError(str(Mistake(problem.name, f"query() on {job.case}", "an outcome", shown(outcome), remedy)))
    return outcome
