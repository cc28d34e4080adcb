"""TextGrad: criticism in words flows backward along the trace, then the criticised variables are rewritten.

After Yuksekgonul et al., "TextGrad: Automatic 'Differentiation' via Text" (2024). The backward pass takes the variables from
the outcome back to the start. For each, one call turns the feedback, and the criticism of the variables nearer to the
outcome, into criticism of this one: its textual gradient. Criticism from several cases is put side by side, as gradients of
a batch are. A last call, the step of the optimizer, writes new values from the criticism. A proposal thus costs one call a
variable and case, and one more; a controller of one function and one case takes two.

What differs from the paper: calls that repeat in a loop are criticised as the one function that they are, in a bounded view
of the trace, not once a call (a rollout of 500 actions would take a thousand); one call writes all criticised variables, as
labelled blocks that are never guessed at, not one call each; and, since a refused candidate is taken back and the same
question would come again, what was tried before is told in the last call (the paper's optional gradient memory; `memory=0`
leaves it out).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from robotrace.errors import ModelError, OptionError, ProposalError
from robotrace.llm import Chat
from robotrace.optimizers.ask.answer import Question, answer, at_least, whole
from robotrace.optimizers.ask.optimizer import AskingOptimizer
from robotrace.optimizers.ask.question import ask
from robotrace.optimizers.prompt.build import answer_form, context_of, fill
from robotrace.optimizers.prompt.memory import memory_of
from robotrace.optimizers.prompt.results import results_of
from robotrace.optimizers.reply.parse import reason_of
from robotrace.optimizers.view import Shown, View, render
from robotrace.optimizers.view.estimate import tokens
from robotrace.opto import Evidence, Outcome, Proposal, Spend, Trial, Variable
from robotrace.text import cut, quoted
from robotrace.trace import Graph, Parameter

_CRITICISM = 4_000  # characters of one
_MEMORY_SHARE = 0.4  # of the tokens that the rest of the last prompt leaves


@dataclass(frozen=True, slots=True)
class Criticism:
    """What one call of the backward pass said about one variable.

    Attributes:
        variable: its name.
        case: that it was criticised on, in words.
        words: the criticism.
    """

    variable: str
    case: str
    words: str


class TextGrad(AskingOptimizer):
    """Answers evidence with a language model's proposal, by a backward pass of criticism and an update."""

    name = "textgrad"

    def __init__(
        self,
        parameters: Iterable[Parameter] | None = None,
        *,
        model: str | None = None,
        context: str = "",
        memory: int = 5,
        batch: int = 1,
        samples: int = 1,
        view: View = "folded",
        budget: int = 6_000,
        chat: Chat | None = None,
        temperature: float | None = None,
        reasoning_effort: str | None = None,
        timeout: float | None = None,
        trust: bool = False,
    ) -> None:
        """Choose the model; nothing is sent.

        Args:
            parameters: to change in `step`, such as `controller.parameters()`; not needed for `propose`.
            model: as the endpoint names it; default: the environment variable ROBOTRACE_MODEL.
            context: what the problem is, in words, beside what the evidence says.
            memory: number of earlier trials that the last call is told; 0 for none.
            batch: cases that are criticised, unsolved ones first.
            samples: times that the whole of it is asked, tried side by side.
            view: "full", or "masked" to hide the trace.
            budget: tokens of one prompt, estimated; code and context are shown whole whatever they take.
            chat: in place of an OpenAI-compatible endpoint, with its own model and options.
            temperature: of sampling; None leaves it to the endpoint.
            reasoning_effort: for models that know it; None leaves it to the endpoint.
            timeout: seconds of silence after which an attempt is given up; default: 600.
            trust: run the code that the model writes in this process, with all that this user may do, instead of in a sandbox.

        Raises:
            ModelError: no model or no key is configured.
            OptionError: an option is not usable.
        """
        if view not in get_args(View):
            raise OptionError(f"view must be one of {', '.join(get_args(View))}, found {view!r}.")
        self._memory, self._batch, self._view = at_least("memory", memory, 0), at_least("batch", batch, 1), view
        super().__init__(
            parameters,
            context=context,
            samples=samples,
            budget=budget,
            chat=chat,
            model=model,
            temperature=temperature,
            reasoning_effort=reasoning_effort,
            timeout=timeout,
            trust=trust,
            settings={"view": view, "memory": memory, "batch": batch},
        )

    def propose(self, evidence: Evidence, *, sample: int = 0) -> Proposal:  # noqa: ARG002 - the same question again
        """Criticise each variable, then ask for new values.

        An answer that cannot be used comes back as a proposal with `refusal` set, and so does an endpoint that fails after
        calls were paid for: prompts, replies and spend of all calls are kept.

        Args:
            evidence: all that has been tried.
            sample: makes no difference to the questions; chance makes the answers differ.

        Raises:
            ModelError: the endpoint failed for good at the first call.
        """
        said = _Conversation(self._chat, self._budget)
        try:
            criticism = self._backward(evidence, said)
            return self._update(evidence, criticism, said)
        except ProposalError as error:
            return said.proposal(refusal=str(error))
        except ModelError as error:
            if not said.spend.calls:
                raise
            return said.proposal(refusal=f"No answer: call {said.spend.calls + 1} of this proposal failed: {error}")

    def _backward(self, evidence: Evidence, said: _Conversation) -> list[Criticism]:
        """Criticism of each variable that an outcome came from, the one nearest to the outcome first."""
        found: list[Criticism] = []
        outcomes: Sequence[Outcome | None] = lessons(evidence.best, self._batch) or (None,)
        for outcome in outcomes:
            case = "" if outcome is None else str(outcome.case)
            here: list[Criticism] = []
            for variable in backward_order(None if outcome is None else outcome.graph, evidence.variables):
                question = self._gradient_question(evidence, outcome, variable, here)
                words = said.ask(question, f"criticism of {variable.name}{f', {case}' if case else ''}")
                here.append(Criticism(variable.name, case, words))
            found += here
        return found

    def _gradient_question(
        self, evidence: Evidence, outcome: Outcome | None, variable: Variable, downstream: Sequence[Criticism]
    ) -> Question:
        slots = {
            "context": context_of(evidence, self.context),
            "results": results_of(evidence.best, () if outcome is None else (outcome,)),
            "downstream": _told("# Criticism of variables nearer to the outcome", downstream),
            "name": variable.name,
        }
        shown = () if outcome is None or outcome.graph is None else (Shown(outcome.graph),)
        spent = tokens(fill("textgrad-gradient", **slots, view=""))

        def question(budget: int) -> str:
            view = render(shown, evidence.variables, view=self._view, budget=budget - spent)
            return fill("textgrad-gradient", **slots, view=view)

        return question

    def _update(self, evidence: Evidence, criticism: Sequence[Criticism], said: _Conversation) -> Proposal:
        names = {it.variable for it in criticism}
        variables = [variable for variable in evidence.variables if variable.name in names]
        slots = {
            "context": context_of(evidence, self.context),
            "variables": render((), variables),
            "criticism": _told("", criticism),
            **answer_form(variables),
        }
        spent = tokens(fill("textgrad-update", **slots, memory=""))

        def question(budget: int) -> str:
            memory = memory_of(evidence, self._memory, budget=int(max(0, budget - spent) * _MEMORY_SHARE))
            return fill("textgrad-update", **slots, memory=memory)

        return said.answer(question, variables)


