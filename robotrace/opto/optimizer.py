"""What proposes: the least that an optimizer is, and what more it may say of itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, asdict, dataclass, field, fields, is_dataclass
from typing import Any, Protocol, runtime_checkable

from robotrace.errors import OptionError
from robotrace.opto.records import Evidence, Proposal, Variable


@runtime_checkable
class Optimizer(Protocol):
    """Something that answers evidence with proposals.

    A name and `propose` are all that it needs. It may have more: attributes under the names that `Declaration` lists, and three
    methods, `samples(evidence)` for how many proposals it makes for this evidence (one), `prompt(evidence)` for what it would
    ask a language model, and `check(variables)`, which raises an OptionError where it cannot train these parameters at all.
    """

    @property
    def name(self) -> str:
        """Short: for the run folder, the plots and the command line."""
        ...

    def propose(self, evidence: Evidence, *, sample: int = 0) -> Proposal:
        """New values for some of the parameters. The same evidence and sample give the same question.

        A reply that cannot be used comes back as a proposal with `refusal` set; nothing is guessed. Where a language model
        writes the proposals, several samples are asked for at once, each in a thread of its own.

        Args:
            evidence: The problem and all trials so far.
            sample: Which of its answers to this evidence, from 0. A language model is asked the same once more.

        Raises:
            ModelError: The endpoint failed for good.
        """
        ...


@dataclass(frozen=True, slots=True)
class Declaration:
    """What an optimizer says of itself; where it says nothing, the defaults hold.

    Attributes:
        feedback: The level of feedback that it is given where nobody chooses one: "score", "facts" or "hints".
        needs_trace: Whether it reads traces or feedback in words; if not, its candidates are tried untraced, which is faster.
        needs_camera: Whether it shows a language model pictures, so that a robot's task must have a camera.
        needs_places: Whether it fits places to go to: a task whose actions are none may be learnt on one whose actions are.
        model: The language model that writes its proposals; None where none does.
        asks_a_model: Whether another call may bring another answer; by default, whether there is a model.
        priced: Whether `Proposal.spend` holds the cost in dollars.
        options: All that decides what it proposes, by name and in JSON's types. A run keeps it, the optimizer is made again from
            it (as keywords), and a resumed run has to have the same. A frozen dataclass or a mapping.
    """

    feedback: str = "facts"
    needs_trace: bool = True
    needs_camera: bool = False
    needs_places: bool = False
    model: str | None = None
    asks_a_model: bool = False
    priced: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, optimizer: Optimizer) -> Declaration:
        """What this optimizer says of itself.

        Raises:
            OptionError: It is no optimizer, or its options are not a record of names and values.
        """
        if isinstance(optimizer, type):
            raise OptionError(
                f"Expected an optimizer, found the class {optimizer.__name__}: make one, {optimizer.__name__}()."
            )
        if not isinstance(optimizer, Optimizer):
            raise OptionError(
                f"Expected an optimizer, with a name and propose(evidence, sample=0); found {optimizer!r:.100}."
            )
        said = {name: getattr(optimizer, name) for name in _NAMES if hasattr(optimizer, name)}
        said.setdefault("asks_a_model", said.get("model") is not None)
        return cls(**{**said, "options": _plain(optimizer.name, said.get("options"))})


_NAMES = tuple(one.name for one in fields(Declaration))


def samples_of(optimizer: Optimizer, evidence: Evidence) -> int:
    """How many proposals an optimizer makes for this evidence, to be tried side by side."""
    samples = getattr(optimizer, "samples", None)
    return 1 if samples is None else int(samples(evidence))


def question_of(optimizer: Optimizer, evidence: Evidence) -> str | None:
    """What an optimizer would ask a language model; None where it does not say."""
    prompt = getattr(optimizer, "prompt", None)
    return None if prompt is None else str(prompt(evidence))


def check_variables(optimizer: Optimizer, variables: Sequence[Variable]) -> None:
    """Let an optimizer refuse parameters before anything is spent on them.

    Raises:
        OptionError: The optimizer cannot train these parameters.
    """
    check = getattr(optimizer, "check", None)
    if check is not None:
        check(variables)


def with_defaults(recorded: Mapping[str, Any], options: Any) -> dict[str, Any]:
    """Options as they were recorded, with the defaults of those that did not exist yet.

    Args:
        recorded: The options by name.
        options: The present optimizer's: a dataclass knows its defaults.
    """
    if not is_dataclass(options):
        return dict(recorded)
    whole = {one.name: one.default for one in fields(options) if one.default is not MISSING} | dict(recorded)
    nested = [name for name in (one.name for one in fields(options)) if is_dataclass(getattr(options, name))]
    return whole | {name: with_defaults(recorded.get(name, {}), getattr(options, name)) for name in nested}


def _plain(name: str, options: Any) -> dict[str, Any]:
    if options is None or isinstance(options, Mapping):
        return dict(options or {})
    if is_dataclass(options) and not isinstance(options, type):
        return asdict(options)
    raise OptionError(
        f"The options of the optimizer {name}: expected a dataclass or a mapping, found {options!r:.100}."
    )
