"""Running controllers: tasks, episodes, success rates, and a robot task as an OPTO problem."""

from typing import TYPE_CHECKING

from robotrace.lazy import lazily

if TYPE_CHECKING:
    from robotrace.episodes.array import Array
    from robotrace.episodes.episode import COUNTED, Counted, Episode, Failure, FailureKind
    from robotrace.episodes.evaluation import Evaluation, evaluate
    from robotrace.episodes.families import task_names
    from robotrace.episodes.files import load_episode, save_episode
    from robotrace.episodes.front import rollout
    from robotrace.episodes.library import find_controller, policy_names
    from robotrace.episodes.pool import ProcessPool, RayPool, cores, open_pool
    from robotrace.episodes.problem import RolloutProblem
    from robotrace.episodes.programs import Programs, program_of
    from robotrace.episodes.registry import make
    from robotrace.episodes.several import SeveralTasks
    from robotrace.episodes.task import LEVELS, ActionSpec, Camera, Field, Level, Role, Task, Transition, counted

__all__ = [
    "COUNTED",
    "LEVELS",
    "ActionSpec",
    "Array",
    "Camera",
    "Counted",
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
    "SeveralTasks",
    "Task",
    "Transition",
    "cores",
    "counted",
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

__getattr__, __dir__ = lazily(
    __name__,
    {
        "robotrace.episodes.array": "Array",
        "robotrace.episodes.episode": "COUNTED Counted Episode Failure FailureKind",
        "robotrace.episodes.evaluation": "Evaluation evaluate",
        "robotrace.episodes.families": "task_names",
        "robotrace.episodes.files": "load_episode save_episode",
        "robotrace.episodes.front": "rollout",
        "robotrace.episodes.library": "find_controller policy_names",
        "robotrace.episodes.pool": "ProcessPool RayPool cores open_pool",
        "robotrace.episodes.problem": "RolloutProblem",
        "robotrace.episodes.programs": "Programs program_of",
        "robotrace.episodes.registry": "make",
        "robotrace.episodes.several": "SeveralTasks",
        "robotrace.episodes.task": "LEVELS ActionSpec Camera Field Level Role Task Transition counted",
    },
)
