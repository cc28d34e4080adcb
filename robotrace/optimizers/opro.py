"""OPRO: a language model sees values and how well they did, sorted, and writes better ones. It sees no trace.

After Yang et al., "Large Language Models as Optimizers" (ICLR 2024): the prompt holds the task and the best candidates so
far with their scores, rising, so that the best stands last. As in the comparison of Cheng, Nie and Swaminathan ("Trace is
the Next AutoDiff", NeurIPS 2024), each candidate comes with the words of its feedback.

What differs from the paper: a candidate is all variables together, written as labelled blocks and never guessed at; it is
ranked by the cases solved, then by the mean score, both on the cases that the present candidate was tried on too; and why the
last answer could not be used is shown, since the same question might otherwise be answered in the same way. The paper asks for
eight candidates a step at temperature 1: `samples=8, temperature=1.0`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from robotrace.optimizers.ask.optimizer import AskingOptimizer, AskingOptions, answer
from robotrace.optimizers.options import at_least
from robotrace.optimizers.prompt.build import answer_form, fill
from robotrace.optimizers.prompt.problem import problem_slots
from robotrace.optimizers.prompt.results import feedback_on, instructive, replaced_since, score_line
from robotrace.optimizers.prompt.room import too_long
from robotrace.optimizers.reply.fences import fenced
from robotrace.optimizers.reply.values import same_value
from robotrace.optimizers.view.estimate import tokens
from robotrace.opto import Evidence, Proposal, Trial, Variable
from robotrace.text import cut, one_line, quoted

_WORDS = 600  # characters of a candidate's feedback
_WORDS_OF_PRESENT = 2_000
_ABOUT = 400  # characters of a function's own words, which its code holds whole
_PAST = 12_000  # characters of a value that is no longer the present one


@dataclass(frozen=True, slots=True, kw_only=True)
class OPROOptions(AskingOptions):
    """The options of OPRO.

    Attributes:
        memory: The number of candidates that a prompt shows, from the best down; the present one is always shown.
    """

    memory: int = 20

    def __post_init__(self) -> None:
        AskingOptions.__post_init__(self)
        at_least("memory", self.memory, 1)


class OPRO(AskingOptimizer):
    """Shows a language model past values and how well they did, sorted; no trace."""

    name = "opro"
    Options: ClassVar[type[OPROOptions]] = OPROOptions
    options: OPROOptions

    def prompt(self, evidence: Evidence, *, prompt_tokens: int | None = None) -> str:
        """What the model is asked; the same for the same evidence.

        Args:
            evidence: The problem and all trials so far.
            prompt_tokens: The size of the prompt; default: that of the options.
        """
        slots = {
            **problem_slots(evidence, self.options.context),
            **_order(evidence),
            "variables": "\n".join(_about(variable) for variable in evidence.variables),
            "remark": _remark(evidence.trials[-1]),
            **answer_form(evidence.variables),
        }
        whole = self.options.prompt_tokens if prompt_tokens is None else prompt_tokens
        left = whole - tokens(fill("opro", **slots, history=""))
        return fill("opro", **slots, history=history_of(evidence, self.options.memory, prompt_tokens=left))

    def propose(self, evidence: Evidence, *, sample: int = 0) -> Proposal:  # noqa: ARG002 - the same question again
        """Ask once. A reply that cannot be used comes back as a proposal with `refusal` set.

        Args:
            evidence: The problem and all trials so far.
            sample: The position among the proposals of one round; the question is the same, chance makes the answers differ.

        Raises:
            ModelError: The endpoint failed for good.
        """
        refusal = too_long(evidence, self.options.context, prompt_tokens=self.options.prompt_tokens)
        if refusal is not None:
            return Proposal({}, refusal=refusal)
        return answer(
            self._chat,
            lambda prompt_tokens: self.prompt(evidence, prompt_tokens=prompt_tokens),
            evidence,
            context=self.options.context,
            prompt_tokens=self.options.prompt_tokens,
        )


def history_of(evidence: Evidence, length: int, *, prompt_tokens: int) -> str:
    """The best candidates that were tried, rising, and that whose values are the present ones.

    Args:
        evidence: The evidence with the trials. Where they have neither successes nor scores, the order is that of time.
        length: The largest number of candidates shown.
        prompt_tokens: The tokens that the history may take; the worst candidates are left out first, the present one never.
    """
    present = evidence.best
    others = [
        trial for trial in evidence.trials if trial.candidate is not None and trial.outcomes and trial is not present
    ]
    remark = "" if replaced_since(evidence) else "its values are the present ones"
    shown = [(present, _tell(present, evidence, remark, _WORDS_OF_PRESENT))]
    spent = tokens(shown[0][1])
    for trial in sorted(others, key=lambda it: _merit(it, present), reverse=True)[: length - 1]:
        text = _tell(trial, evidence, "", _WORDS)
        spent += tokens(text)
        if spent > prompt_tokens:
            break
        shown.append((trial, text))
    return "\n\n".join(text for _, text in sorted(shown, key=lambda it: _merit(it[0], present)))


def _merit(trial: Trial, present: Trial) -> tuple[float, float, bool, int]:
    """How much better than the present candidate on the cases that both were tried on: success, then the mean score.

    The present one is the better of equals, then the later one.
    """
    mine, its = ({outcome.case: outcome for outcome in it.outcomes} for it in (trial, present))
    common = [case for case in mine if case in its]
    last = (trial is present, trial.iteration)
    if not common or trial.score is None or present.score is None:
        return 0.0, 0.0, *last
    solved = sum(mine[case].success - its[case].success for case in common) / len(common)
    gains = [(mine[case].score or 0.0) - (its[case].score or 0.0) for case in common]
    return solved, math.fsum(gains) / len(gains), *last


def _order(evidence: Evidence) -> dict[str, str]:
    """How the history is sorted, in words: by scores where the present candidate has one, else by time."""
    if evidence.best.score is None:
        return {"order": "what came of each, in the order of time", "last": "newest", "rival": "they did"}
    return {"order": "how well each did, from the worst to the best", "last": "best", "rival": "the best of them"}


def _tell(trial: Trial, evidence: Evidence, remark: str, most: int) -> str:
    values = trial.candidate.values if trial.candidate is not None else {}
    title = ": ".join(filter(None, (remark, score_line(trial, evidence.words))))
    lines = [f"## Attempt {trial.iteration}{f', {title}' if title else ''}"]
    lines += [_value(variable, values.get(variable.name, variable.value)) for variable in evidence.variables]
    outcome = instructive(trial)
    feedback = (outcome.failure or outcome.feedback) if outcome is not None else ""
    if outcome is not None and feedback:
        shown = one_line(feedback, most) if evidence.words.case else feedback
        lines.append(feedback_on(replace(outcome, feedback=shown), evidence.words, most))
    return "\n".join(lines)


def _value(variable: Variable, value: Any) -> str:
    is_text = variable.kind in ("code", "text")
    shown = str(value).strip("\n") if is_text else repr(value.tolist() if hasattr(value, "tolist") else value)
    if not same_value(value, variable.value):
        shown = cut(shown, _PAST)  # those that stand are shown whole; see `too_long`
    return f"{variable.name}:\n{fenced(shown)}" if is_text else f"{variable.name} = {shown}"


def _about(variable: Variable) -> str:
    said = one_line(variable.description, _ABOUT) if variable.kind == "code" else variable.description
    facts = "; ".join(filter(None, (said.rstrip("."), variable.constraint)))
    return f"- {variable.name} ({variable.kind}){f': {facts}' if facts else ''}"


def _remark(newest: Trial) -> str:
    """Why the newest answer never became a candidate; "" where it did."""
    return "" if newest.candidate is not None else f"The last answer could not be used:\n{quoted(newest.why, _WORDS)}"
