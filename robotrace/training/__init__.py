"""Training: the loop, what counts as better, and a run from start to end."""

from robotrace.training.loop import Loop, Schedule
from robotrace.training.train import train, train_problem

__all__ = ["Loop", "Schedule", "train", "train_problem"]
