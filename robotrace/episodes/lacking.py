"""Why a task lacks a feedback level, and what to do, where that is known of it."""

from __future__ import annotations

from robotrace.episodes.task import Task


def why_no_hints(task: Task) -> str:
    """A sentence with a space before it; "" where nothing is known but that there is no expert."""
    if not any(field.role == "reward" for field in task.fields):
        return ""
    return (
        " Its goal is hidden, and hints would tell where it is: choose an optimizer that needs none, such as tune or one that asks"
        ' a model, or goal="visible".'
    )
