"""What a prompt says of the problem itself, by what the problem is: an environment to act in, cases, a program alone."""

from __future__ import annotations

from collections.abc import Mapping

from robotrace.opto import Evidence, Words

_ACTING = (
    "Trust what was measured over what the words suggest: names, units, signs and frames may not mean what they say. Where an "
    "action's effect is in question, compare "
)
_IN_TABLES = "what was done in one row of a table with how the observed values change in the next rows"
_IN_WORDS = "what the program did with what is said to have come of it"
_UNDONE = "; this shows directions, scales, offsets and delays, which the program can then undo."
_TRIED = "What was tried before and did not help is not worth trying again unchanged."
_HOW_FAR = (
    "Where nothing shown says how far a number has to move, begin with large steps: halve it or double it, go on the same way "
    "while that helps, and close in once a step went too far."
)
_ACTING_IN_CASES = (
    "The program is judged on cases that you do not see, so do not write down the numbers of the cases shown where they can be "
    "computed from what is observed."
)


def context_of(evidence: Evidence, context: str) -> str:
    """The problem in words: the evidence's, then the optimizer's own."""
    return "\n\n".join(dict.fromkeys(part.strip() for part in (evidence.context, context) if part.strip()))


def problem_slots(evidence: Evidence, context: str) -> Mapping[str, str]:
    """What every prompt says of the problem, for the slots of its template.

    Args:
        evidence: What is known, with the words of the problem.
        context: The optimizer's own words about the problem, beside those of the evidence.

    Returns:
        "task", the task as a section, "" where nobody has described it; "asker", what says what to do; and "aim", what the
        program is to do.
    """
    task = context_of(evidence, context)
    if not task:
        return {"task": "", "asker": "the feedback", "aim": "the feedback asks for"}
    return {"task": f"# Task\n{task}", "asker": "the task", "aim": "the task asks"}


def case_word(words: Words) -> str:
    """What a prompt calls one case, with an s several; "" where there are none."""
    return "case" if words.acts and words.case else words.case


def advice(evidence: Evidence, *, traced: bool) -> str:
    """The section about how to use what is shown; "" where there is nothing to say.

    Args:
        evidence: What is known.
        traced: Whether traces are shown, as tables.
    """
    if evidence.words.acts:
        acting = f"{_ACTING}{_IN_TABLES if traced else _IN_WORDS}{_UNDONE}"
        is_code = any(variable.kind == "code" for variable in evidence.variables)
        sentences = [acting, _TRIED, _ACTING_IN_CASES if evidence.words.case and is_code else ""]
    else:
        numbers = all(variable.kind == "number" for variable in evidence.variables)
        sentences = [_TRIED if len(evidence.trials) > 1 else "", _HOW_FAR if numbers else "", _in_cases(evidence)]
    said = " ".join(filter(None, sentences))
    return f"# How to use this\n{said}" if said else ""


def _in_cases(evidence: Evidence) -> str:
    """Against learning by heart, where a value can hold what was learnt: numbers are to fit, and a text may give examples."""
    kinds = {variable.kind for variable in evidence.variables}
    if not kinds & {"code", "text"}:
        return ""
    if evidence.words.case:
        unseen = f"The program is judged on {evidence.words.cases} that you do not see"
        examples = "a text may give some of those shown as examples"
        if "code" not in kinds:
            return f"{unseen}: {examples}, and has to lead to the answers of others."
        heart = f"{unseen}, so do not write down the answers to those shown: write what leads to them."
        return f"{heart} {examples.capitalize()}." if "text" in kinds else heart
    if any(outcome.steps > 1 for outcome in evidence.best.outcomes):
        return "The program has to do well on all of the inputs shown and on others like them, so do not write down single answers."
    return ""
