"""What optimizers that ask a language model have in common: their options, the model, and its answer as a proposal."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from types import NoneType
from typing import Any, ClassVar

from robotrace.errors import ProposalError
from robotrace.llm import Chat, Image
from robotrace.optimizers.ask.question import Question, ask, open_chat
from robotrace.optimizers.options import at_least, of_kind, option_names, refuse_unknown
from robotrace.optimizers.prompt.room import grown_too_long
from robotrace.optimizers.reply.parse import Form, parse_reply, reason_of
from robotrace.optimizers.step.loop import LoopOptimizer
from robotrace.opto import Evidence, Proposal, Variable
from robotrace.text import cut
from robotrace.trace import Parameter

_REASON = 8_000  # characters of the model's words that are kept apart from the reply itself


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingOptions:
    """The options of every optimizer that asks a language model; each has more of its own.

    Attributes:
        context: What the problem is, in words, beside the context of the evidence.
        samples: The number of times that the same is asked in a round of training; the answers are tried side by side.
        prompt_tokens: The size of a prompt, estimated. Variables and context are shown whole: where they take more, nothing is
            asked.
        temperature: The temperature of the model's sampling; None leaves it to the endpoint.
        reasoning_effort: The effort of the model's reasoning, such as "low" or "high", for models that know it; None leaves it
            to the endpoint.

    Raises:
        OptionError: A value is not usable.
    """

    context: str = ""
    samples: int = 1
    prompt_tokens: int = 6_000
    temperature: float | None = None
    reasoning_effort: str | None = None

    def __post_init__(self) -> None:
        of_kind("context", self.context, str)
        of_kind("temperature", self.temperature, float, int, NoneType)
        of_kind("reasoning_effort", self.reasoning_effort, str, NoneType)
        at_least("samples", self.samples, 1)
        at_least("prompt_tokens", self.prompt_tokens, 1)


class AskingOptimizer(LoopOptimizer):
    """An optimizer whose proposals a language model writes. Subclasses name their `Options` and write `propose`.

    Attributes:
        Options: The record of the optimizer's options; each field is a keyword of the constructor.
        options: The options of this optimizer.
    """

    Options: ClassVar[type[AskingOptions]] = AskingOptions
    options: AskingOptions
    feedback: ClassVar[str] = "facts"

    def __init__(
        self,
        parameters: Iterable[Parameter] | None = None,
        *,
        model: str | None = None,
        chat: Chat | None = None,
        timeout: float | None = None,
        trust: bool = False,
        **options: Any,
    ) -> None:
        """Choose the model; nothing is sent.

        Args:
            parameters: The parameters that `step` changes, such as `controller.parameters()`; not needed for `propose`.
            model: The model as the endpoint names it; default: the environment variable ROBOTRACE_MODEL.
            chat: The chat that is asked in place of an OpenAI-compatible endpoint, with its own model and options.
            timeout: The seconds of silence after which an attempt is given up; default: 600.
            trust: Whether the code that the model writes runs in this process, with all that this user may do, instead of in a
                sandbox.
            options: The fields of `Options`, by name.

        Raises:
            ModelError: No model or no key is configured.
            OptionError: There is no such option, or a value is not usable.
        """
        refuse_unknown(type(self).__name__, options, option_names(type(self)))
        self.options = self.Options(**options)
        super().__init__(parameters, context=self.options.context, trust=trust)
        self._chat = open_chat(
            chat,
            model=model,
            temperature=self.options.temperature,
            reasoning_effort=self.options.reasoning_effort,
            timeout=timeout,
        )

    def __init_subclass__(cls, **keywords: Any) -> None:
        """Let `help` and the command line see the options as the keywords that they are."""
        super().__init_subclass__(**keywords)
        named, passes_on = _keywords(cls.__init__)
        if passes_on:
            common = {
                name: keyword.replace(kind=keyword.KEYWORD_ONLY)
                for name, keyword in _keywords(AskingOptimizer.__init__)[0].items()
            }
            own = {
                option.name: inspect.Parameter(
                    option.name, inspect.Parameter.KEYWORD_ONLY, default=option.default, annotation=option.type
                )
                for option in fields(cls.Options)
            }
            further = {name: keyword for name, keyword in {**common, **own}.items() if name not in named}
            named = {**named, **further}
        cls.__signature__ = inspect.Signature(sorted(named.values(), key=lambda keyword: keyword.kind))

    __signature__: ClassVar[inspect.Signature]

    @property
    def model(self) -> str | None:
        """The language model that writes the proposals."""
        return self._chat.model

    @property
    def priced(self) -> bool:
        """Whether the dollars of its calls are known."""
        return bool(getattr(self._chat, "priced", False))  # a chat need not know

    def samples(self, evidence: Evidence) -> int:  # noqa: ARG002 - as many, whatever the evidence
        """How often the same is asked."""
        return self.options.samples


def _keywords(function: Callable[..., Any]) -> tuple[dict[str, inspect.Parameter], bool]:
    """The parameters of a method by name, and whether it passes further ones on."""
    given = list(inspect.signature(function).parameters.values())[1:]
    named = {keyword.name: keyword for keyword in given if keyword.kind is not keyword.VAR_KEYWORD}
    return named, len(named) < len(given)


def answer(
    chat: Chat,
    question: Question,
    evidence: Evidence,
    *,
    context: str,
    prompt_tokens: int,
    variables: Sequence[Variable] | None = None,
    form: Form = "fences",
    images: Sequence[Image] = (),
) -> Proposal:
    """Ask for new values. A reply that cannot be used is a refusal with the reason.

    Args:
        chat: The model.
        question: The prompt, from the tokens that it may take; a shorter one is asked where the model cannot read it.
        evidence: The problem and its variables.
        context: The optimizer's own words about the problem.
        prompt_tokens: The size of the prompt, estimated.
        variables: Those that the reply may change; None for all.
        form: The form of the reply that is asked for; see `parse_reply`.
        images: The pictures that come after the words.

    Raises:
        ModelError: The endpoint failed for good.
    """
    asked = ask(chat, question, prompt_tokens=prompt_tokens, json=form == "json", images=images)
    proposal = replace(asked, reason=cut(reason_of(asked.reply, form=form), _REASON))
    if proposal.refusal is not None:
        return proposal
    try:
        values = parse_reply(proposal.reply, evidence.variables if variables is None else variables, form=form)
    except ProposalError as error:
        return replace(proposal, refusal=str(error))
    refusal = grown_too_long(values, evidence, context, prompt_tokens=prompt_tokens)
    return replace(proposal, refusal=refusal) if refusal is not None else replace(proposal, values=values)
