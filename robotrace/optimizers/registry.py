"""Optimizers by name, from a user's file, or from an installed package; each made with the options that it has.

A new one needs its line in `BUNDLED`, or an entry point in the group "robotrace.optimizers" of a package of its own.
"""

from __future__ import annotations

import importlib
import inspect
import os
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from robotrace.errors import OptionError, RobotraceError, UnknownNameError
from robotrace.optimizers.options import option_names, refuse_unknown
from robotrace.opto import ROBOT, Optimizer, Variable, Words
from robotrace.plugins import installed, load, place_of

if TYPE_CHECKING:
    from robotrace.llm import Chat
    from robotrace.optimizers.tune.between import TunedBetween


class Bundled(NamedTuple):
    """An optimizer that comes with robotrace; its module is imported when it is chosen.

    Attributes:
        module: The module that it is in.
        kind: The name of its class.
        about: The first line of its docstring, for the command line.
    """

    module: str
    kind: str
    about: str


BUNDLED: Mapping[str, Bundled] = {
    "induce": Bundled(
        "robotrace.optimizers.induce",
        "Induce",
        "Fits waypoints and thresholds to the expert's hints and writes them as readable code; asks no model.",
    ),
    "optoprime": Bundled(
        "robotrace.optimizers.optoprime",
        "OptoPrime",
        "Shows a language model the trace, the feedback and what was tried; updates all parameters together.",
    ),
    "opro": Bundled(
        "robotrace.optimizers.opro",
        "OPRO",
        "Shows a language model past values and how well they did, sorted; no trace.",
    ),
    "textgrad": Bundled(
        "robotrace.optimizers.textgrad",
        "TextGrad",
        "Lets a language model criticise each variable backward along the trace, then rewrite them; two calls or more a proposal.",
    ),
    "tune": Bundled(
        "robotrace.optimizers.tune",
        "Tune",
        "Searches the numbers in the controller's code, with CMA-ES; asks no model.",
    ),
    "mutate": Bundled(
        "robotrace.optimizers.mutate",
        "Mutate",
        "Changes one operator, number or name of the code at a time, the most suspicious function first; asks no model.",
    ),
}
INDUCE, OPTOPRIME, TUNE = "induce", "optoprime", "tune"
GROUP = "robotrace.optimizers"
DEFAULT = "Optimizer"
"""What a user's file is asked for where no name is given."""

Factory = Callable[..., Optimizer]
TUNED = f"+{TUNE}"
"""Behind the name of an optimizer that takes turns with tune."""


def optimizer_names() -> tuple[str, ...]:
    """All names that `choose` knows, sorted."""
    return tuple(sorted({*BUNDLED, *installed(GROUP)}))


def optimizer_help() -> str:
    """What can be chosen and what each does, for the command line."""
    firsts = {name: found.about.rstrip(".") for name, found in BUNDLED.items()}
    bundled = "; ".join(f"{name} ({words[:1].lower()}{words[1:]})" for name, words in firsts.items())
    return (
        f"{bundled}; ./mine.py:Mine for your own; or auto: {OPTOPRIME} where a model is named, else what a "
        f"problem says suits it, else {INDUCE} where there is an expert, else {TUNE}"
    )


def knows(name: str) -> bool:
    """Whether a recorded name is one that `choose` can make an optimizer of without importing any file of a user's."""
    return name.removesuffix(TUNED) in optimizer_names()


def takes(name: str, keyword: str) -> bool:
    """Whether the optimizer of a name can be made with a keyword, such as "model" or "chat"."""
    accepted = option_names(_find(name.removesuffix(TUNED)))
    return accepted is not None and keyword in accepted


def choose(
    name: str,
    options: Mapping[str, Any] | None = None,
    *,
    model: str | None = None,
    chat: Chat | None = None,
) -> Optimizer:
    """Make the optimizer of a name.

    Args:
        name: The name of a bundled optimizer, of one that an installed package announces, or "./mine.py:Mine"; with
            "+tune" behind it, `tune` takes turns with it.
        options: The keywords to make the optimizer with, such as those that a run has recorded; `tune_every`
            lets `tune` take turns, too.
        model: The language model to ask, where the optimizer asks one; default: the environment's ROBOTRACE_MODEL.
        chat: The chat that is asked in place of a model's endpoint.

    Raises:
        UnknownNameError: There is no such optimizer.
        OptionError: The optimizer has no such option, an option is not usable, or a file cannot be used.
        ModelError: The optimizer asks a language model, and none is named.
    """
    given = dict(options or {})
    if name.endswith(TUNED) or given.get("tune_every") is not None:
        return _tuned(name.removesuffix(TUNED), given, model=model, chat=chat)
    factory = _find(name)
    accepted = option_names(factory)
    if model is not None and accepted is not None and "model" not in accepted:
        raise OptionError(
            f"{name} asks no language model: leave the model {model} out, or choose an optimizer that asks one."
        )
    known = None if accepted is None else [option for option in accepted if option not in ("model", "chat")]
    refuse_unknown(name, given, known)
    further = {"model": model, "chat": chat}
    return _made(name, factory, {**given, **{key: value for key, value in further.items() if value is not None}})


