"""Questions with exact answers, drawn: each kind is a module with `draw(chance, part, number)`, which gives one and its answer."""

from .drawn import COUNTS, rows

__all__ = ["COUNTS", "rows"]
