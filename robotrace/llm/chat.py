"""What an optimizer needs of a language model: messages in, one reply out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from robotrace.opto import Spend


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation.

    Attributes:
        role: who speaks.
        content: the words.
    """

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model answered.

    Attributes:
        text: the answer, unchanged; "" where the model gave none.
        model: the one that answered, as the endpoint names it.
        finish_reason: why it stopped: "stop", or "length" where it was cut off, "content_filter" ...
        prompt_tokens: sent, as the endpoint counts them (0 where it does not).
        completion_tokens: received, thinking included.
        refusal: the model's own words where it declined to answer, else "".
    """

    text: str
    model: str = ""
    finish_reason: str = "stop"
    prompt_tokens: int = 0
    completion_tokens: int = 0
    refusal: str = ""

    @property
    def spend(self) -> Spend:
        """The cost of this one call."""
        return Spend(1, self.prompt_tokens, self.completion_tokens)


@runtime_checkable
class Chat(Protocol):
    """A model that can be talked to."""

    @property
    def model(self) -> str:
        """Its name."""
        ...

    def chat(self, messages: Sequence[Message]) -> Reply:
        """Ask once.

        Raises:
            ModelError: the endpoint failed for good.
        """
        ...
