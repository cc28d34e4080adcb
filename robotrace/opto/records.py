"""What an optimizer and a problem say to each other.

OPTO (Cheng, Nie and Swaminathan, "Trace is the Next AutoDiff", NeurIPS 2024) is the tuple (Θ, ω, T): parameters, a context in
words, and an oracle that answers a candidate with feedback and an execution graph. These records are all that crosses between
the two sides, so that neither a trainer nor an optimizer needs to know whether the problem is a robot.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Literal, NamedTuple

from robotrace.opto.artifacts import Artifacts
from robotrace.opto.ledger import Ledger, Spend
from robotrace.opto.pictures import Pictures
from robotrace.opto.words import GENERAL, Words
from robotrace.text import html_table, one_line
from robotrace.trace import Graph

Split = Literal["train", "validation", "heldout"]
Kind = Literal["code", "text", "number", "value"]


@dataclass(frozen=True, slots=True)
class Variable:
    """What an optimizer may know of one parameter.

    Attributes:
        name: The name by which a proposal refers to the parameter, unique in its problem.
        kind: "code" (the source of one function), "text", "number" (int or float) or "value" (any other literal).
        value: The present value; for code, the source text. Where a number is an int, whole numbers are wanted and searched.
        description: What the parameter is for, in words.
        constraint: What a new value must satisfy, in words; "" where only its kind is prescribed.
        bounds: The lowest and the highest number, None for no bound; for what searches numbers.
        choices: The only values allowed, for what searches them; None for any.
        available: What else of the program its code may use, one line each.
    """

    name: str
    kind: Kind
    value: Any
    description: str = ""
    constraint: str = ""
    bounds: tuple[float | None, float | None] = (None, None)
    choices: tuple[Any, ...] | None = None
    available: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Case:
    """One instance of a problem: a robot's goal, a row of a data set.

    Attributes:
        split: "train"; or, for cases that no optimizer ever sees, "validation", which decide what is better, and "heldout".
        index: The position in its split, from 0.
        share: How much of it is tried, such as the first quarter of an episode's actions; 1 for all of it.
    """

    split: Split
    index: int
    share: float = 1.0

    def __repr__(self) -> str:
        share = "" if self.share == 1 else f", share={self.share!r}"
        return f"Case(split={self.split!r}, index={self.index!r}{share})"

    def __str__(self) -> str:
        return f"{self.split} {self.index}{'' if self.share == 1 else f', {self.share:.3g} of it'}"

    @property
    def place(self) -> tuple[Split, int]:
        """Where it stands, however much of it is tried."""
        return self.split, self.index


@dataclass(frozen=True, slots=True)
class Candidate:
    """One setting of all parameters, and the one text that it makes.

    Attributes:
        values: The value of each parameter, by its name.
        text: The whole candidate as one text: a program file, or one assignment a line.
    """

    values: Mapping[str, Any]
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the oracle answered about one candidate in one case.

    Attributes:
        case: The case that the candidate was tried on.
        success: Whether the case was solved.
        score: The score, larger is better; decides between candidates that solve equally many cases. None where nobody counts
            successes and scores, as in the loop form.
        feedback: The feedback on this outcome, in words.
        graph: The execution graph of the trial, with the feedback on its outputs; None where tracing was off.
        failure: The candidate's own failure, such as an exception, in words; None where it ran through.
        steps: The number of environment steps (or oracle calls) used.
        seconds: The wall-clock time used, in seconds.
        detail: Further JSON-compatible figures for records and plots, by name. "solvable": False says that the case can not be
            solved, so that the score alone counts; "by_score": True that it is solved where its score is high enough, and that the
            score alone decides what is better.
        asked: What trying it cost of language models, as with a student that is prompted: its calls and tokens.
        artifacts: Pictures and records of the trial, to be looked at or kept; None where there are none.
    """

    case: Case
    success: bool
    score: float | None
    feedback: str
    graph: Graph | None = None
    failure: str | None = None
    steps: int = 1
    seconds: float = 0.0
    detail: Mapping[str, Any] = field(default_factory=dict)
    artifacts: Artifacts | None = field(default=None, repr=False, compare=False)
    asked: Spend = field(default_factory=Spend)

    @property
    def solvable(self) -> bool:
        """Whether anybody says of the case that it is solved or not: some problems, and metrics of rows, give scores alone."""
        return bool(self.detail.get("solvable", True))

    @property
    def by_score(self) -> bool:
        """Whether the score alone decides what is better: success is none, or a line on the score."""
        return bool(self.detail.get("by_score", not self.solvable))

    @property
    def pictures(self) -> Pictures | None:
        """What it looked like, drawn when it is looked at; None where there is nothing to see."""
        return None if self.artifacts is None else self.artifacts.pictures


class Status(StrEnum):
    """What came of asking an optimizer: new values, an answer that cannot be used, or none, as from a dead endpoint."""

    VALUES = "values"
    REFUSED = "refused"
    NO_ANSWER = "no answer"


