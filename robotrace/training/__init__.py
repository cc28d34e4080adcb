"""Training: the loop, what counts as better, and a run from start to end."""

from robotrace.episodes.programs import program_of
from robotrace.training.budget import Budget
from robotrace.training.front import train
from robotrace.training.loop import Loop
from robotrace.training.recorded import continuing, replaying
from robotrace.training.run import train_problem
from robotrace.training.schedule import SEARCHES, Schedule, Search

__all__ = [
    "SEARCHES",
    "Budget",
    "Loop",
    "Schedule",
    "Search",
    "continuing",
    "program_of",
    "replaying",
    "train",
    "train_problem",
]
