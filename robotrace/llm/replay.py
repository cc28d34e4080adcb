"""A model that is only remembered: its answers stand in a run folder."""

from __future__ import annotations

from collections.abc import Sequence

from robotrace.errors import ModelError
from robotrace.llm.chat import Message, Reply


class ReplayChat:
    """Has a model's name and answers nothing; the replay of a run has the answers already.

    Args:
        model: The name of the model.
    """

    def __init__(self, model: str) -> None:
        self._model = model

    @property
    def model(self) -> str:
        """The name of the model."""
        return self._model

    def chat(self, messages: Sequence[Message], *, json: bool = False) -> Reply:  # noqa: ARG002 - it answers none
        """Nothing.

        Raises:
            ModelError: A replay asks no model; raised always.
        """
        raise ModelError(f"{self._model} is not asked in a replay, and the recording holds no such answer.")
