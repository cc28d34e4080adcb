"""What is used up: money and tokens for answers, steps of the environment, time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Spend:
    """What answers cost.

    Attributes:
        calls: of a language model.
        prompt_tokens: sent.
        completion_tokens: received.
        cached_tokens: those of the sent ones that the endpoint had kept from before.
        usd: dollars; None where a price is not known. No call costs nothing; a sum with an unknown part is unknown.
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
            self.calls + other.calls,
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            self.cached_tokens + other.cached_tokens,
            None if self.usd is None or other.usd is None else self.usd + other.usd,
        )

    def as_json(self) -> dict[str, Any]:
        """By name; `Spend(**...)` reads it back."""
        return {
            "calls": self.calls,
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": self.completion_tokens,
            "cached_tokens": self.cached_tokens,
            "usd": self.usd,
        }


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that a run has used up since its start.

    Attributes:
        spend: on the optimizer's answers, used or not.
        env_steps: of the environment, in training; tests on held-out cases are not the optimizer's and do not count.
        seconds: of wall-clock time, interruptions apart.
    """

    spend: Spend = Spend()
    env_steps: int = 0
    seconds: float = 0.0

    @property
    def calls(self) -> int:
        """Of a language model."""
        return self.spend.calls

    @property
    def tokens(self) -> int:
        """Sent and received."""
        return self.spend.tokens

    @property
    def usd(self) -> float | None:
        """Dollars; None where a price is not known."""
        return self.spend.usd

    def as_json(self) -> dict[str, Any]:
        """All figures by name, in one flat object."""
        return {**self.spend.as_json(), "env_steps": self.env_steps, "seconds": self.seconds}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Ledger:
        """What `as_json` gave."""
        spend = {name: value for name, value in body.items() if name not in ("env_steps", "seconds")}
        return cls(Spend(**spend), body["env_steps"], body["seconds"])
