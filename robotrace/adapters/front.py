"""`as_gymnasium`: a task as an environment; Gymnasium itself is imported when one is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from robotrace.episodes import Task, make
from robotrace.episodes.registry import task_of
from robotrace.errors import OptionError
from robotrace.opto import Split

if TYPE_CHECKING:
    from robotrace.adapters.environment import TaskEnvironment


def as_gymnasium(
    task: Task | str,
    *,
    split: Split = "train",
    stop_at_success: bool = False,
    seed: int | None = None,
    **options: Any,
) -> TaskEnvironment:
    """A task as a flat Gymnasium environment, such as for Stable-Baselines3; see `TaskEnvironment`.

    Args:
        task: A task, or the name of one, as for `make`.
        split: The split of the goals. Training goals by default; "heldout" is for measuring alone.
        stop_at_success: Whether success ends an episode.
        seed: The seed of the goals, where `task` is a name. Gymnasium's own seed, of `reset`, picks the goal.
        options: Those of `make`, where `task` is a name, such as `control="raw"`.

    Raises:
        UnknownNameError: There is no such task or split.
        OptionError: An option is not usable, or is given with a task that was made already.
        TaskError: The task does not say of itself what every task says.
    """
    if not isinstance(task, str):
        if options:
            raise OptionError(f"{min(options)}: the task was made already; give its options to make().")
        task = task_of(task, seed)
    else:
        task = make(task, seed=seed or 0, **options)
    from robotrace.adapters.environment import TaskEnvironment

    return TaskEnvironment(task, split=split, stop_at_success=stop_at_success)
