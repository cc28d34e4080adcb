"""Running controllers: tasks, episodes, success rates, and a robot task as an OPTO problem."""

from robotrace.episodes.array import Array
from robotrace.episodes.episode import Episode, Failure, FailureKind
from robotrace.episodes.evaluation import Evaluation, evaluate
from robotrace.episodes.files import load_episode, save_episode
from robotrace.episodes.front import rollout
from robotrace.episodes.library import find_controller, policy_names
from robotrace.episodes.pool import ProcessPool, RayPool, cores, open_pool
from robotrace.episodes.problem import RolloutProblem
from robotrace.episodes.programs import Programs, program_of
from robotrace.episodes.registry import make, task_names
from robotrace.episodes.task import LEVELS, ActionSpec, Camera, Field, Level, Role, Task, Transition

__all__ = [
    "LEVELS",
    "ActionSpec",
    "Array",
    "Camera",
    "Episode",
    "Evaluation",
    "Failure",
    "FailureKind",
    "Field",
    "Level",
    "ProcessPool",
    "Programs",
    "RayPool",
    "Role",
    "RolloutProblem",
    "Task",
    "Transition",
    "cores",
    "evaluate",
    "find_controller",
    "load_episode",
    "make",
    "open_pool",
    "policy_names",
    "program_of",
    "rollout",
    "save_episode",
    "task_names",
]
