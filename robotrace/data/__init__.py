"""Data sets: a program that is called with each row's inputs, and a metric that judges what it returns, as an OPTO problem."""

from typing import TYPE_CHECKING

from robotrace.lazy import lazily

if TYPE_CHECKING:
    from robotrace.data.metric import Metric
    from robotrace.data.problem import DataProblem
    from robotrace.data.row_work import RowWork
    from robotrace.data.side_by_side import SideBySide

__all__ = ["DataProblem", "Metric", "RowWork", "SideBySide"]

__getattr__, __dir__ = lazily(
    __name__,
    {
        "robotrace.data.metric": "Metric",
        "robotrace.data.problem": "DataProblem",
        "robotrace.data.row_work": "RowWork",
        "robotrace.data.side_by_side": "SideBySide",
    },
)
