"""Whether a prompt has room for what it shows whole: a model cannot rewrite what it sees in part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from robotrace.optimizers.prompt.problem import context_of
from robotrace.optimizers.view import show_variables
from robotrace.optimizers.view.estimate import tokens
from robotrace.opto import Evidence, Variable
from robotrace.text import one_line


def too_long(evidence: Evidence, context: str, *, prompt_tokens: int) -> str | None:
    """Why nothing can be asked: the variables and the context alone take more than a prompt has; None where they do not.

    Args:
        evidence: The problem and its variables.
        context: The optimizer's own words about the problem, beside those of the evidence.
        prompt_tokens: The tokens that a prompt may take, as the optimizer was told.

    Returns:
        One line with what is too long, its size, and what can be done.
    """
    sizes, told = _sizes(evidence.variables), tokens(context_of(evidence, context))
    whole = sum(sizes.values()) + told
    if whole <= prompt_tokens:
        return None
    room = f"A prompt of {prompt_tokens:,} tokens has no room for what it shows whole"
    more = "or allow more with prompt_tokens="
    if told > max(sizes.values(), default=0):
        return f"{room}: the context takes about {told:,}. Shorten it, {more}."
    name, size = max(sizes.items(), key=lambda it: it[1])
    if size > prompt_tokens // 2:
        return f"{room}: {one_line(repr(name))} takes about {size:,}. Shorten it, make it several parameters, freeze() it, {more}."
    return f"{room}: {len(sizes)} variables and the context take about {whole:,}. freeze() some of them, {more}."


def grown_too_long(values: Mapping[str, Any], evidence: Evidence, context: str, *, prompt_tokens: int) -> str | None:
    """Why proposed values cannot be used: the next prompt could not show all variables whole; None where it can.

    Args:
        values: The proposed values, by the names of their variables.
        evidence: The problem and the variables that may change.
        context: The optimizer's own words about the problem.
        prompt_tokens: The tokens that a prompt may take.
    """
    sizes = _sizes([replace(it, value=values.get(it.name, it.value)) for it in evidence.variables])
    whole = sum(sizes.values()) + tokens(context_of(evidence, context))
    if not values or whole <= prompt_tokens:
        return None
    name = max(values, key=lambda name: sizes[name])
    grown, limit = (
        f"The new {one_line(name)!r} takes about {sizes[name]:,} tokens",
        f"the {prompt_tokens:,} of a prompt",
    )
    if sizes[name] > prompt_tokens:
        return f"{grown}, more than {limit}: write less."
    return f"{grown}, with all else that a prompt shows whole {whole:,}, more than {limit}: write less."


def _sizes(variables: Iterable[Variable]) -> dict[str, int]:
    """The tokens that each variable takes, by its name."""
    return {it.name: tokens(show_variables([it])) + tokens(it.constraint) for it in variables}
