"""Numbers that make a traced program return what is wanted: `numerical/arithmetic`, and named test functions.

The first is the numerical optimization of Cheng, Nie and Swaminathan, "Trace is the Next AutoDiff", NeurIPS 2024, section 5.1.
"""

from typing import TYPE_CHECKING

from robotrace.lazy import lazily

from .listing import FAMILY, PROBLEMS

if TYPE_CHECKING:
    from .arithmetic import Arithmetic
    from .problem import Landscape, NumericalProblem, problem

__all__ = ["FAMILY", "PROBLEMS", "Arithmetic", "Landscape", "NumericalProblem", "problem"]

__getattr__, __dir__ = lazily(
    __name__,
    {
        ".arithmetic": "Arithmetic",
        ".problem": "Landscape NumericalProblem problem",
    },
)
