"""The optimizer of a run that exists: to continue it, or to go through it again from its recorded answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from robotrace.errors import ModelError, OptionError
from robotrace.llm import ReplayChat
from robotrace.optimizers import TUNED, choose, knows, takes
from robotrace.opto import Evidence, Optimizer, Proposal
from robotrace.results import Run
from robotrace.results.options import SOURCE


class Recorded:
    """An optimizer as a run has recorded it; it makes no further proposals.

    Attributes:
        name: The name of the optimizer that answered.
        model: The language model that wrote its answers; None where none did.
        feedback: The feedback level that it was given.
        options: The options that decided its answers, by name.
    """

    def __init__(self, run: Run) -> None:
        """Take over what the run says.

        Args:
            run: The recorded run.
        """
        self.name, self.model = run.optimizer, run.config.get("model")
        self.feedback, self.options = run.feedback or "facts", run.optimizer_options

    def propose(self, evidence: Evidence, *, sample: int = 0) -> Proposal:  # noqa: ARG002 - it answers none
        """Nothing.

        Raises:
            ModelError: Always; nothing is asked in a replay.
        """
        raise ModelError(f"{self.name} is not asked in a replay, and the recording holds no such answer.")


def check_code(run: Run) -> None:
    """Refuse a baseline, which no optimizer made.

    Raises:
        OptionError: The run is one.
    """
    if run.baseline is not None:
        raise OptionError(run.codeless)


def replaying(run: Run) -> Optimizer:
    """The optimizer of a recorded run, for its recorded answers only: it can ask nobody.

    One that can be made again also says what it would ask now, so that a difference shows.

    Raises:
        OptionError: The run's answers came from no language model, and its optimizer would give them again.
    """
    check_code(run)
    model = run.config.get("model")
    if not knows(run.optimizer):
        return Recorded(run)
    if model is None:
        raise OptionError(
            f"The run {run.folder.name} asked no language model: {run.optimizer} needs no replay. Train with the "
            "same settings instead."
        )
    if not takes(run.optimizer, "chat"):
        return Recorded(run)
    return choose(run.optimizer, run.optimizer_options, chat=ReplayChat(model))


def continuing(run: Run, options: Mapping[str, Any], *, name: str | None = None, model: str | None = None) -> Optimizer:
    """The optimizer of a run that is resumed, with what it has recorded. No file that a folder names is imported.

    Args:
        run: The recorded run that is resumed.
        options: The options that were given anew; a resumed run refuses what differs.
        name: The name of the optimizer, or the file that it is in, where that was given anew.
        model: The language model's name, where it was given anew; else None.

    Raises:
        OptionError: The optimizer is a user's own, and has to be named again.
    """
    check_code(run)
    if name is None and not knows(run.optimizer):
        source = run.config.get(SOURCE) or "./FILE.py:CLASS"
        raise OptionError(
            f"The run {run.folder.name} was begun with an optimizer of its own, {run.optimizer!r}. Its file is imported only "
            f"where you name it: add --optimizer {source}"
        )
    name = name or run.optimizer
    if model is None and takes(name, "model"):
        model = run.config.get("model")
    if name != run.optimizer:
        made = choose(name, options, model=model)
        if made.name != run.optimizer.removesuffix(TUNED):
            return made
    return choose(name, {**run.optimizer_options, **options}, model=model)
