"""The two protocols that training stands on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

from robotrace.opto.records import Candidate, Case, Evidence, Outcome, Proposal, Split, Variable


@runtime_checkable
class Problem(Protocol):
    """Something with parameters that can be tried on cases."""

    @property
    def name(self) -> str:
        """Short, for the run folder and the plots."""
        ...

    @property
    def context(self) -> str:
        """What the problem is, in words, for the optimizer."""
        ...

    @property
    def variables(self) -> tuple[Variable, ...]:
        """The parameters, with their starting values."""
        ...

    def cases(self, split: Split) -> Sequence[Case]:
        """All cases of one split, in a fixed order."""
        ...

    def candidate(self, values: Mapping[str, Any]) -> Candidate:
        """A candidate with these values; parameters not named keep their starting value.

        Raises:
            ProposalError: a name is unknown, or a value is not one that its parameter can take.
        """
        ...

    def query(self, candidate: Candidate, case: Case, *, traced: bool = True) -> Outcome:
        """The oracle: try a candidate on one case. The same arguments give the same outcome.

        What goes wrong in the candidate is an outcome, not an exception.
        """
        ...


@runtime_checkable
class Optimizer(Protocol):
    """Something that answers evidence with proposals."""

    @property
    def name(self) -> str:
        """As it is chosen on the command line."""
        ...

    @property
    def model(self) -> str | None:
        """The language model that writes its proposals; None where none does."""
        ...

    @property
    def settings(self) -> Mapping[str, Any]:
        """Options that decide what it proposes; kept with a run, and the same when the run is gone on with."""
        ...

    def samples(self, evidence: Evidence) -> int:
        """How many proposals it makes for this evidence, from 1 up; they are tried side by side."""
        ...

    def propose(self, evidence: Evidence, *, sample: int = 0) -> Proposal:
        """New values for some of the parameters. The same evidence and sample give the same question.

        A reply that cannot be used comes back as a proposal with `refusal` set; nothing is guessed. Where a language model
        writes the proposals, several samples are asked for at once, each in a thread of its own.

        Args:
            evidence: all that has been tried.
            sample: which of its answers to this evidence, from 0. A language model is asked the same once more.

        Raises:
            ModelError: the endpoint failed for good.
        """
        ...
