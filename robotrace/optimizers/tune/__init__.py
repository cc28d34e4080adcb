"""tune: search fits the constants of a structure that it was given. No language model.

CMA-ES (Hansen, "The CMA Evolution Strategy: A Tutorial", 2016; the library `cma`) over the numbers in the trainable code and the
trainable numbers. An iteration is a generation: its members are tried side by side, and the search is given what training itself
judges by, cases solved first and then score.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from robotrace.errors import OptionError, ProposalError, TraceError
from robotrace.optimizers.step.loop import LoopOptimizer
from robotrace.optimizers.tune.line import Generation
from robotrace.optimizers.tune.search import Search, untried
from robotrace.optimizers.tune.space import Space
from robotrace.opto import Evidence, Proposal, Variable
from robotrace.trace import Parameter

__all__ = ["Tune", "count_numbers", "no_numbers"]


class Tune(LoopOptimizer):
    """Searches the numbers in the controller's code, with CMA-ES; asks no model.

    It proposes the members of the next generation, and is a pure function of the evidence and the sample. A trainable text with
    choices beside numbers, such as `node("push", trainable=True, choices=("push", "grasp"))`, makes ways: each is tried as it is,
    and the better half of them is searched further, until one is left.

    With parameters given, it is a loop of steps as well, which asks and tells: each step sets the next member, whose score
    `output.backward(score=...)` tells. It searches numbers within their bounds, choices, and the numbers in code; `set_best()`
    sets the best member in the end.

    Attributes:
        options: The options of the search.
    """

    name = "tune"
    feedback = "score"
    needs_trace = False  # it reads successes and scores alone

    def __init__(
        self,
        parameters: Iterable[Parameter] | None = None,
        *,
        population: int | None = None,
        sigma: float = 0.3,
        seed: int = 0,
        trust: bool = False,
    ) -> None:
        """Choose how to search.

        Args:
            parameters: The parameters that `step` changes; not needed for `propose`.
            population: The members of a generation; default: 4 + 3 ln n for n numbers, 16 at most.
            sigma: The first standard deviation, in units of each number (its own size; 0.05 for 0.0).
            seed: The seed of all chance.
            trust: Whether code with other numbers in it runs in this process instead of in a sandbox.

        Raises:
            OptionError: An option is not usable.
        """
        super().__init__(parameters, trust=trust)
        self.options = Search(population, sigma, seed)
        self._made: tuple[Evidence, Generation] | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {**super().__getstate__(), "_made": None}

    def check(self, variables: Sequence[Variable]) -> None:
        """Refuse parameters that hold no number.

        Raises:
            OptionError: The parameters hold no number to tune; the message says what would be tuned.
        """
        try:
            if count_numbers(variables) == 0:
                raise OptionError(no_numbers(variables))
        except ProposalError as error:
            raise OptionError(f"tune cannot begin with this controller: {error}") from error

    def samples(self, evidence: Evidence) -> int:
        """The members of the next generation that are still to be tried; one where there is nothing to search."""
        try:
            return len(self._generation(evidence).members) if count_numbers(evidence.variables) else 1
        except ProposalError:
            return 1

    def propose(self, evidence: Evidence, *, sample: int = 0) -> Proposal:
        """A member of the next generation, or a refusal where a text cannot be cut into tokens.

        Args:
            evidence: The problem and all trials so far.
            sample: The position among the members that are still to be tried, from 0.

        Raises:
            OptionError: The parameters hold no number to tune.
            TraceError: In a loop of steps, no output was given a score.
        """
        if not evidence.words.case and evidence.best.score is None:
            raise TraceError(
                "tune compares values by their score, and no output was given one: output.backward(feedback, score=0.7), larger "
                "is better."
            )
        try:
            if count_numbers(evidence.variables) == 0:
                raise OptionError(no_numbers(evidence.variables))
            generation = self._generation(evidence)
        except ProposalError as error:
            return Proposal({}, refusal=str(error))
        values = generation.members[sample % len(generation.members)]
        return Proposal(values, _reason(generation), origin=self.name)

    def _generation(self, evidence: Evidence) -> Generation:
        """The next generation; made once for the evidence that all its members are asked for with, and in a loop once for all."""
        made = self._made
        if made is None or made[0] is not evidence:
            rest = None if made is None or evidence.words.case else untried(made[1], evidence)
            made = self._made = evidence, rest or self.options.next(evidence)
        return made[1]


def count_numbers(variables: Sequence[Variable]) -> int:
    """How many numbers of these parameters would be tuned.

    Raises:
        ProposalError: A text cannot be cut into tokens.
    """
    return len(Space.of(variables).axes)


def no_numbers(variables: Sequence[Variable]) -> str:
    """The refusal to search where there is nothing to search, in words."""
    names = ", ".join(variable.name for variable in variables) or "none"
    return (
        f"tune finds no number to tune in the trainable parts: {names}. It tunes numbers with a decimal point, whole numbers from "
        "2 up that are no index, size or label, and trainable numbers; write the constants into the trainable functions, or "
        "choose another optimizer."
    )


def _reason(generation: Generation) -> str:
    which = f"Generation {generation.number + 1}, of {generation.size} members"
    again = f", begun anew {generation.restarts} times" if generation.restarts else ""
    return f"{which}, of the search from iteration {generation.start}{again}."
