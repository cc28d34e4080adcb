"""One part of a program at a time, where a prompt has no room for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from robotrace.optimizers.prompt.problem import context_of
from robotrace.optimizers.step.parts import Part, parts_of, worth_fitting
from robotrace.optimizers.view import show_variables
from robotrace.optimizers.view.estimate import tokens
from robotrace.opto import Evidence, Trial

_SHARE = 0.5  # of a prompt that the variables and the context may take before a part is shown alone


def focused(evidence: Evidence, context: str = "", *, prompt_tokens: int) -> Evidence:
    """The evidence on one of the parts that left a case unsolved, another one each iteration; all of it where there is room.

    Args:
        evidence: The problem, its variables and the trials so far.
        context: The optimizer's own words about the problem, beside those of the evidence.
        prompt_tokens: The tokens that a prompt may take.
    """
    whole = tokens(show_variables(evidence.variables)) + tokens(context_of(evidence, context))
    if whole <= _SHARE * prompt_tokens:
        return evidence
    parts = parts_of(evidence)
    if not parts:
        return evidence
    asked = worth_fitting(parts, evidence.best)
    part = asked[max(evidence.iteration - 1, 0) % len(asked)]
    others = ", ".join(other.variable.name for other in parts if other is not part)
    told = (
        f"The program has {len(parts)} functions that may change, and each case asks one of them. This is about "
        f"{part.variable.name} and its cases alone; the others ({others}) stay as they are."
    )
    own = part.evidence(evidence)
    return replace(own, context=f"{evidence.context}\n\n{told}", trials=tuple(_told(own, part, evidence.best)))


def _told(own: Evidence, part: Part, best: Trial) -> Iterator[Trial]:
    """The trials that tried another text of the part, each with that text alone, and the best one."""
    name = part.variable.name
    for trial in own.trials:
        proposal = trial.proposal
        values = {} if proposal is None else {key: value for key, value in proposal.values.items() if key == name}
        if proposal is not None and values:
            yield replace(trial, proposal=replace(proposal, values=values))
        elif trial.id == best.id or proposal is None:
            yield replace(trial, proposal=None)
