"""Whether a prompt has room for what it shows whole: a model cannot rewrite what it sees in part."""

from __future__ import annotations

from collections.abc import Sequence
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
    sizes = {one_line(repr(variable.name)): _size(variable) for variable in evidence.variables}
    told = tokens(context_of(evidence, context))
    whole = sum(sizes.values()) + told
    if whole <= prompt_tokens:
        return None
    room = f"A prompt of {prompt_tokens:,} tokens has no room for what it shows whole"
    more = "or allow more with prompt_tokens="
    if told > max(sizes.values(), default=0):
        return f"{room}: the context takes about {told:,}. Shorten it, {more}."
    name, size = max(sizes.items(), key=lambda it: it[1])
    if size > prompt_tokens // 2:
        return f"{room}: {name} takes about {size:,}. Shorten it, make it several parameters, freeze() it, {more}."
    return f"{room}: {len(sizes)} variables and the context take about {whole:,}. freeze() some of them, {more}."


def grown_too_long(values: dict[str, Any], variables: Sequence[Variable], *, prompt_tokens: int) -> str | None:
    """Why proposed values cannot be used: the next prompt could not show them whole; None where it can.

    Args:
        values: The proposed values, by the names of their variables.
        variables: The variables that may change.
        prompt_tokens: The tokens that a prompt may take.
    """
    sizes = {it.name: _size(replace(it, value=values[it.name])) for it in variables if it.name in values}
    name, size = max(sizes.items(), key=lambda it: it[1], default=("", 0))
    if size <= prompt_tokens:
        return None
    return f"The new {one_line(name)!r} takes about {size:,} tokens, more than the {prompt_tokens:,} of a prompt: write less."


def _size(variable: Variable) -> int:
    return tokens(show_variables([variable])) + tokens(variable.constraint)
