"""Every registered Gymnasium environment, `gymnasium/<id>`: its spaces as named fields and actions, its seeds as goals."""

from typing import TYPE_CHECKING

from robotrace.lazy import lazily

if TYPE_CHECKING:
    from .listing import FAMILY, NAMES, claims, further, listed
    from .task import GymnasiumTask, make

__all__ = ["FAMILY", "NAMES", "GymnasiumTask", "claims", "further", "listed", "make"]

__getattr__, __dir__ = lazily(
    __name__,
    {
        ".listing": "FAMILY NAMES claims further listed",
        ".task": "GymnasiumTask make",
    },
)
