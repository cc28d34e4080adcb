"""What optimizers that ask a language model have in common: which model, how often, and the settings that a run keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from robotrace.llm import Chat
from robotrace.optimizers.ask.answer import at_least, open_chat
from robotrace.optimizers.step.loop import LoopOptimizer
from robotrace.opto import Evidence
from robotrace.trace import Parameter


class AskingOptimizer(LoopOptimizer):
    """An optimizer whose proposals a language model writes. Subclasses write `propose`."""

    def __init__(
        self,
        parameters: Iterable[Parameter] | None,
        *,
        context: str,
        samples: int,
        budget: int,
        chat: Chat | None,
        model: str | None,
        temperature: float | None,
        reasoning_effort: str | None,
        timeout: float | None,
        trust: bool,
        settings: Mapping[str, Any],
    ) -> None:
        """Choose the model; nothing is sent.

        Args:
            parameters: to change in `step`.
            context: what the problem is, in words, beside what the evidence says.
            samples: how often the same is asked in a round of training.
            budget: tokens of a prompt, estimated.
            chat: in place of an OpenAI-compatible endpoint, with its own model and options.
            model: as the endpoint names it.
            temperature: of sampling; None leaves it to the endpoint.
            reasoning_effort: for models that know it; None leaves it to the endpoint.
            timeout: seconds of silence after which an attempt is given up; None for 600.
            trust: run the code that the model writes in this process.
            settings: the subclass's own options that decide what it asks; those that are None are left out.

        Raises:
            ModelError: no model or no key is configured.
            OptionError: an option is not usable.
        """
        super().__init__(parameters, context=context, trust=trust)
        self._samples, self._budget = at_least("samples", samples, 1), budget
        self._chat = open_chat(
            chat, model=model, temperature=temperature, reasoning_effort=reasoning_effort, timeout=timeout
        )
        common = {
            "samples": samples,
            "budget": budget,
            "context": context or None,
            "temperature": temperature,
            "reasoning_effort": reasoning_effort,
        }
        self._settings = {name: value for name, value in {**settings, **common}.items() if value is not None}

    @property
    def model(self) -> str | None:
        """The language model that writes the proposals."""
        return self._chat.model

    @property
    def priced(self) -> bool:
        """Whether the dollars of its calls are known."""
        return bool(getattr(self._chat, "priced", False))  # a chat need not know

    @property
    def settings(self) -> Mapping[str, Any]:
        """The options that decide what it asks."""
        return self._settings

    def samples(self, evidence: Evidence) -> int:  # noqa: ARG002 - as many, whatever the evidence
        """How often the same is asked."""
        return self._samples
