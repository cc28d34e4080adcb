"""What is trained: something with parameters, cases, and an oracle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

from robotrace.opto.records import Candidate, Case, Outcome, Split, Variable


@runtime_checkable
class Problem(Protocol):
    """Something with parameters that can be tried on cases.

    It may also have `words: Words`, what it calls its cases and candidates; `validation: Sequence[Case]`, cases that decide which
    candidate is better in place of those that the optimizer sees; `settings: Mapping`, what a run keeps of it, and a resumed run
    has to have the same; `unaided: str`, the name of the optimizer that suits it where no language model is named;
    `divisible: bool`, whether a share of a case can be tried (`Case.share`); `bare(candidate, about) -> str`, the text of a
    candidate to be used alone, below a comment; and `close()`, which lets go of what it holds, such as processes of candidates,
    after a training or an evaluation: it may be asked again.
    """

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
            ProposalError: A parameter name is unknown, or a value does not satisfy its parameter's constraint.
        """
        ...

    def query(self, candidate: Candidate, case: Case, *, traced: bool = True) -> Outcome:
        """The oracle: try a candidate on one case. The same arguments give the same outcome.

        What goes wrong in the candidate is an outcome, not an exception.
        """
        ...
