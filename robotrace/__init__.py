"""Robot controllers that people can read, trained by rewriting their code."""

from collections.abc import Callable, Mapping
from typing import Any

from robotrace import errors
from robotrace.data import DataProblem, Metric
from robotrace.episodes import Episode, evaluate, make, rollout, task_names
from robotrace.optimizers import OPRO, Induce, OptoPrime, TextGrad, Tune
from robotrace.opto import Problem
from robotrace.trace import Module, Node, Parameter, backward, bundle, no_trace, node
from robotrace.training import Budget, train

__version__ = "0.1.0"

__all__ = [
    "OPRO",
    "Budget",
    "DataProblem",
    "Episode",
    "Induce",
    "Metric",
    "Module",
    "Node",
    "OptoPrime",
    "Parameter",
    "Problem",
    "TextGrad",
    "Tune",
    "backward",
    "bundle",
    "errors",
    "evaluate",
    "make",
    "no_trace",
    "node",
    "progress",
    "rollout",
    "task_names",
    "train",
]


def progress() -> Callable[[Mapping[str, Any]], None]:
    """A listener for `train(..., on_event=progress())`, which prints a line for each trial: in a script or in a notebook."""
    from robotrace.show.progress import printing  # what draws on consoles is loaded late

    return printing()
