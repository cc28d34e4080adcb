"""What a run counts: each counted thing declared once, and the totals of them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from robotrace.opto.words import ROBOT, Words


@dataclass(frozen=True, slots=True)
class Meter:
    """One thing that a run counts, and all that is said of it anywhere.

    Caps (`Budget`, the flags --max-*), axes of plots, tables, metrics.csv and JSON objects are made from these declarations. A
    new meter is one more of them and the field of the same name that holds its count, of `Spend` or of `Ledger`.

    Attributes:
        name: The key by which every record, cap, axis and column names it.
        words: The unit in words, as it follows a number: "environment steps".
        cap_help: What its cap does, for the help of its flag.
        kind: The type of a cap: int where the thing is counted whole, else float.
        answers: Whether it is spent on the optimizer's answers alone, so that its field is one of `Spend`, and its cap does
            not bind where no answer is asked for; else the field is one of `Ledger`.
        label: What an axis says; "" for the words.
        heading: The heading of its column in tables for people; "" for a detail that these tables and cards leave out.
        card: How a card shows a figure, as a format string; "" for the figure with its words.
        cell: How a table shows a figure, as a format string; "" for a short one such as 1.5k.
        rare: Whether cards and tables for people leave it out where nothing was counted.
        decimals: The decimals that objects and tables for machines keep; None for all.
    """

    name: str
    words: str
    cap_help: str
    kind: type[int] | type[float] = int
    answers: bool = True
    label: str = ""
    heading: str = ""
    card: str = ""
    cell: str = ""
    rare: bool = False
    decimals: int | None = None

    @property
    def flag(self) -> str:
        """The command line's option that caps it."""
        return f"--max-{self.name.replace('_', '-')}"

    def phrase(self, figure: float | None, words: Words = ROBOT) -> str:
        """A figure with its unit in the words of a problem, for a card: "1 call", "2,400 tokens", "$0.0030", "dollars unknown"."""
        unit = words.steps if self.name == "env_steps" else self.words
        if figure is None:
            return f"{unit} unknown"
        if self.card:
            return self.card.format(figure)
        return f"{figure:,} {unit.removesuffix('s') if figure == 1 else unit}"

    def rounded(self, figure: float | None) -> float | None:
        """A figure with the decimals that machines are given."""
        return figure if figure is None or self.decimals is None else round(figure, self.decimals)


METERS = (
    Meter(
        "calls",
        "calls",
        "Stop before a call too many. Whatever was paid for is tried first.",
        label="calls of the language model",
        heading="calls",
    ),
    Meter(
        "tokens",
        "tokens",
        "No call once so many were sent and received.",
        label="tokens sent and received",
        heading="tokens",
    ),
    Meter("prompt_tokens", "prompt tokens", "No call once so many were sent."),
    Meter("completion_tokens", "completion tokens", "No call once so many were received, thinking included."),
    Meter("cached_tokens", "cached tokens", "No call once so many of those sent were read from the endpoint's cache."),
    Meter(
        "usd",
        "dollars",
        "No call once so many dollars are spent; needs a model of known price.",
        kind=float,
        label="cost (US dollars)",
        heading="$",
        card="${:.4f}",
        cell="{:.2f}",
    ),
    Meter(
        "env_steps",
        "environment steps",
        "No round once training took so many environment steps.",
        answers=False,
        heading="steps",
    ),
    Meter(
        "student_calls",
        "student calls",
        "No round once candidates prompted their student so often in training, remembered replies among them.",
        answers=False,
        label="calls of the student",
        heading="student",
        rare=True,
    ),
    Meter(
        "student_tokens",
        "student tokens",
        "No round once the student read and wrote so many in training.",
        answers=False,
        heading="its tokens",
        rare=True,
    ),
    Meter(
        "seconds",
        "seconds",
        "No round after so long; the held-out test still follows.",
        kind=float,
        answers=False,
        label="time since the start (s)",
        heading="s",
        card="{:.1f} s",
        decimals=3,
    ),
)
"""Everything that a run counts, in the order in which it is shown."""


