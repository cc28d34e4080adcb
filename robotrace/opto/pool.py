"""Asking the oracle about many candidates and cases at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

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
    """One job after another, in this process; a problem that does better has a method `queries` of all of them.

    Attributes:
        problem: The problem whose oracle is queried.
    """

    problem: Problem

    def run(self, jobs: Sequence[Job]) -> Iterator[Outcome]:
        """The outcomes, one after another."""
        several = getattr(self.problem, "queries", None)
        if several is not None:
            found: Iterator[Outcome] = several(jobs)
            return found
        return (self.problem.query(job.candidate, job.case, traced=job.traced) for job in jobs)
