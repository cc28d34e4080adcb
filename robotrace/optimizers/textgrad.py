"""TextGrad: criticism in words flows backward along the trace, then the criticised variables are rewritten.

After Yuksekgonul et al., "TextGrad: Automatic 'Differentiation' via Text" (2024). The backward pass takes the variables from
the outcome back to the start. For each, one call turns the feedback, and the criticism of the variables nearer to the
outcome, into criticism of this one: its textual gradient. Criticism from several cases is put side by side, as gradients of
a batch are. A last call, the step of the optimizer, writes new values from the criticism. A proposal thus costs one call a
variable and case, and one more; a controller of one function and one case takes two.

What differs from the paper: calls that repeat in a loop are criticised as the one function that they are, in a bounded view
of the trace, not once a call (a rollout of 500 actions would take a thousand); one call writes all criticised variables, as
labelled blocks that are never guessed at, not one call each; and, since a refused candidate is taken back and the same
question would come again, what was tried before is shown in the last call (the paper's optional gradient memory; `memory=0`
leaves it out).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, get_args

from robotrace.errors import ModelError, ProposalError
from robotrace.llm import Chat
from robotrace.optimizers.ask.optimizer import AskingOptimizer, AskingOptions, answer
from robotrace.optimizers.ask.question import Question, ask
from robotrace.optimizers.options import at_least, one_of
from robotrace.optimizers.prompt.build import answer_form, fill
from robotrace.optimizers.prompt.focus import focused
from robotrace.optimizers.prompt.memory import memory_of
from robotrace.optimizers.prompt.problem import case_word, problem_slots
from robotrace.optimizers.prompt.results import results_of
from robotrace.optimizers.prompt.room import too_long
from robotrace.optimizers.reply.parse import reason_of
from robotrace.optimizers.view import Shown, View, render
from robotrace.optimizers.view.estimate import tokens
from robotrace.opto import Evidence, Outcome, Proposal, Spend, Trial, Variable
from robotrace.text import cut, quoted
from robotrace.trace import Graph

_CRITICISM = 4_000  # characters of one
_MEMORY_SHARE = 0.4  # of the tokens that the rest of the last prompt leaves


@dataclass(frozen=True, slots=True)
class Criticism:
    """The words of one call of the backward pass about one variable.

    Attributes:
        variable: The name of the variable.
        case: The case that the variable was criticised on, in words.
        words: The criticism, in words.
    """

    variable: str
    case: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextGradOptions(AskingOptions):
    """The options of TextGrad.

    Attributes:
        memory: The number of earlier trials that the last call is shown; 0 for none.
        batch: The number of cases that are criticised, unsolved ones first.
        view: The form of the trace; "masked" hides it.
    """

    memory: int = 5
    batch: int = 1
    view: View = "folded"

    def __post_init__(self) -> None:
        AskingOptions.__post_init__(self)
        at_least("memory", self.memory, 0)
        at_least("batch", self.batch, 1)
        one_of("view", self.view, get_args(View))


class TextGrad(AskingOptimizer):
    """Lets a language model criticise each variable backward along the trace, then rewrite them; two calls or more a proposal."""

    name = "textgrad"
    Options: ClassVar[type[TextGradOptions]] = TextGradOptions
    options: TextGradOptions

    def propose(self, evidence: Evidence, *, sample: int = 0) -> Proposal:  # noqa: ARG002 - the same question again
        """Criticise each variable, then ask for new values.

        An answer that cannot be used comes back as a proposal with `refusal` set, and so does an endpoint that fails after
        calls were paid for: prompts, replies and spend of all calls are kept.

        Args:
            evidence: The problem and all trials so far.
            sample: The position among the proposals of one round; the questions are the same, chance makes the answers differ.

        Raises:
            ModelError: The endpoint failed for good at the first call.
        """
        evidence = focused(evidence, self.options.context, prompt_tokens=self.options.prompt_tokens)
        refusal = too_long(evidence, self.options.context, prompt_tokens=self.options.prompt_tokens)
        if refusal is not None:
            return Proposal({}, refusal=refusal)
        conversation = _Conversation(self._chat, self.options.prompt_tokens)
        try:
            criticism = self._backward(evidence, conversation)
            return self._update(evidence, criticism, conversation)
        except ProposalError as error:
            return conversation.proposal(Proposal({}, refusal=str(error)))
        except ModelError as error:
            if not conversation.spend.calls:
                raise
            why = f"call {conversation.spend.calls + 1} of this proposal failed: {error}"
            return conversation.proposal(Proposal.unanswered(why))

    def _backward(self, evidence: Evidence, conversation: _Conversation) -> list[Criticism]:
        """Criticism of each variable that an outcome came from, the one nearest to the outcome first."""
        found: list[Criticism] = []
        outcomes: Sequence[Outcome | None] = lessons(evidence.best, self.options.batch) or (None,)
        for outcome in outcomes:
            case = "" if outcome is None or not evidence.words.case else str(outcome.case)
            here: list[Criticism] = []
            for variable in backward_order(None if outcome is None else outcome.graph, evidence.variables):
                question = self._gradient_question(evidence, outcome, variable, here)
                words = conversation.ask(question, f"criticism of {variable.name}{f', {case}' if case else ''}")
                here.append(Criticism(variable.name, case, words))
            found += here
        return found

    def _gradient_question(
        self, evidence: Evidence, outcome: Outcome | None, variable: Variable, downstream: Sequence[Criticism]
    ) -> Question:
        title = "# Criticism of variables nearer to the outcome"
        slots = {
            **problem_slots(evidence, self.options.context),
            "results": results_of(evidence, () if outcome is None else (outcome,)),
            "downstream": _told(title, downstream, case_word(evidence.words)),
            "name": variable.name,
            "places": "values, places and timesteps" if evidence.words.acts else "values and places",
        }
        shown = () if outcome is None or outcome.graph is None else (Shown(outcome.graph),)
        spent = tokens(fill("textgrad-gradient", **slots, view=""))

        def question(prompt_tokens: int) -> str:
            view = render(shown, evidence.variables, view=self.options.view, prompt_tokens=prompt_tokens - spent)
            return fill("textgrad-gradient", **slots, view=view)

        return question

    def _update(self, evidence: Evidence, criticism: Sequence[Criticism], conversation: _Conversation) -> Proposal:
        names = {it.variable for it in criticism}
        variables = [variable for variable in evidence.variables if variable.name in names]
        slots = {
            **problem_slots(evidence, self.options.context),
            "variables": render((), variables),
            "criticism": _told("", criticism, case_word(evidence.words)),
            **answer_form(variables),
        }
        spent = tokens(fill("textgrad-update", **slots, memory=""))

        def question(prompt_tokens: int) -> str:
            memory = memory_of(
                evidence, self.options.memory, prompt_tokens=int(max(0, prompt_tokens - spent) * _MEMORY_SHARE)
            )
            return fill("textgrad-update", **slots, memory=memory)

        return conversation.answer(question, evidence, self.options.context, variables)


class _Conversation:
    """The calls of one proposal: what was asked, answered and spent so far."""

    def __init__(self, chat: Chat, prompt_tokens: int) -> None:
        self._chat, self._prompt_tokens = chat, prompt_tokens
        self._prompts: list[str] = []
        self._replies: list[str] = []
        self._notes: tuple[str, ...] = ()
        self.spend = Spend()

    def ask(self, question: Question, what: str) -> str:
        """One call for words.

        Raises:
            ProposalError: The reply holds no improved variable, or is not whole.
            ModelError: The endpoint failed for good.
        """
        asked = ask(self._chat, question, prompt_tokens=self._prompt_tokens)
        self._keep(what, asked)
        if asked.refusal is not None:
            raise ProposalError(f"The {what} cannot be {'used' if asked.spend.calls else 'asked for'}. {asked.refusal}")
        words = reason_of(asked.reply)
        if not words:
            raise ProposalError(f"The {what} cannot be used. The reply holds no words.")
        return cut(words, _CRITICISM)

    def answer(self, question: Question, evidence: Evidence, context: str, variables: Sequence[Variable]) -> Proposal:
        """The last call, for new values.

        Raises:
            ModelError: The endpoint failed for good.
        """
        proposal = answer(
            self._chat, question, evidence, context=context, prompt_tokens=self._prompt_tokens, variables=variables
        )
        self._keep("new values", proposal)
        return self.proposal(proposal)

    def proposal(self, answer: Proposal) -> Proposal:
        """An answer with the prompts, replies, spend and notes of all calls so far."""
        prompt, reply = ("\n\n".join(part.rstrip("\n") for part in it) + "\n" for it in (self._prompts, self._replies))
        return replace(answer, prompt=prompt, reply=reply, spend=self.spend, notes=tuple(dict.fromkeys(self._notes)))

    def _keep(self, what: str, asked: Proposal) -> None:
        mark = f"<!-- call {len(self._prompts) + 1}: {what} -->\n\n"
        self._prompts.append(mark + asked.prompt)
        self._replies.append(mark + asked.reply)
        self._notes += asked.notes
        self.spend += asked.spend


def lessons(trial: Trial, count: int) -> list[Outcome]:
    """The outcomes to learn from: unsolved ones, those with a trace first; where all are solved, the lowest scores."""
    failed = [outcome for outcome in trial.outcomes if not outcome.success]
    pool = failed or sorted(trial.outcomes, key=lambda outcome: outcome.score or 0.0)
    return sorted(pool, key=lambda outcome: outcome.graph is None)[:count]


def backward_order(graph: Graph | None, variables: Sequence[Variable]) -> list[Variable]:
    """The variables that a graph holds, the one that was used last first; all of them where there is no graph.

    Feedback reaches no other variable, so no other has a gradient.
    """
    if graph is None:
        return list(variables)
    names = {record.id: record.name for record in graph.parameters}
    used = {name: id for id, name in names.items()}
    for record in graph.records:
        for parent in record.parents:
            if parent in names:
                used[names[parent]] = record.id
    reached = [variable for variable in variables if variable.name in used]
    return sorted(reached, key=lambda variable: used[variable.name], reverse=True) or list(variables)


def _told(title: str, criticism: Sequence[Criticism], case: str) -> str:
    """Criticism by variable, that of several cases side by side."""
    if not criticism:
        return ""
    lines = [title] if title else []
    for name in dict.fromkeys(it.variable for it in criticism):
        lines.append(f"## {name}")
        for it in criticism:
            if it.variable == name:
                title = f"On {case} {it.case}:" if it.case else "On the run:"
                lines.append(f"{title}\n{quoted(it.words, _CRITICISM)}")
    return "\n".join(lines)
