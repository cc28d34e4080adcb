"""OptoPrime: a language model reads the trace and proposes new values for all parameters at once.

After Cheng, Nie and Swaminathan, "Trace is the Next AutoDiff" (NeurIPS 2024), section 4: the pseudo-program of the
trace, a memory of earlier trials, one joint update. Here the trace is a bounded view, replies are read from labelled
blocks and never guessed at, and a reply that cannot be used is a refusal with its reason, which the next prompt gives.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, get_args

from robotrace.optimizers.ask.optimizer import AskingOptimizer, AskingOptions, answer
from robotrace.optimizers.options import at_least, of_kind, one_of
from robotrace.optimizers.prompt.build import build_prompt
from robotrace.optimizers.prompt.focus import focused
from robotrace.optimizers.prompt.pictures import images_of
from robotrace.optimizers.prompt.room import too_long
from robotrace.optimizers.reply.parse import Form
from robotrace.optimizers.view import View
from robotrace.opto import Evidence, Proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class OptoPrimeOptions(AskingOptions):
    """The options of OptoPrime.

    Attributes:
        memory: The number of earlier trials that a prompt shows; 0 for none.
        view: The form of the trace: "folded", within `prompt_tokens`; "masked" to hide it, or "full" for all of it in the
            paper's form, whatever it takes (both for comparison).
        reply: The form of the answer that is asked for: "fences" (a labelled block a variable) or "json" (the paper's).
        vision: Whether pictures of the first run that the prompt shows come after the words, where a task in training has a camera;
            they come on top of `prompt_tokens`. A model that takes none is asked without.
    """

    memory: int = 5
    view: View = "folded"
    reply: Form = "fences"
    vision: bool = False

    def __post_init__(self) -> None:
        AskingOptions.__post_init__(self)
        of_kind("vision", self.vision, bool)
        at_least("memory", self.memory, 0)
        one_of("view", self.view, get_args(View))
        one_of("reply", self.reply, get_args(Form))


class OptoPrime(AskingOptimizer):
    """Shows a language model the trace, the feedback and what was tried; updates all parameters together.

    With parameters given, it is a loop of steps as well: `OptoPrime(controller.parameters(), model="gpt-5.2", memory=3)`.
    """

    name = "optoprime"
    Options: ClassVar[type[OptoPrimeOptions]] = OptoPrimeOptions
    options: OptoPrimeOptions

    @property
    def needs_camera(self) -> bool:
        """Whether it shows pictures."""
        return self.options.vision

    def prompt(self, evidence: Evidence, *, prompt_tokens: int | None = None) -> str:
        """What the model is asked; the same for the same evidence.

        Args:
            evidence: The problem and all trials so far.
            prompt_tokens: The size of the prompt, where that of the options is more than the model can read.
        """
        options = self.options
        return build_prompt(
            focused(evidence, options.context, prompt_tokens=options.prompt_tokens),
            context=options.context,
            view=options.view,
            memory=options.memory,
            prompt_tokens=options.prompt_tokens if prompt_tokens is None else prompt_tokens,
            reply=options.reply,
            vision=options.vision,
        )

    def propose(self, evidence: Evidence, *, sample: int = 0) -> Proposal:  # noqa: ARG002 - the same question again
        """Ask once. A reply that cannot be used comes back as a proposal with `refusal` set.

        Where the prompt is longer than the model can read, a shorter one is asked. Where it has no room for all functions, of which
        each case asks one, it is about one that left a case unsolved, another one each iteration.

        Args:
            evidence: The problem and all trials so far.
            sample: The position among the proposals of one round; the question is the same, chance makes the answers differ.

        Raises:
            ModelError: The endpoint failed for good.
            RenderError: The pictures to be shown cannot be drawn.
        """
        options = self.options
        evidence = focused(evidence, options.context, prompt_tokens=options.prompt_tokens)
        refusal = too_long(evidence, options.context, prompt_tokens=options.prompt_tokens)
        if refusal is not None:
            return Proposal({}, refusal=refusal)
        images = images_of(evidence) if options.vision else ()
        proposal = answer(
            self._chat,
            lambda prompt_tokens: self.prompt(evidence, prompt_tokens=prompt_tokens),
            evidence,
            context=options.context,
            prompt_tokens=options.prompt_tokens,
            form=options.reply,
            images=images,
        )
        if options.vision and not images:
            return replace(proposal, notes=(*proposal.notes, "There were no pictures to show."))
        return proposal
