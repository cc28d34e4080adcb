"""A crossing of two roads in the traffic simulator UXsim: green times, `traffic/crossing` and `corridor`, or code, `signal`.

The first is the hyper-parameter tuning of Cheng, Nie and Swaminathan, "Trace is the Next AutoDiff", NeurIPS 2024, section 5.2; the
simulator is Seo, "UXsim: lightweight mesoscopic traffic flow simulator in pure Python", JOSS 2025.
"""

from typing import TYPE_CHECKING

from robotrace.lazy import lazily

from .listing import FAMILY, PROBLEMS

if TYPE_CHECKING:
    from .corridor import CORRIDOR, corridor_demand
    from .crossing import Layout, Lost, Road, demand
    from .problem import Corridor, Crossing, problem

__all__ = [
    "CORRIDOR",
    "FAMILY",
    "PROBLEMS",
    "Corridor",
    "Crossing",
    "Layout",
    "Lost",
    "Road",
    "corridor_demand",
    "demand",
    "problem",
]

__getattr__, __dir__ = lazily(
    __name__,
    {
        ".corridor": "CORRIDOR corridor_demand",
        ".crossing": "Layout Lost Road demand",
        ".problem": "Corridor Crossing problem",
    },
)
