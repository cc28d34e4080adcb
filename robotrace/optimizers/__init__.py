"""Optimizers: each answers the same evidence with a proposal."""

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
    "source_of",
    "takes",
]
