"""A crossing of two roads in the traffic simulator UXsim: two green times, `traffic/crossing`, or code, `traffic/signal`.

The first is the hyper-parameter tuning of Cheng, Nie and Swaminathan, "Trace is the Next AutoDiff", NeurIPS 2024, section 5.2; the
simulator is Seo, "UXsim: lightweight mesoscopic traffic flow simulator in pure Python", JOSS 2025.
"""

from typing import TYPE_CHECKING

from robotrace.lazy import lazily

from .listing import FAMILY, PROBLEMS

if TYPE_CHECKING:
    from .crossing import Lost, Road, demand
    from .problem import Crossing, problem

__all__ = ["FAMILY", "PROBLEMS", "Crossing", "Lost", "Road", "demand", "problem"]

__getattr__, __dir__ = lazily(
    __name__,
    {
        ".crossing": "Lost Road demand",
        ".problem": "Crossing problem",
    },
)
