"""Running controllers: tasks, episodes, success rates, and a robot task as an OPTO problem."""

from robotrace.episodes.episode import Episode, Failure
from robotrace.episodes.evaluation import Evaluation, evaluate
from robotrace.episodes.library import find_controller, policy_names
from robotrace.episodes.pool import ProcessPool, RayPool, cores, open_pool
from robotrace.episodes.problem import RolloutProblem
from robotrace.episodes.registry import make, task_names
from robotrace.episodes.runner import rollout
from robotrace.episodes.task import LEVELS, ActionSpec, Array, Camera, Field, Level, Role, Task, Transition

__all__ = [
    "LEVELS",
    "ActionSpec",
    "Array",
    "Camera",
    "Episode",
    "Evaluation",
    "Failure",
    "Field",
    "Level",
    "ProcessPool",
    "RayPool",
    "Role",
    "RolloutProblem",
    "Task",
    "Transition",
    "cores",
    "evaluate",
    "find_controller",
    "make",
    "open_pool",
    "policy_names",
    "rollout",
    "task_names",
]