def automatic(
    levels: Collection[str],
    *,
    model: str | None = None,
    variables: Callable[[], Sequence[Variable]],
    words: Words = ROBOT,
    unaided: str | None = None,
) -> tuple[str, str]:
    """The optimizer that "auto" stands for, and why.

    OptoPrime where a model is named, else what the problem says suits it, else induce where the task can hint, else tune where
    there are numbers. A key in the environment alone never spends money.

    Args:
        levels: The feedback levels that the task can give.
        model: The language model, where one is named; else the environment's ROBOTRACE_MODEL.
        variables: The controller's parameters, asked for where tune may be chosen.
        words: What the problem calls its parts.
        unaided: The optimizer that the problem says suits it where no model is named.

    Raises:
        OptionError: No model is named, the task has no expert, and the controller has no numbers.
    """
    named = _named(model)
    if named:
        return OPTOPRIME, f"the model {named} is named"
    if unaided is not None:
        return unaided, "no model is named, and the problem says that it suits"
    if "hints" in levels:
        return INDUCE, "no model is named, and the task's expert can hint"
    from robotrace.optimizers.tune import count_numbers

    numbers = count_numbers(variables())
    expert = "the task has no expert, " if words == ROBOT else ""
    if numbers:
        return TUNE, f"no model is named, {expert}and the {words.candidate} has {numbers} numbers to fit"
    whose = "the task has no expert whose hints induce could use, " if expert else ""
    raise OptionError(
        f"No optimizer fits: no language model is named, {whose}and the {words.candidate} "
        "has no numbers that tune could fit. Name a model with --model or ROBOTRACE_MODEL, or begin with a "
        f"{words.candidate} that has constants."
    )


def searches(name: str | None, levels: Collection[str], *, model: str | None = None) -> bool:
    """Whether tune is what a name stands for, where the controller has numbers; None is "auto".

    Args:
        name: The optimizer's name, where one is given.
        levels: The feedback levels that the task can give.
        model: The language model, where one is named; else the environment's ROBOTRACE_MODEL.
    """
    return name == TUNE or (name in (None, "auto") and not _named(model) and "hints" not in levels)


def _named(model: str | None) -> str | None:
    return model or os.environ.get("ROBOTRACE_MODEL")


def source_of(optimizer: Optimizer) -> str | None:
    """The file and class of a user's own optimizer, by which `choose` finds it again; None for any other."""
    kind = type(optimizer)
    try:
        file = inspect.getsourcefile(kind)
    except (TypeError, OSError):  # made in a notebook, or on the prompt
        return None
    own = not kind.__module__.startswith("robotrace.") and file is not None
    return f"{os.path.abspath(str(file))}:{kind.__name__}" if own else None


def _find(name: str) -> Factory:
    place = place_of(name)
    if place is not None:
        return _factory(name, load(place, default=DEFAULT, kind="optimizer"))
    if name in BUNDLED:
        module, kind, _ = BUNDLED[name]
        bundled: Factory = getattr(importlib.import_module(module), kind)
        return bundled
    announced = installed(GROUP)
    if name not in announced:
        raise UnknownNameError("optimizer", name, ("auto", *optimizer_names()))
    try:
        return _factory(name, announced[name].load())
    except Exception as error:  # another package's code
        raise OptionError(
            f"The optimizer {name!r} of an installed package cannot be imported: {error!r:.300}"
        ) from error


def _factory(name: str, found: Any) -> Factory:
    """What a file or a package holds under a name: something that makes an optimizer, or one that is made."""
    if isinstance(found, Optimizer) and not isinstance(found, type):
        return lambda: found
    if not callable(found):
        raise OptionError(f"{name}: expected an optimizer or a class of such, found {found!r:.100}.")
    factory: Factory = found
    return factory


def _made(name: str, factory: Factory, options: Mapping[str, Any]) -> Optimizer:
    try:
        optimizer = factory(**options)
    except RobotraceError:
        raise
    except Exception as error:  # a user's own code
        raise OptionError(f"The optimizer {name} cannot be made: {type(error).__name__}: {error!s:.300}") from error
    if isinstance(optimizer, type) or not isinstance(optimizer, Optimizer):
        raise OptionError(
            f"{name} makes no optimizer: expected something with a name and propose(evidence, sample=0), found {optimizer!r:.100}."
        )
    return optimizer


def _tuned(name: str, options: dict[str, Any], *, model: str | None, chat: Chat | None) -> TunedBetween:
    """An optimizer that takes turns with tune, from options side by side or from those that a run has recorded."""
    from robotrace.optimizers.tune import Tune
    from robotrace.optimizers.tune.between import EVERY, GENERATIONS, TunedBetween

    every, generations = options.pop("tune_every", None), options.pop("tune_generations", None)
    tune = Tune(**options.pop("tune", {}))
    other = choose(name, {**options.pop("optimizer", {}), **options}, model=model, chat=chat)
    return TunedBetween(other, every=every or EVERY, generations=generations or GENERATIONS, tune=tune)
