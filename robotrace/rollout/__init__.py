"""Running controllers: tasks, episodes, success rates, and a robot task as an OPTO problem."""

from robotrace.rollout.episode import Episode, Failure
from robotrace.rollout.evaluate import Evaluation, evaluate
from robotrace.rollout.library import find_controller, policy_names
from robotrace.rollout.pool import ProcessPool, RayPool, cores, open_pool
from robotrace.rollout.problem import RolloutProblem
from robotrace.rollout.registry import make, task_names
from robotrace.rollout.runner import rollout
from robotrace.rollout.task import LEVELS, ActionSpec, Array, Camera, Field, Level, Role, Task, Transition

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
