"""What the lines of events.jsonl may hold. A run folder may come from a stranger, so nothing of it is used before it was checked.

Keys that are not named here are let through: a later version, a problem or an optimizer of the user's may write more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from robotrace.results.files import MOST_ROUNDS
from robotrace.text import one_line

Count = Annotated[int, Field(ge=0, le=10**12)]
Rounds = Annotated[int, Field(ge=0, le=MOST_ROUNDS)]
Seed = Annotated[int, Field(ge=0, lt=2**64)]
Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Score = float | Literal["nan", "inf", "-inf"] | None
State = Literal["values", "refused", "no answer"]
"""What a proposal is."""
Name = Annotated[str, Field(max_length=500)]
"""Of a task, an optimizer, a model: what tables and plots show."""


def _keyword(name: str) -> str:
    """An option's name; one that is called as an argument of `make` itself would stand for something else there."""
    if name in ("name", "seed") or not name.isidentifier():
        raise ValueError("it is no option of a task")
    return name


Option = Annotated[Name, AfterValidator(_keyword)]


class _Part(BaseModel):
    """Types are what they are said to be: true is no number, "1" is none either."""

    model_config = ConfigDict(strict=True, extra="allow")


class Words(_Part):
    """What the run's problem calls its parts."""

    case: Name = ""
    step: Name = ""
    candidate: Name = ""
    suffix: Annotated[str, Field(pattern=r"^\.[a-z0-9]{1,8}$")] = ".py"


class Config(_Part):
    """The settings that robotrace itself looks at."""

    seed: Seed | None = None
    control: Name | None = None
    horizon: Count | None = None
    success: Literal["any", "last"] | None = None
    options: dict[Option, Any] = {}
    learnt_on: dict[Option, Any] | None = None
    model: Name | None = None
    iterations: Rounds | None = None
    goals: Count | None = None
    confirm: Count | None = None
    heldout: Count | None = None
    heldout_curve: bool | None = None
    heldout_until: Literal["success", "horizon"] | None = None
    retries: Rounds | None = None
    search: Name | None = None
    caps: dict[Name, Amount | None] = {}
    replays: Name | None = None
    made_from: str | None = None
    words: Words | None = None
    controller: str | None = None
    sandbox: Name | None = None
    baseline: Name | None = None
    optimizer_options: dict[Name, Any] = {}


class Start(_Part):
    """The run begins."""

    task: Name
    optimizer: Name
    feedback: Name | None
    context: str
    config: Config


class _Of(_Part):
    """What is about one trial."""

    iteration: Count
    sample: Count = 0
    attempt: Count = 0


class Proposal(_Of):
    """The optimizer answered."""

    values: dict[str, Any]
    reason: str
    refusal: str | None
    spend: dict[str, Amount | None]
    notes: list[str] = []
    status: State = "values"
    origin: Name = ""


class Outcome(_Part):
    """A candidate was tried on a case."""

    split: Literal["train", "validation", "heldout"]
    index: Count
    share: float = Field(1.0, gt=0, le=1)
    success: bool
    score: Score
    feedback: str
    failure: str | None
    steps: Count
    seconds: Amount
    detail: dict[str, Any]


class Trial(_Of):
    """A candidate was tried, or refused before it could be."""

    verdict: Literal["start", "accepted", "taken", "refused"]
    why: str
    status: State | None = None
    values: dict[str, Any] | None
    outcomes: list[Outcome]
    ledger: dict[str, Amount | None]


class Retest(_Of):
    """A candidate was tried on further cases."""

    outcomes: list[Outcome]
    ledger: dict[str, Amount | None] | None = None


class End(_Part):
    """The run is over."""

    reason: str
    best: _Of
    ledger: dict[str, Amount | None]


KINDS: Mapping[str, TypeAdapter[Any]] = {
    name: TypeAdapter(part)
    for name, part in {
        "start": Start,
        "proposal": Proposal,
        "trial": Trial,
        "fresh": Retest,
        "validation": Retest,
        "heldout": Retest,
        "end": End,
        "interrupted": _Part,
    }.items()
}


def check(event: Mapping[str, Any]) -> str | None:
    """What is wrong with an event, in words; None where nothing is. Kinds that are not known are not checked."""
    kind = event.get("event")
    if not isinstance(kind, str):
        return f"event: expected a kind, such as trial; found {one_line(repr(kind), 60)}"
    if kind not in KINDS:
        return None
    try:
        KINDS[kind].validate_python(dict(event))
    except ValidationError as error:
        return _words(error.errors(include_url=False, include_context=False)[0])
    return None


def _words(error: ErrorDetails) -> str:
    place = ".".join(str(part) for part in error["loc"] if not str(part).startswith(("function-", "literal")))
    if error["type"] == "missing":
        return f"{one_line(place, 100)} is missing"
    return f"{one_line(place, 100)}: {_lower(error['msg'])}; found {one_line(repr(error['input'])[:400], 60)}"


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]
