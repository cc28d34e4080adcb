"""Optimizers: each answers the same evidence with a proposal."""

from typing import TYPE_CHECKING

from robotrace.lazy import lazily

if TYPE_CHECKING:
    from robotrace.optimizers.induce import Induce
    from robotrace.optimizers.opro import OPRO
    from robotrace.optimizers.optoprime import OptoPrime
    from robotrace.optimizers.registry import (
        TUNED,
        automatic,
        choose,
        knows,
        optimizer_help,
        optimizer_names,
        searches,
        source_of,
        takes,
    )
    from robotrace.optimizers.step.loop import LoopOptimizer
    from robotrace.optimizers.textgrad import TextGrad
    from robotrace.optimizers.tune import Tune
    from robotrace.optimizers.tune.between import TunedBetween

__all__ = [
    "OPRO",
    "TUNED",
    "Induce",
    "LoopOptimizer",
    "OptoPrime",
    "TextGrad",
    "Tune",
    "TunedBetween",
    "automatic",
    "choose",
    "knows",
    "optimizer_help",
    "optimizer_names",
    "searches",
    "source_of",
    "takes",
]

__getattr__, __dir__ = lazily(
    __name__,
    {
        "robotrace.optimizers.induce": "Induce",
        "robotrace.optimizers.opro": "OPRO",
        "robotrace.optimizers.optoprime": "OptoPrime",
        "robotrace.optimizers.registry": "TUNED automatic choose knows optimizer_help optimizer_names searches source_of takes",
        "robotrace.optimizers.step.loop": "LoopOptimizer",
        "robotrace.optimizers.textgrad": "TextGrad",
        "robotrace.optimizers.tune": "Tune",
        "robotrace.optimizers.tune.between": "TunedBetween",
    },
)
