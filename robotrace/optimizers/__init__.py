"""Optimizers: each answers the same evidence with a proposal."""

from robotrace.optimizers.base import LoopOptimizer
from robotrace.optimizers.choose import OPTIMIZERS, automatic, choose
from robotrace.optimizers.induce import Induce
from robotrace.optimizers.optoprime import OptoPrime
from robotrace.optimizers.tune import Tune
from robotrace.optimizers.tune.between import TunedBetween

__all__ = ["OPTIMIZERS", "Induce", "LoopOptimizer", "OptoPrime", "Tune", "TunedBetween", "automatic", "choose"]
