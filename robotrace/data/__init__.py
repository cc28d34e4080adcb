"""Data sets: a program that is called with each row's inputs, and a metric that judges what it returns, as an OPTO problem."""

from robotrace.data.metric import Metric
from robotrace.data.problem import DataProblem
from robotrace.data.row_work import RowWork
from robotrace.data.side_by_side import SideBySide

__all__ = ["DataProblem", "Metric", "RowWork", "SideBySide"]
