"""Robot controllers that people can read, trained by rewriting their code.

Begin with `robotrace.guides`. What most programs need has a name here; the rest is in its room: `robotrace.tasks` (simulators of
your own), `robotrace.testing` (whether what you bring keeps to what is asked of it), `robotrace.episodes` (rollouts and success
rates), `robotrace.data` (rows and metrics), `robotrace.trace` (nodes, bundles, graphs), `robotrace.opto` (what optimizers and
problems say to each other), `robotrace.optimizers`, `robotrace.training`, `robotrace.llm` (language models), `robotrace.results`
(run folders), `robotrace.adapters` (tasks as Gymnasium environments), `robotrace.show.plot`, `robotrace.envs.shifted` (robots that
nobody calibrated), `robotrace.errors`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from robotrace.lazy import lazily

if TYPE_CHECKING:
    from robotrace import adapters as adapters
    from robotrace import baselines as baselines
    from robotrace import data as data
    from robotrace import episodes as episodes
    from robotrace import errors
    from robotrace import exports as exports
    from robotrace import feedback as feedback
    from robotrace import guides as guides
    from robotrace import llm as llm
    from robotrace import optimizers as optimizers
    from robotrace import opto as opto
    from robotrace import results as results
    from robotrace import sandbox as sandbox
    from robotrace import show as show
    from robotrace import tasks as tasks
    from robotrace import testing as testing
    from robotrace import trace as trace
    from robotrace import training as training
    from robotrace.adapters import as_gymnasium
    from robotrace.baselines import baseline
    from robotrace.data import DataProblem, Metric
    from robotrace.episodes import Episode, make, rollout, task_names
    from robotrace.episodes.bundled import problem
    from robotrace.exports import export
    from robotrace.optimizers import OPRO, Induce, OptoPrime, TextGrad, Tune
    from robotrace.opto import Problem
    from robotrace.results import Run
    from robotrace.show.front import plot, progress, train
    from robotrace.show.suites.front import suite
    from robotrace.trace import Module, Node, Parameter, backward, bundle, no_trace, node
    from robotrace.training import Budget, evaluate

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
    "Run",
    "TextGrad",
    "Tune",
    "as_gymnasium",
    "backward",
    "baseline",
    "bundle",
    "errors",
    "evaluate",
    "export",
    "make",
    "no_trace",
    "node",
    "plot",
    "problem",
    "progress",
    "rollout",
    "suite",
    "task_names",
    "train",
]

__getattr__, __dir__ = lazily(
    __name__,
    {
        "robotrace": (
            "adapters baselines data episodes errors exports feedback guides llm optimizers opto results sandbox "
            "show tasks testing trace training"
        ),
        "robotrace.adapters": "as_gymnasium",
        "robotrace.baselines": "baseline",
        "robotrace.data": "DataProblem Metric",
        "robotrace.episodes": "Episode make rollout task_names",
        "robotrace.exports": "export",
        "robotrace.optimizers": "OPRO Induce OptoPrime TextGrad Tune",
        "robotrace.opto": "Problem",
        "robotrace.results": "Run",
        "robotrace.show.front": "plot progress train",
        "robotrace.show.suites.front": "suite",
        "robotrace.trace": "Module Node Parameter backward bundle no_trace node",
        "robotrace.training": "Budget evaluate",
        "robotrace.episodes.bundled": "problem",
    },
)
