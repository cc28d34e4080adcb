"""What an optimizer and a problem say to each other.

OPTO (Cheng, Nie and Swaminathan, "Trace is the Next AutoDiff", NeurIPS 2024) is the tuple (Θ, ω, T): parameters, a context in
words, and an oracle that answers a candidate with feedback and an execution graph. These records are all that crosses between
the two sides, so that neither a trainer nor an optimizer needs to know whether the problem is a robot.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from robotrace.trace import Graph

Split = Literal["train", "heldout"]
Kind = Literal["code", "text", "number", "value"]


@dataclass(frozen=True, slots=True)
class Variable:
    """What an optimizer may know of one parameter.

    Attributes:
        name: by which a proposal refers to it, unique in its problem.
        kind: "code" (the source of one function), "text", "number" (int or float) or "value" (anything else).
        value: as it stands; for code, the source text.
        description: what it is for, in words.
        constraint: what a new value must satisfy, in words ("" for nothing beyond its kind).
    """

    name: str
    kind: Kind
    value: Any
    description: str = ""
    constraint: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Case:
    """One instance of a problem: a robot's goal, a row of a data set.

    Attributes:
        split: "train", or "heldout" for what no optimizer ever sees.
        index: which one in its split, from 0.
    """

    split: Split
    index: int

    def __str__(self) -> str:
        return f"{self.split} {self.index}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One setting of all parameters, and the one text that it makes.

    Attributes:
        values: by parameter name.
        text: the whole of it as one text: a program file, or one assignment a line.
    """

    values: Mapping[str, Any]
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the oracle answered about one candidate in one case.

    Attributes:
        case: which one.
        success: whether the case was solved.
        score: larger is better; decides between candidates that solve equally many cases.
        feedback: in words.
        graph: how the outcome came about, with the feedback on its outputs; None where tracing was off.
        failure: what went wrong in the candidate itself, or None.
        steps: environment steps (or oracle calls) spent.
        seconds: wall-clock time spent.
        detail: further numbers for records and plots, JSON-compatible.
    """

    case: Case
    success: bool
    score: float
    feedback: str
    graph: Graph | None = None
    failure: str | None = None
    steps: int = 1
    seconds: float = 0.0
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spend:
    """What an answer cost.

    Attributes:
        calls: of a language model.
        prompt_tokens: sent.
        completion_tokens: received.
        cached_tokens: of those sent, the ones that the endpoint had read before and may charge less for.
        usd: dollars; None where the price is not known. A sum with something unknown in it is unknown.
    """

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    usd: float | None = 0.0

    @property
    def tokens(self) -> int:
        """Prompt and completion together."""
        return self.prompt_tokens + self.completion_tokens

    def __add__(self, other: Spend) -> Spend:
        return Spend(
            self.calls + other.calls,
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            self.cached_tokens + other.cached_tokens,
            None if self.usd is None or other.usd is None else self.usd + other.usd,
        )


@dataclass(frozen=True, slots=True)
class Proposal:
    """An optimizer's answer: new values for some of the parameters.

    Attributes:
        values: by parameter name; parameters not named keep the value of the best candidate so far.
        reason: the optimizer's own words.
        prompt: what a language model was asked ("" without one).
        reply: what it answered, unchanged ("" without one).
        spend: what the answer cost.
        refusal: why the reply cannot be used; `values` is then empty.
        notes: what was not as asked for on the way, such as an option that the endpoint does not take.
    """

    values: Mapping[str, Any]
    reason: str = ""
    prompt: str = ""
    reply: str = ""
    spend: Spend = Spend()
    refusal: str | None = None
    notes: tuple[str, ...] = ()


class Verdict(StrEnum):
    """What became of a proposal."""

    START = "start"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Trial:
    """One candidate or refused proposal, as the archive keeps it.

    Attributes:
        iteration: 0 for the starting candidate.
        verdict: whether it became the best so far.
        why: the verdict's reason, in words.
        proposal: what was proposed; None for the starting candidate.
        candidate: None where the proposal could not become one.
        outcomes: on the training cases that it was tried on, in order of the cases.
    """

    iteration: int
    verdict: Verdict
    why: str
    proposal: Proposal | None = None
    candidate: Candidate | None = None
    outcomes: tuple[Outcome, ...] = ()

    @property
    def successes(self) -> int:
        """Number of cases solved."""
        return sum(outcome.success for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that an optimizer sees: the context and what has been tried.

    Attributes:
        context: what the problem is, in words.
        variables: the parameters, with the best candidate's values.
        trials: everything tried so far, oldest first; the first is the starting candidate.
    """

    context: str
    variables: tuple[Variable, ...]
    trials: tuple[Trial, ...]

    @property
    def best(self) -> Trial:
        """The trial whose candidate is the best so far."""
        return next(trial for trial in reversed(self.trials) if trial.verdict is not Verdict.REFUSED)