@dataclass(frozen=True, slots=True)
class Spend:
    """What answers cost.

    Attributes:
        calls: The number of calls of a language model.
        prompt_tokens: The number of tokens sent.
        completion_tokens: The number of tokens received, reasoning included.
        cached_tokens: The number of sent tokens that the endpoint read from its cache.
        usd: The cost in US dollars; None where a price is not known. Without calls it is 0; a sum with an unknown part is
            unknown.
    """

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    usd: float | None = None

    def __post_init__(self) -> None:
        if not self.calls and self.usd is None:
            object.__setattr__(self, "usd", 0.0)

    @property
    def tokens(self) -> int:
        """Prompt and completion together."""
        return self.prompt_tokens + self.completion_tokens

    def __add__(self, other: Spend) -> Spend:
        return Spend(
            **{field.name: _sum(getattr(self, field.name), getattr(other, field.name)) for field in fields(self)}
        )

    def as_json(self) -> dict[str, Any]:
        """The figures by name; `Spend(**...)` reads them back."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that a run has used up since its start.

    Attributes:
        spend: What the optimizer's answers cost, used or not.
        env_steps: Steps of the environment in training; tests on held-out cases are not the optimizer's and do not count.
        seconds: Seconds of wall-clock time, interruptions apart.
        student_calls: Prompts that candidates sent to a language model in training, those whose replies were remembered among them,
            so that a run counts the same whatever is.
        student_tokens: The tokens of these prompts and their replies.
    """

    spend: Spend = Spend()
    env_steps: int = 0
    seconds: float = 0.0
    student_calls: int = 0
    student_tokens: int = 0

    @property
    def calls(self) -> int:
        """Calls of a language model."""
        return self.spend.calls

    @property
    def tokens(self) -> int:
        """Tokens sent and received."""
        return self.spend.tokens

    @property
    def usd(self) -> float | None:
        """Dollars; None where a price is not known."""
        return self.spend.usd

    @property
    def figures(self) -> dict[str, float | None]:
        """What each meter shows, by its name; None where it is not known."""
        return {meter.name: getattr(self.spend if meter.answers else self, meter.name) for meter in METERS}

    @property
    def rounded(self) -> dict[str, float | None]:
        """The same, with the decimals that objects and tables for machines keep."""
        return {meter.name: meter.rounded(figure) for meter, figure in zip(METERS, self.figures.values(), strict=True)}

    def fallen(self, earlier: Ledger) -> str | None:
        """What an earlier ledger of the same run had more of, in words; None where nothing is less.

        Dollars may differ by their rounding, since they are added up in another order.
        """
        for (name, figure), before in zip(self.figures.items(), earlier.figures.values(), strict=True):
            if figure is not None and before is not None and figure < before and not math.isclose(figure, before):
                return f"{name} goes back from {before:,} to {figure:,}"
        return None

    def at_least(self, earlier: Ledger) -> Ledger:
        """The larger figure of each meter; what is not known in either is unknown."""
        most = {name: _most(figure, earlier.as_json()[name]) for name, figure in self.as_json().items()}
        return Ledger.from_json(most)

    def as_json(self) -> dict[str, Any]:
        """The counts by name in one flat object, those of the spend first; what follows from them is left out."""
        own = {field.name: getattr(self, field.name) for field in fields(self)}
        return {**own.pop("spend").as_json(), **own}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Ledger:
        """What `as_json` gave; a count that is newer than the object is at its start.

        Raises:
            TypeError: The object holds a count of no known meter.
        """
        own = {field.name: body[field.name] for field in fields(cls) if field.name in body}
        return cls(Spend(**{name: value for name, value in body.items() if name not in own}), **own)


def _most(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else max(one, other)


def _sum(one: float | None, other: float | None) -> Any:
    return None if one is None or other is None else one + other
