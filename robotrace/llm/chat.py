"""What an optimizer needs of a language model: messages in, one reply out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, runtime_checkable

from robotrace.errors import OptionError
from robotrace.opto import Spend
from robotrace.text import printable

MAX_IMAGE = 4_000_000  # bytes of one picture
MAX_IMAGES = 16_000_000  # bytes of all pictures in a message

_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in a message.

    Attributes:
        png: The whole PNG file, at most 4 MB.

    Raises:
        OptionError: The data are not a PNG file, or are too large.
    """

    png: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not self.png.startswith(_PNG):
            raise OptionError(f"An image is a whole PNG file as bytes, found bytes that begin {self.png[:8]!r}.")
        if len(self.png) > MAX_IMAGE:
            raise OptionError(f"An image takes at most {MAX_IMAGE:,} bytes, found {len(self.png):,}: draw it smaller.")


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation.

    Attributes:
        role: The speaker.
        content: The words; or words and pictures, in the order in which they are to be read.

    Raises:
        OptionError: The pictures are too large together.
    """

    role: Literal["system", "user", "assistant"]
    content: str | tuple[str | Image, ...]

    def __post_init__(self) -> None:
        size = sum(len(image.png) for image in self.images)
        if size > MAX_IMAGES:
            raise OptionError(f"The images of a message take at most {MAX_IMAGES:,} bytes, found {size:,}: send fewer.")

    @property
    def images(self) -> tuple[Image, ...]:
        """The pictures alone."""
        return () if isinstance(self.content, str) else tuple(part for part in self.content if isinstance(part, Image))

    @property
    def text(self) -> str:
        """The words alone."""
        if isinstance(self.content, str):
            return self.content
        return "\n\n".join(part for part in self.content if isinstance(part, str))


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model answered.

    Attributes:
        text: The text of the answer; "" where the model gave none.
        model: The model that answered, as the endpoint names it.
        finish_reason: The reason for which the answer ends: "stop", "length" where it was cut off, "content_filter" ...
        prompt_tokens: The number of tokens sent, as the endpoint counts them (0 where it does not).
        completion_tokens: The number of tokens received, reasoning included.
        refusal: The model's own words where it declined to answer, else "".
        cached_tokens: The number of the tokens sent that the endpoint had read before.
        usd: The dollars that the call cost; None where the price is not known.
        notes: The options that were asked for and not sent, each with the reason.

    What a file, a prompt or a terminal cannot take (half a surrogate pair, NUL and other control characters) becomes U+FFFD in
    every text, whoever makes the reply.

    Raises:
        OptionError: The text is not a text, or a count of tokens is not a count.
    """

    text: str
    model: str = ""
    finish_reason: str = "stop"
    prompt_tokens: int = 0
    completion_tokens: int = 0
    refusal: str = ""
    cached_tokens: int = 0
    usd: float | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("text", "model", "finish_reason", "refusal"):
            value = getattr(self, name)
            if not isinstance(value, str):
                raise OptionError(f"The {name} of a Reply must be a text, found {type(value).__name__}.")
            object.__setattr__(self, name, printable(value))
        object.__setattr__(self, "notes", tuple(printable(note) for note in self.notes))
        for name in ("prompt_tokens", "completion_tokens", "cached_tokens"):
            count = getattr(self, name)
            if isinstance(count, bool) or not isinstance(count, int) or count < 0:
                raise OptionError(f"The {name} of a Reply must be a whole number, 0 or more, found {count!r}.")

    @property
    def spend(self) -> Spend:
        """The cost of this one call."""
        return Spend(1, self.prompt_tokens, self.completion_tokens, self.cached_tokens, self.usd)


@runtime_checkable
class Chat(Protocol):
    """A model that can be talked to, from several threads at once."""

    @property
    def model(self) -> str:
        """The name of the model."""
        ...

    def chat(self, messages: Sequence[Message], *, json: bool = False) -> Reply:
        """Ask once.

        Args:
            messages: The conversation so far.
            json: Whether one JSON object is asked for, where the endpoint can be held to that; the messages must say so too.

        Raises:
            ContextLengthError: The messages are longer than the model can read.
            ModelError: The endpoint failed for good.
        """
        ...
