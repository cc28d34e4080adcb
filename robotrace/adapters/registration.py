"""A task under an id of Gymnasium's registry, so that `gymnasium.make` makes it."""

from __future__ import annotations

import re
from typing import Any

from robotrace.episodes import Task
from robotrace.episodes.registry import recipe_of, task_of
from robotrace.errors import OptionError
from robotrace.opto import Split

ENTRY_POINT = "robotrace.adapters.front:as_gymnasium"
OWN = ("task", "split", "stop_at_success", "seed")
"""Arguments of `as_gymnasium` itself; a task's option of such a name could not be handed on."""


def registered_id(task: Task) -> str:
    """The id that a task is registered under: its name and control, such as "robotrace/push-v3-macro-v0"."""
    name = re.sub(r"[^\w.]+", "-", f"{task.name.split('/')[-1]}-{task.control}").strip("-")
    return f"robotrace/{name}-v0"


def arguments_of(task: Task) -> dict[str, Any]:
    """What `as_gymnasium` is called with to make a task again.

    Raises:
        OptionError: The task was not made by `make`, or has an option that cannot be handed on.
    """
    recipe = recipe_of(task)
    if clash := sorted(set(recipe.options) & set(OWN)):
        raise OptionError(f"{task.name} has an option {clash[0]!r}, which is an argument of as_gymnasium: rename it.")
    return {"task": recipe.name, "seed": recipe.seed or 0, **recipe.options}


def register(
    task: Task | str,
    *,
    id: str | None = None,
    seed: int | None = None,
    split: Split = "train",
    stop_at_success: bool = False,
) -> str:
    """Register a task with Gymnasium; what `gymnasium.make(id)` makes is `as_gymnasium` of the same task.

    Args:
        task: A task that was made by `make`, or the name of one.
        id: The id; by default `registered_id(task)`.
        seed: The seed of the goals, where `task` is a name.
        split: The split of the goals; `gymnasium.make(id, split="heldout")` is the same on held-out goals.
        stop_at_success: Whether success ends an episode.

    Returns:
        The id.

    Raises:
        UnknownNameError: There is no such task.
        OptionError: The task cannot be made anew by its name, or the id is none.
    """
    import gymnasium

    task = task_of(task, seed)
    id = registered_id(task) if id is None else id
    kwargs = {**arguments_of(task), "split": split, "stop_at_success": stop_at_success}
    try:
        gymnasium.register(id=id, entry_point=ENTRY_POINT, kwargs=kwargs, max_episode_steps=task.horizon)
    except gymnasium.error.Error as error:
        raise OptionError(f"id: expected one such as {registered_id(task)!r}, found {id!r:.100} ({error}).") from error
    return id
