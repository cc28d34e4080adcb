"""How a task is shown: on one line, and in a notebook."""

from __future__ import annotations

from robotrace.episodes.task import Task
from robotrace.text import html_table, one_line


def task_line(task: Task) -> str:
    """A task on one line."""
    name, control = one_line(str(task.name), 80), one_line(str(task.control), 80)
    return f"<Task {name}, seed {task.seed}, {control} control, horizon {task.horizon}>"


def task_html(task: Task) -> str:
    """A task as a small table."""
    figures = {
        "task": task.name,
        "goals": f"{task.goals('train')} training, {task.goals('heldout')} held-out, seed {task.seed}",
        "control": f"{task.control}, horizon {task.horizon}",
        "observation": ", ".join(f"{field.name} {field.shape}" for field in task.fields),
        "action": f"[{', '.join(task.action.names)}]: {task.action.description}",
        "feedback": ", ".join(task.levels),
    }
    return html_table(figures)
