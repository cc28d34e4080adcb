"""Which optimizer a name stands for."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from robotrace.errors import OptionError, UnknownNameError
from robotrace.optimizers.induce import Induce
from robotrace.optimizers.opro import OPRO
from robotrace.optimizers.optoprime import OptoPrime
from robotrace.optimizers.textgrad import TextGrad
from robotrace.optimizers.tune import Tune, count_numbers, no_numbers
from robotrace.optimizers.tune.between import TunedBetween
from robotrace.opto import Optimizer, Variable

ASKING: Mapping[str, type[OptoPrime] | type[OPRO] | type[TextGrad]] = {
    "optoprime": OptoPrime,
    "opro": OPRO,
    "textgrad": TextGrad,
}
"""Those that ask a language model."""
OPTIMIZERS = ("auto", "induce", "tune", *ASKING)

Variables = Callable[[], Sequence[Variable]]


def choose(
    name: str,
    levels: Collection[str],
    *,
    model: str | None = None,
    variables: Variables | None = None,
    origin: str = "",
    tune_every: int | None = None,
    **options: Any,
) -> Optimizer:
    """The optimizer of a name.

    Args:
        name: "induce", "tune", "optoprime", "opro", "textgrad", or "auto": OptoPrime where a model is named, else induce where the
            task can hint, else tune. A key in the environment alone never spends money.
        levels: the feedback levels that the task can give.
        model: of the language model; else the environment's ROBOTRACE_MODEL.
        variables: the controller's parameters, asked for where tune may be chosen.
        origin: where the controller is from, for the refusal to tune it.
        tune_every: let tune fit the numbers after every so many iterations; the name is then "optoprime+tune", say.
        options: for those that ask a language model.

    Raises:
        UnknownNameError: there is no such optimizer.
        OptionError: nothing can be chosen automatically, the options are not the optimizer's, or there is nothing to tune.
        ModelError: a language model is asked for and none is named.
    """
    if tune_every is not None:
        other = choose(name.removesuffix("+tune"), levels, model=model, variables=variables, origin=origin, **options)
        return TunedBetween(other, every=tune_every)
    if name not in OPTIMIZERS:
        raise UnknownNameError("optimizer", name, OPTIMIZERS)
    if name == "auto":
        name, _ = automatic(levels, model=model, variables=variables)
    if name in ASKING:
        strange = sorted(options.keys() - inspect.signature(ASKING[name]).parameters.keys())
        if strange:
            raise OptionError(f"{name} takes no {', '.join(strange)}; leave it out, or use --optimizer optoprime.")
        return ASKING[name](model=model, **options)
    if model is not None or options:
        given = ", ".join(sorted([*(["model"] if model is not None else []), *options]))
        raise OptionError(
            f"{name} asks no language model and takes no {given}; leave it out, or use --optimizer optoprime."
        )
    if name == "induce":
        return Induce()
    found = variables() if variables is not None else None
    if found is not None and count_numbers(found) == 0:
        raise OptionError(no_numbers(found, origin=origin))
    return Tune()


def automatic(
    levels: Collection[str], *, model: str | None = None, variables: Variables | None = None
) -> tuple[str, str]:
    """The optimizer that "auto" stands for, and why.

    Args:
        levels: the feedback levels that the task can give.
        model: of the language model; else the environment's ROBOTRACE_MODEL.
        variables: the controller's parameters, asked for where tune may be chosen.

    Raises:
        OptionError: no model is named, the task has no expert, and the controller has no numbers.
    """
    named = model or os.environ.get("ROBOTRACE_MODEL")
    if named:
        return "optoprime", f"the model {named} is named"
    if "hints" in levels:
        return "induce", "no model is named, and the task's expert can hint"
    numbers = count_numbers(variables()) if variables is not None else 0
    if numbers:
        return "tune", f"no model is named, the task has no expert, and the controller has {numbers} numbers to fit"
    raise OptionError(
        "No optimizer fits: no language model is named, the task has no expert whose hints induce could use, and the controller "
        "has no numbers that tune could fit. Name a model with --model or ROBOTRACE_MODEL, or begin with a controller that has "
        "constants."
    )