@dataclass(frozen=True, slots=True, repr=False)
class Proposal:
    """An optimizer's answer: new values for some of the parameters.

    Attributes:
        values: The new values by parameter name; a parameter that is not named keeps the value given in the evidence.
        reason: The optimizer's reason for the values, in its own words.
        prompt: The prompt sent to a language model; "" without one.
        reply: The language model's reply, unchanged; "" without one.
        spend: What the proposal cost.
        refusal: Why there are no usable values, in words; `values` is then empty.
        notes: Deviations from what was asked for, such as an option that the endpoint does not take.
        pictures: The PNG files sent with the prompt, in its order.
        status: The kind of answer; with a refusal it is "refused" unless it is "no answer".
        origin: The name of the optimizer that made the proposal, where several take turns; else "".
    """

    values: Mapping[str, Any]
    reason: str = ""
    prompt: str = ""
    reply: str = ""
    spend: Spend = field(default_factory=Spend)
    refusal: str | None = None
    notes: tuple[str, ...] = ()
    pictures: tuple[bytes, ...] = field(default=(), repr=False)
    status: Status = Status.VALUES
    origin: str = ""

    def __post_init__(self) -> None:
        if self.refusal is not None and self.status is Status.VALUES:
            object.__setattr__(self, "status", Status.REFUSED)

    def __repr__(self) -> str:
        if self.refusal is not None:
            return f"<Proposal, {self.status}: {one_line(self.refusal, 120)}>"
        return f"<Proposal for {one_line(', '.join(self.values), 80) or 'nothing'}: {one_line(self.reason, 120)}>"

    def _repr_html_(self) -> str:
        values = {f"new {one_line(name, 80)}": value for name, value in self.values.items()}
        spend = self.spend
        used = f"{spend.calls:,} calls, {spend.tokens:,} tokens" if spend.calls else ""
        refused = {} if self.refusal is None else {str(self.status): self.refusal}
        return html_table({**refused, **values, "reason": self.reason, "used": used, "notes": " ".join(self.notes)})

    @classmethod
    def unanswered(cls, why: str) -> Proposal:
        """What stands for an answer where none came."""
        return cls({}, refusal=f"No answer: {why}", status=Status.NO_ANSWER)


class TrialId(NamedTuple):
    """Which trial of a run.

    Attributes:
        iteration: The iteration's number; 0 for the starting candidate.
        sample: The position among the proposals that the iteration tried side by side, from 0.
        attempt: 0 for the first answer, 1 for the answer to its refusal, and so on.
    """

    iteration: int
    sample: int = 0
    attempt: int = 0

    def __str__(self) -> str:
        return "-".join(map(str, self[: 3 if self.attempt else 2 if self.sample else 1]))


class Verdict(StrEnum):
    """What became of a proposal.

    "start" and "accepted" became the best so far. "taken" is no better, but the next proposals start from it, since the search
    is greedy or crosses a plateau. "refused" changed nothing.
    """

    START = "start"
    ACCEPTED = "accepted"
    TAKEN = "taken"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Trial:
    """One candidate or refused proposal, as the archive keeps it.

    Attributes:
        iteration: The iteration's number; 0 for the starting candidate.
        verdict: Whether the candidate was accepted, taken or refused.
        why: The reason for the verdict, in words.
        proposal: The proposal that was tried; None for the starting candidate.
        candidate: The candidate that the proposal made; None where it could not make one.
        outcomes: The outcomes on the training cases that the candidate was tried on, in order of the cases.
        sample: The position among the iteration's proposals, from 0.
        attempt: 0 for the first answer, 1 for the answer to its refusal, and so on.
        earlier: The outcomes of rounds that had other cases, or tried less of each.
    """

    iteration: int
    verdict: Verdict
    why: str
    proposal: Proposal | None = None
    candidate: Candidate | None = None
    outcomes: tuple[Outcome, ...] = ()
    sample: int = 0
    attempt: int = 0
    earlier: tuple[Outcome, ...] = field(default=(), repr=False)

    @property
    def id(self) -> TrialId:
        """Which trial of its run."""
        return TrialId(self.iteration, self.sample, self.attempt)

    @property
    def successes(self) -> int:
        """Number of cases solved."""
        return sum(outcome.success for outcome in self.outcomes)

    @property
    def score(self) -> float | None:
        """The mean score of the outcomes that have one; None where none has."""
        return mean_score(self.outcomes)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that an optimizer sees: the context and what has been tried.

    Attributes:
        context: What the problem is, in words.
        variables: The parameters, with the values of the candidate that the next proposals start from.
        trials: All trials so far, oldest first; the first is that of the starting candidate.
        iteration: The iteration that asks, from 1; a retry after a refusal has the same. 0 where iterations are not counted.
        words: What the problem calls its parts, by which a prompt speaks of what it has.
        cases: The training cases that the next candidates are tried on; () where nobody knows.
        answers_left: How many more answers the run may ask for after this one; None where nothing limits them.
    """

    context: str
    variables: tuple[Variable, ...]
    trials: tuple[Trial, ...]
    iteration: int = 0
    words: Words = GENERAL
    cases: tuple[Case, ...] = ()
    answers_left: int | None = None

    @property
    def best(self) -> Trial:
        """The trial that the variables' values are from: the best so far, or one taken since."""
        return next(trial for trial in reversed(self.trials) if trial.verdict is not Verdict.REFUSED)


def counted(ledger: Ledger, outcomes: Iterable[Outcome]) -> Ledger:
    """A ledger with what outcomes of training took: steps, and what was asked of language models."""
    met = tuple(outcomes)
    return replace(
        ledger,
        env_steps=ledger.env_steps + sum(outcome.steps for outcome in met),
        student_calls=ledger.student_calls + sum(outcome.asked.calls for outcome in met),
        student_tokens=ledger.student_tokens + sum(outcome.asked.tokens for outcome in met),
    )


def mean_score(outcomes: Iterable[Outcome]) -> float | None:
    """The mean score of the outcomes that have one; None where none has."""
    scores = [outcome.score for outcome in outcomes if outcome.score is not None]
    return math.fsum(scores) / len(scores) if scores else None


def scores_alone(outcomes: Iterable[Outcome]) -> bool:
    """Whether scores alone tell how well it went: no case was solved, and there are scores that say more than that."""
    tried = tuple(outcomes)
    return not any(outcome.success for outcome in tried) and any(outcome.score for outcome in tried)
