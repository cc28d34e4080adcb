"""Optimizers: each answers the same evidence with a proposal."""

from robotrace.optimizers.base import LoopOptimizer
from robotrace.optimizers.choose import OPTIMIZERS, automatic, choose
from robotrace.optimizers.induce import Induce
from robotrace.optimizers.optoprime import OptoPrime

__all__ = ["OPTIMIZERS", "Induce", "LoopOptimizer", "OptoPrime", "automatic", "choose"]
