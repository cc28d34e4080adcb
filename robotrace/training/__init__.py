"""Training: the loop, what counts as better, and a run from start to end."""

from typing import TYPE_CHECKING

from robotrace.lazy import lazily

if TYPE_CHECKING:
    from robotrace.episodes.programs import program_of
    from robotrace.training.budget import Budget
    from robotrace.training.evaluate_front import evaluate
    from robotrace.training.evaluation import ProblemEvaluation, evaluate_problem
    from robotrace.training.front import train
    from robotrace.training.general import pool_of
    from robotrace.training.loop import Loop
    from robotrace.training.phases import lacking
    from robotrace.training.recorded import continuing, replaying
    from robotrace.training.run import train_problem
    from robotrace.training.schedule import SEARCHES, Schedule, Search
    from robotrace.training.start import search_options, start_words, starting_controller, trainable
    from robotrace.training.subject import subject_of

__all__ = [
    "SEARCHES",
    "Budget",
    "Loop",
    "ProblemEvaluation",
    "Schedule",
    "Search",
    "continuing",
    "evaluate",
    "evaluate_problem",
    "lacking",
    "pool_of",
    "program_of",
    "replaying",
    "search_options",
    "start_words",
    "starting_controller",
    "subject_of",
    "train",
    "train_problem",
    "trainable",
]

__getattr__, __dir__ = lazily(
    __name__,
    {
        "robotrace.episodes.programs": "program_of",
        "robotrace.training.budget": "Budget",
        "robotrace.training.evaluate_front": "evaluate",
        "robotrace.training.evaluation": "ProblemEvaluation evaluate_problem",
        "robotrace.training.front": "train",
        "robotrace.training.general": "pool_of",
        "robotrace.training.loop": "Loop",
        "robotrace.training.recorded": "continuing replaying",
        "robotrace.training.run": "train_problem",
        "robotrace.training.schedule": "SEARCHES Schedule Search",
        "robotrace.training.phases": "lacking",
        "robotrace.training.start": "search_options start_words starting_controller trainable",
        "robotrace.training.subject": "subject_of",
    },
)
