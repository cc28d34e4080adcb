"""Asking a language model a question whose length can be chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from robotrace.errors import ContextLengthError
from robotrace.llm import Chat, Image, Message, Reply
from robotrace.optimizers.view.estimate import tokens

SHRINKS = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked and what came back.

    Attributes:
        prompt: the question as it was sent last.
        reply: the answer; None where no question was short enough.
        notes: how the question had to change, and what else was not as asked for.
        images: that went with the question as it was sent last.
    """

    prompt: str
    reply: Reply | None
    notes: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()


def ask(
    chat: Chat, question: Callable[[int], str], *, budget: int, json: bool = False, images: Sequence[Image] = ()
) -> Asked:
    """Ask; where the question is longer than the model can read, ask a shorter one, at most three times.

    Args:
        chat: the model.
        question: from a budget in tokens to the prompt.
        budget: to begin with. Then half of what the question took, or half of the model's limit where that is less.
        json: ask for one JSON object, where the endpoint can be held to that.
        images: that come after the words; a question that had to be made shorter goes without them.

    Raises:
        ModelError: the endpoint failed for another reason.
    """
    prompt, tried, shown = question(budget), [budget], tuple(images)
    notes: tuple[str, ...] = ()
    while True:
        try:
            reply = chat.chat([Message("user", (prompt, *shown) if shown else prompt)], json=json)
        except ContextLengthError as error:
            size = f" of {error.limit:,} tokens" if error.limit else ""
            budget = min(budget, tokens(prompt), error.limit or budget) // 2
            shorter = question(budget)
            if len(tried) > SHRINKS or len(shorter) >= len(prompt):
                budgets = ", ".join(f"{it:,}" for it in tried)
                return Asked(
                    prompt, None, (f"No prompt fits the model's context{size}; budgets tried: {budgets} tokens.",)
                )
            tried.append(budget)
            prompt, notes, shown = shorter, (_shrunk(size, budget, tried[0], seen=bool(images)),), ()
        else:
            return Asked(prompt, reply, (*notes, *reply.notes), shown)


def _shrunk(size: str, budget: int, before: int, *, seen: bool) -> str:
    without = " and went without its pictures" if seen else ""
    cut = f"it was cut to a budget of {budget:,} tokens from {before:,}{without}"
    return f"The prompt did not fit the model's context{size}: {cut}."
