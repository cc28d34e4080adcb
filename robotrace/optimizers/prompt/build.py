"""The prompt: evidence in words, within a number of tokens."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template

from robotrace.optimizers.prompt.cases import name_of, state_of
from robotrace.optimizers.prompt.memory import memory_of
from robotrace.optimizers.prompt.pictures import pictures_section
from robotrace.optimizers.prompt.problem import advice, problem_slots
from robotrace.optimizers.prompt.results import results_of, worth_showing
from robotrace.optimizers.prompt.upcoming import what_is_next
from robotrace.optimizers.reply.parse import Form
from robotrace.optimizers.reply.values import function_name
from robotrace.optimizers.view import Shown, View, render, show_variables
from robotrace.optimizers.view.estimate import tokens
from robotrace.opto import Evidence, Kind, Outcome, Variable, Words
from robotrace.opto.definitions import definitions

_MEMORY_SHARE = 0.25  # of what the fixed parts leave
_ROOM_FOR_TWO = 2_800  # tokens, for two tables of some twenty rows and the feedback on them

_TRACED = (
    'lines that begin with ">", in tables, in fenced blocks and in the sections #Code, #Documentation, #Inputs, #Others, #Outputs '
    "and #Feedback"
)
_UNTRACED = 'lines that begin with ">", in fenced blocks and in the section #Feedback'

_EXAMPLE = {
    "code": "```python\n{start}\n    ...\n```",
    "text": "```text\nthe new text\n```",
    "number": "```\nthe new number\n```",
    "value": "```\nthe new value, as a Python literal of the same type\n```",
}
_JSON = {
    "code": "source, as one string",
    "text": "text, as one string",
    "number": "number",
    "value": "value, in JSON",
}
_RULES = {
    "code": (
        "Code: the whole source, without line numbers. The function keeps its name and its arguments; "
        "imports and helper functions may stand beside it."
    ),
    "codes": "Helpers of two variables have different names: all stand in one program.",
    "text": "Text is taken as it stands.",
    "number": "Numbers: digits only, no expression.",
}


def build_prompt(
    evidence: Evidence,
    *,
    context: str = "",
    view: View = "folded",
    memory: int = 5,
    prompt_tokens: int = 6_000,
    reply: Form = "fences",
    vision: bool = False,
) -> str:
    """All that a model is asked, as one message.

    Args:
        evidence: The problem, its variables and the trials so far.
        context: What the problem is, in words, beside the context of the evidence.
        view: The form of the traces; see `render`.
        memory: The number of earlier trials that are shown.
        prompt_tokens: The tokens that the prompt may take; the variables and the context are shown whole, so whoever asks looks
            first whether there is room for them (`too_long`).
        reply: The form of the answer that is asked for.
        vision: Whether the prompt says which pictures come with it, where there are any.
    """
    seen = pictures_section(evidence) if vision else ""
    problem = problem_slots(evidence, context)
    fixed = _Fixed(problem, expected(evidence.variables, reply, problem, traced=view != "masked"), seen)
    shown = worth_showing(evidence.best)
    if len(shown) > 1 and view == "folded" and fixed.room(evidence, shown, memory, prompt_tokens) < _ROOM_FOR_TWO:
        shown = shown[:1]  # one run that can be followed shows more than two that cannot
    parts = fixed.with_results(evidence, shown, prompt_tokens, traced=view != "masked")
    earlier = _memory(parts, evidence, memory, prompt_tokens)
    left = prompt_tokens - tokens(_fill(**parts, view="", memory=earlier))
    titled = evidence.best.score is not None and evidence.words.case
    traces = [
        Shown(outcome.graph, _title(outcome, evidence.words) if titled else "")
        for outcome in shown
        if outcome.graph is not None
    ]
    return _fill(**parts, view=render(traces, evidence.variables, view=view, prompt_tokens=left), memory=earlier)


@dataclass(frozen=True, slots=True)
class _Fixed:
    """The parts that are there whatever is shown."""

    problem: Mapping[str, str]
    answer: str
    pictures: str

    def with_results(
        self, evidence: Evidence, shown: Sequence[Outcome], prompt_tokens: int, *, traced: bool
    ) -> dict[str, str]:
        """The parts that leave the rest its room."""
        return {
            **self.problem,
            "runs": " in one or two runs" if evidence.words.case or evidence.words.acts else "",
            "came": ", what came of it, and what was tried before" if evidence.trials[1:] else " and what came of it",
            "results": results_of(
                evidence, shown, traced=traced, room=prompt_tokens
            ),  # about a quarter: characters, not tokens
            "pictures": self.pictures,
            "printed": _TRACED if traced else _UNTRACED,
            "advice": advice(evidence, traced=traced),
            "next": what_is_next(evidence),
            "answer": self.answer,
        }

    def room(self, evidence: Evidence, shown: Sequence[Outcome], memory: int, prompt_tokens: int) -> int:
        """Tokens left for the traces and their feedback."""
        parts = self.with_results(evidence, shown, prompt_tokens, traced=True)
        earlier = _memory(parts, evidence, memory, prompt_tokens)
        return prompt_tokens - tokens(_fill(**parts, view=show_variables(evidence.variables), memory=earlier))


def _memory(parts: Mapping[str, str], evidence: Evidence, length: int, prompt_tokens: int) -> str:
    spent = tokens(_fill(**parts, view=show_variables(evidence.variables), memory=""))
    return memory_of(evidence, length, prompt_tokens=int(max(0, prompt_tokens - spent) * _MEMORY_SHARE))


def _title(outcome: Outcome, words: Words) -> str:
    return f"{name_of(outcome)}: {state_of(outcome, words)}"


def answer_form(variables: Sequence[Variable]) -> dict[str, str]:
    """What every prompt says about the form of an answer, for the slots $example and $rules of its template."""
    several = ["codes"] if sum(variable.kind == "code" for variable in variables) > 1 else []
    rules = "\n".join(rule for kind in [*_kinds(variables), *several] if (rule := _RULES.get(kind)))
    return {"example": _example(variables), "rules": rules}


def expected(variables: Sequence[Variable], form: Form, problem: Mapping[str, str], *, traced: bool = True) -> str:
    """What is expected in a reply, in words and with an example.

    Args:
        variables: The variables that may change.
        form: The form of the reply; see `parse_reply`.
        problem: What is said of the problem; see `problem_slots`.
        traced: Whether traces are shown.
    """
    slots = {**problem, **answer_form(variables), "evidence": "the trace shows" if traced else "was measured"}
    if form == "json":
        suggestion = {variable.name: f"the new {_JSON[variable.kind]}" for variable in variables}
        example = {"reasoning": "...", "answer": "...", "suggestion": suggestion}
        slots["example"] = json.dumps(example, indent=2, ensure_ascii=False)
    return fill(f"reply/{form}", **slots)


def fill(template: str, **slots: str) -> str:
    """The template at this path in `robotrace.optimizers`, such as "optoprime", its slots filled; empty ones leave no gap."""
    filled = Template(_template(template)).substitute(slots)
    return re.sub(r"\n{3,}", "\n\n", filled).strip() + "\n"


def _fill(**slots: str) -> str:
    return fill("optoprime", **slots)


@cache
def _template(name: str) -> str:
    return (files("robotrace.optimizers") / f"{name}.md").read_text(encoding="utf-8")


def _example(variables: Sequence[Variable]) -> str:
    """The form of an answer, for one variable of each kind."""
    firsts = {variable.kind: variable for variable in reversed(variables)}
    return "\n\n".join(
        f"### variable: {firsts[kind].name}\n{_EXAMPLE[kind].format(start=_start(firsts[kind]))}"
        for kind in _kinds(variables)
    )


def _start(variable: Variable) -> str:
    """The line that begins a code variable's function."""
    if variable.kind != "code":
        return ""
    name = function_name(variable)
    own = (d.text for d in definitions(str(variable.value)) if d.path == name and d.is_function and not d.is_indented)
    return next(own, f"def {name}(...):")


def _kinds(variables: Sequence[Variable]) -> list[Kind]:
    return list(dict.fromkeys(variable.kind for variable in variables))