class _Conversation:
    """The calls of one proposal: what was asked, answered and spent so far."""

    def __init__(self, chat: Chat, budget: int) -> None:
        self._chat, self._budget = chat, budget
        self._prompts: list[str] = []
        self._replies: list[str] = []
        self._notes: tuple[str, ...] = ()
        self.spend = Spend()

    def ask(self, question: Question, what: str) -> str:
        """One call for words.

        Raises:
            ProposalError: the reply has none, or is not whole.
            ModelError: the endpoint failed for good.
        """
        asked = ask(self._chat, question, budget=self._budget)
        self._notes += asked.notes
        reply = asked.reply
        if reply is None:
            self._keep(what, asked.prompt, "", Spend())
            raise ProposalError(f"The {what} cannot be asked for. {' '.join(asked.notes)}")
        self._keep(what, asked.prompt, reply.text or reply.refusal, reply.spend)
        try:
            words = reason_of(whole(reply))
        except ProposalError as error:
            raise ProposalError(f"The {what} cannot be used. {error}") from error
        if not words:
            raise ProposalError(f"The {what} cannot be used. The reply holds no words.")
        return cut(words, _CRITICISM)

    def answer(self, question: Question, variables: Sequence[Variable]) -> Proposal:
        """The last call, for new values.

        Raises:
            ModelError: the endpoint failed for good.
        """
        proposal = answer(self._chat, question, variables, budget=self._budget)
        self._keep("new values", proposal.prompt, proposal.reply, proposal.spend)
        self._notes += proposal.notes
        return replace(proposal, **self._told())

    def proposal(self, *, refusal: str) -> Proposal:
        """What there is so far, refused."""
        return Proposal({}, refusal=refusal, **self._told())

    def _told(self) -> dict[str, Any]:
        prompt, reply = ("\n\n".join(part.rstrip("\n") for part in it) + "\n" for it in (self._prompts, self._replies))
        return {"prompt": prompt, "reply": reply, "spend": self.spend, "notes": tuple(dict.fromkeys(self._notes))}

    def _keep(self, what: str, prompt: str, reply: str, spend: Spend) -> None:
        mark = f"<!-- call {len(self._prompts) + 1}: {what} -->\n\n"
        self._prompts.append(mark + prompt)
        self._replies.append(mark + reply)
        self.spend += spend


def lessons(trial: Trial, count: int) -> list[Outcome]:
    """The outcomes to learn from: unsolved ones, those with a trace first; where all are solved, the lowest scores."""
    failed = [outcome for outcome in trial.outcomes if not outcome.success]
    pool = failed or sorted(trial.outcomes, key=lambda outcome: outcome.score)
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


def _told(title: str, criticism: Sequence[Criticism]) -> str:
    """Criticism by variable, that of several cases side by side."""
    if not criticism:
        return ""
    lines = [title] if title else []
    for name in dict.fromkeys(it.variable for it in criticism):
        lines.append(f"## {name}")
        for it in criticism:
            if it.variable == name:
                title = f"On case {it.case}:" if it.case else "On the run:"
                lines.append(f"{title}\n{quoted(it.words, _CRITICISM)}")
    return "\n".join(lines)
