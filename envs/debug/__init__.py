"""Programs of several functions, one of which is wrong: `debug/stock` and twenty-four more.

The code debugging of Cheng, Nie and Swaminathan, "Trace is the Next AutoDiff", NeurIPS 2024.
"""

from typing import TYPE_CHECKING

from robotrace.lazy import lazily

from .listing import FAMILY, PROBLEMS

if TYPE_CHECKING:
    from .planted import FAULTS, Fault
    from .problem import problem, right_program, wrong_program

__all__ = ["FAMILY", "FAULTS", "PROBLEMS", "Fault", "problem", "right_program", "wrong_program"]

__getattr__, __dir__ = lazily(
    __name__,
    {
        ".planted": "FAULTS Fault",
        ".problem": "problem right_program wrong_program",
    },
)
