"""A language model, opened, and its answer as a proposal."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from robotrace.errors import OptionError, ProposalError
from robotrace.llm import Chat, Image, OpenAIChat, Reply
from robotrace.optimizers.ask.question import ask
from robotrace.optimizers.reply.parse import Form, parse_reply, reason_of
from robotrace.opto import Proposal, Variable
from robotrace.text import cut

Question = Callable[[int], str]
"""From a budget in tokens to a prompt."""

_REASON = 8_000  # characters of the model's words that are kept apart from the reply itself


def open_chat(
    chat: Chat | None,
    *,
    model: str | None,
    temperature: float | None,
    reasoning_effort: str | None,
    timeout: float | None,
) -> Chat:
    """The model to ask: the chat that is given, or an OpenAI-compatible endpoint. Nothing is sent.

    Raises:
        ModelError: no model or no key is configured.
        OptionError: a chat is given, and options that it has already.
    """
    if chat is None:
        seconds = 600.0 if timeout is None else timeout
        return OpenAIChat(model, timeout=seconds, temperature=temperature, reasoning_effort=reasoning_effort)
    if any(option is not None for option in (model, temperature, reasoning_effort, timeout)):
        raise OptionError("A chat brings its own model and options: give either chat or model, temperature ...")
    return chat


def answer(
    chat: Chat,
    question: Question,
    variables: Sequence[Variable],
    *,
    budget: int,
    form: Form = "fences",
    images: Sequence[Image] = (),
) -> Proposal:
    """Ask for new values. A reply that cannot be used is a refusal that says why.

    Args:
        chat: the model.
        question: what to ask, for a budget; a shorter one is asked where the model cannot read it.
        variables: those that the reply may change.
        budget: tokens of the prompt, estimated.
        form: of the reply that is asked for; see `parse_reply`.
        images: that come after the words.

    Raises:
        ModelError: the endpoint failed for good.
    """
    asked = ask(chat, question, budget=budget, json=form == "json", images=images)
    prompt, reply, notes = asked.prompt, asked.reply, asked.notes
    pictures = tuple(image.png for image in asked.images)
    if reply is None:
        return Proposal({}, prompt=prompt, refusal=" ".join(notes))
    said = reply.text or reply.refusal
    reason = cut(reason_of(said, form=form), _REASON)
    try:
        values = parse_reply(whole(reply), variables, form=form)
    except ProposalError as error:
        return Proposal({}, reason, prompt, said, reply.spend, refusal=str(error), notes=notes, pictures=pictures)
    return Proposal(values, reason, prompt, said, reply.spend, notes=notes, pictures=pictures)


def whole(reply: Reply) -> str:
    """The text of a reply that the model finished.

    Raises:
        ProposalError: it declined, or was cut off.
    """
    if reply.refusal:
        raise ProposalError(f"The model declined to answer: {reply.refusal[:300]}")
    if reply.finish_reason == "length":
        size = f" after {reply.completion_tokens:,} tokens" if reply.completion_tokens else ""
        raise ProposalError(f"The reply was cut off at the model's length limit{size}; nothing of it was used.")
    if reply.finish_reason == "content_filter":
        raise ProposalError("The endpoint's content filter stopped the reply; nothing of it was used.")
    return reply.text


def at_least(name: str, value: int, least: int) -> int:
    """The value of an option that counts something.

    Raises:
        OptionError: it is below the least.
    """
    if value < least:
        raise OptionError(f"{name} must be {least} or more, found {value!r}.")
    return value
