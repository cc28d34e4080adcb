"""Which optimizer a name stands for."""

from __future__ import annotations

import os
from collections.abc import Collection
from typing import Any

from robotrace.errors import OptionError, UnknownNameError
from robotrace.optimizers.induce import Induce
from robotrace.optimizers.optoprime import OptoPrime
from robotrace.opto import Optimizer

OPTIMIZERS = ("auto", "induce", "optoprime")


def choose(name: str, levels: Collection[str], *, model: str | None = None, **options: Any) -> Optimizer:
    """The optimizer of a name.

    Args:
        name: "induce", "optoprime", or "auto": OptoPrime where a model is named, else induce where the task can hint. A key in
            the environment alone never spends money.
        levels: the feedback levels that the task can give.
        model: of the language model; else the environment's ROBOTRACE_MODEL.
        options: for OptoPrime.

    Raises:
        UnknownNameError: there is no such optimizer.
        OptionError: nothing can be chosen automatically, or the options are not the optimizer's.
        ModelError: OptoPrime is asked for and no model is named.
    """
    if name not in OPTIMIZERS:
        raise UnknownNameError("optimizer", name, OPTIMIZERS)
    if name == "auto":
        name, _ = automatic(levels, model=model)
    if name == "optoprime":
        return OptoPrime(model=model, **options)
    if model is not None or options:
        given = ", ".join(sorted([*(["model"] if model is not None else []), *options]))
        raise OptionError(
            f"induce asks no language model and takes no {given}; leave it out, or use --optimizer optoprime."
        )
    return Induce()


def automatic(levels: Collection[str], *, model: str | None = None) -> tuple[str, str]:
    """The optimizer that "auto" stands for, and why.

    Raises:
        OptionError: no model is named and the task has no expert.
    """
    named = model or os.environ.get("ROBOTRACE_MODEL")
    if named:
        return "optoprime", f"the model {named} is named"
    if "hints" in levels:
        return "induce", "no model is named, and the task's expert can hint"
    raise OptionError(
        "No optimizer fits: no language model is named, and the task has no expert whose hints induce could use. "
        "Name a model with --model or ROBOTRACE_MODEL."
    )
