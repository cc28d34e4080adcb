"""OptoPrime: a language model reads the trace and proposes new values for all parameters at once.

After Cheng, Nie and Swaminathan, "Trace is the Next AutoDiff" (NeurIPS 2024), section 4: the pseudo-program of the
trace, a memory of earlier trials, one joint update. Here the trace is a bounded view, replies are read from labelled
blocks and never guessed at, and a reply that cannot be used is a refusal with its reason, which the next prompt tells.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import get_args

from robotrace.errors import OptionError
from robotrace.llm import Chat
from robotrace.optimizers.ask.answer import answer, at_least
from robotrace.optimizers.ask.optimizer import AskingOptimizer
from robotrace.optimizers.prompt.build import build_prompt
from robotrace.optimizers.prompt.pictures import images_of
from robotrace.optimizers.reply.parse import Form
from robotrace.optimizers.view import View
from robotrace.opto import Evidence, Proposal
from robotrace.trace import Parameter


class OptoPrime(AskingOptimizer):
    """Answers evidence with a language model's proposal; with parameters given, it is a loop of steps as well."""

    name = "optoprime"

    def __init__(
        self,
        parameters: Iterable[Parameter] | None = None,
        *,
        model: str | None = None,
        context: str = "",
        memory: int = 5,
        samples: int = 1,
        view: View = "folded",
        budget: int = 6_000,
        reply: Form = "fences",
        vision: bool = False,
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
            memory: number of earlier trials that a prompt tells; 0 for none.
            samples: how often the same is asked in a round of training; the answers are tried side by side.
            view: "folded", within the budget; "masked" to hide the trace, or "full" for all of it in the paper's form, whatever
                it takes (both for comparison).
            budget: tokens of a prompt, estimated; code and context are shown whole whatever they take.
            reply: the form of the answer that is asked for: "fences" (a labelled block a variable) or "json" (the paper's).
            vision: show pictures of the first run that the prompt shows, after the words, where a task in training has a camera;
                they come on top of the budget. A model that takes none is asked without.
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
        if reply not in get_args(Form):
            raise OptionError(f"reply must be one of {', '.join(get_args(Form))}, found {reply!r}.")
        self._memory, self._view, self._form = at_least("memory", memory, 0), view, reply
        self._vision = vision
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
            settings={
                "view": view,
                "memory": memory,
                "reply": None if reply == "fences" else reply,
                "vision": vision or None,
            },
        )

    def prompt(self, evidence: Evidence, *, budget: int | None = None) -> str:
        """What the model is asked; the same for the same evidence.

        Args:
            evidence: what is known.
            budget: tokens, where that of the optimizer is more than the model can read.
        """
        budget = self._budget if budget is None else budget
        return build_prompt(
            evidence,
            context=self.context,
            view=self._view,
            memory=self._memory,
            budget=budget,
            reply=self._form,
            vision=self._vision,
        )

    def propose(self, evidence: Evidence, *, sample: int = 0) -> Proposal:  # noqa: ARG002 - the same question again
        """Ask once. A reply that cannot be used comes back as a proposal with `refusal` set.

        Where the prompt is longer than the model can read, a shorter one is asked.

        Args:
            evidence: all that has been tried.
            sample: makes no difference to the question; chance makes the answers differ.

        Raises:
            ModelError: the endpoint failed for good.
            RenderError: the pictures that it is to be shown cannot be drawn.
        """
        images = images_of(evidence) if self._vision else ()
        proposal = answer(
            self._chat,
            lambda budget: self.prompt(evidence, budget=budget),
            evidence.variables,
            budget=self._budget,
            form=self._form,
            images=images,
        )
        if self._vision and not images:
            return replace(proposal, notes=(*proposal.notes, "There were no pictures to show."))
        return proposal
