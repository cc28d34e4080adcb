"""A model that gives the replies of a script: for tests and demonstrations without a network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from robotrace.errors import ModelError
from robotrace.llm.chat import Message, Reply


class ScriptedChat:
    """Answers with the given replies, in order.

    Attributes:
        asked: The conversations that the model was given so far, one entry a call.
    """

    def __init__(self, replies: Iterable[str | Reply | Exception], *, model: str = "scripted") -> None:
        """Keep the replies.

        Args:
            replies: The replies in order: texts, whole replies (to script a cut-off answer, say), or exceptions to raise.
            model: The name of the model.
        """
        self._replies = iter(tuple(replies))
        self._model = model
        self.asked: list[tuple[Message, ...]] = []

    @property
    def model(self) -> str:
        """The name of the model."""
        return self._model

    def chat(self, messages: Sequence[Message], *, json: bool = False) -> Reply:  # noqa: ARG002 - part of the protocol
        """The next reply.

        Raises:
            ModelError: There are no more replies, or a ModelError was scripted.
        """
        self.asked.append(tuple(messages))
        match next(self._replies, None):
            case None:
                raise ModelError(
                    f"The script has no reply to call {len(self.asked)}; give ScriptedChat one reply a call."
                )
            case Exception() as error:
                raise error
            case Reply() as reply:
                return reply
            case text:
                # Four characters a token: near enough for a count that costs nothing.
                sent = sum(len(message.text) for message in messages) // 4
                return Reply(text, self._model, prompt_tokens=sent, completion_tokens=len(text) // 4, usd=0.0)
