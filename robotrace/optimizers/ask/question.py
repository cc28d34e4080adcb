"""A language model, opened, and asked a question whose length it can read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from robotrace.errors import ContextLengthError, OptionError
from robotrace.llm import Chat, Image, Message, OpenAIChat, Reply
from robotrace.optimizers.view.estimate import tokens
from robotrace.opto import Proposal

Question = Callable[[int], str]
"""A prompt, from the tokens that it may take."""

SHRINKS = 3
SECONDS = 600.0  # of silence


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
        ModelError: No model or no key is configured.
        OptionError: What is given cannot chat, or is given together with options that it has already.
    """
    if chat is None:
        seconds = SECONDS if timeout is None else timeout
        return OpenAIChat(model, timeout=seconds, temperature=temperature, reasoning_effort=reasoning_effort)
    if not callable(getattr(chat, "chat", None)):
        raise OptionError(f"chat is an object with a method chat(messages), as robotrace.llm has; found {chat!r:.100}.")
    if any(option is not None for option in (model, temperature, reasoning_effort, timeout)):
        raise OptionError("A chat brings its own model and options: give either chat or model, temperature ...")
    return chat


def ask(
    chat: Chat, question: Question, *, prompt_tokens: int, json: bool = False, images: Sequence[Image] = ()
) -> Proposal:
    """Ask; where the question is longer than the model can read, ask a shorter one, at most three times.

    Args:
        chat: The model.
        question: The prompt, from the tokens that it may take.
        prompt_tokens: The tokens to begin with. Then half of what the prompt took, or half of the model's limit where that is
            less.
        json: Whether one JSON object is asked for, where the endpoint can be held to that.
        images: The pictures that come after the words; a question that had to be made shorter goes without them.

    Returns:
        The answer, not read yet: without values, but with the prompt as it was sent last, the reply and what it cost. It is
        refused where the reply is not whole, or where no question was short enough.

    Raises:
        ModelError: The endpoint failed for another reason.
    """
    prompt, tried, shown = question(prompt_tokens), [prompt_tokens], tuple(images)
    notes: tuple[str, ...] = ()
    while True:
        try:
            reply = chat.chat([Message("user", (prompt, *shown) if shown else prompt)], json=json)
        except ContextLengthError as error:
            size = f" of {error.limit:,} tokens" if error.limit else ""
            prompt_tokens = min(prompt_tokens, tokens(prompt), error.limit or prompt_tokens) // 2
            shorter = question(prompt_tokens)
            if len(tried) > SHRINKS or len(shorter) >= len(prompt):
                sizes = ", ".join(f"{limit:,}" for limit in tried)
                why = f"No prompt fits the model's context{size}; budgets tried: {sizes} tokens."
                return Proposal({}, prompt=prompt, refusal=why)
            tried.append(prompt_tokens)
            prompt, notes, shown = shorter, (_shrunk(size, prompt_tokens, tried[0], seen=bool(images)),), ()
        else:
            return Proposal(
                {},
                prompt=prompt,
                reply=reply.text or reply.refusal,
                spend=reply.spend,
                refusal=_not_whole(reply),
                notes=(*notes, *reply.notes),
                pictures=tuple(image.png for image in shown),
            )


def _not_whole(reply: Reply) -> str | None:
    """Why a reply is not one that the model finished; None where it is."""
    if reply.refusal:
        return f"The model declined to answer: {reply.refusal[:300]}"
    if reply.finish_reason == "length":
        size = f" after {reply.completion_tokens:,} tokens" if reply.completion_tokens else ""
        return f"The reply was cut off at the model's length limit{size}; nothing of it was used."
    if reply.finish_reason == "content_filter":
        return "The endpoint's content filter stopped the reply; nothing of it was used."
    return None


def _shrunk(size: str, prompt_tokens: int, before: int, *, seen: bool) -> str:
    without = " and went without its pictures" if seen else ""
    cut = f"it was cut to a budget of {prompt_tokens:,} tokens from {before:,}{without}"
    return f"The prompt did not fit the model's context{size}: {cut}."
