"""Battleship for one player, `battleship/player`: one function judges what is known of a board, another one shoots.

After the game of Cheng, Nie and Swaminathan, "Trace is the Next AutoDiff", NeurIPS 2024, section 5.4: two functions of code that
are trained together, from what came of their shots.
"""

from typing import TYPE_CHECKING

from robotrace.lazy import lazily

from .listing import FAMILY, PROBLEMS

if TYPE_CHECKING:
    from .boards import FLEET, SIZE, Sea
    from .problem import problem

__all__ = ["FAMILY", "FLEET", "PROBLEMS", "SIZE", "Sea", "problem"]

__getattr__, __dir__ = lazily(
    __name__,
    {
        ".boards": "FLEET SIZE Sea",
        ".problem": "problem",
    },
)
