"""A task or a problem, whole: what is to be done, what a controller is given, what it returns, and what it takes to write one."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from robotrace.show.console import grid_of
from robotrace.starters import policy_for
from robotrace.text import cut

if TYPE_CHECKING:
    from robotrace.episodes import Task
    from robotrace.opto import Problem

_MOST = 2_000  # characters of a variable's value


def task_page(task: Task, name: str) -> RenderableType:
    """A robot's task: instruction, fields, action, goals, feedback, and the smallest controller.

    Args:
        task: The task.
        name: As the user named it, for commands.
    """
    grid, quoted = grid_of(), shlex.quote(name)
    grid.add_row(
        "goals", ", ".join(f"{task.goals(split)} {words}" for split, words in _GOALS.items()) + f", seed {task.seed}"
    )
    grid.add_row("horizon", f"{task.horizon} actions, {task.control} control")
    grid.add_row("feedback", Text(", ".join(task.levels)))
    grid.add_row("camera", Text(getattr(getattr(task, "camera", None), "words", "none: it cannot be drawn")))
    if task.options:
        grid.add_row("options", Text(_options(task.options)))
    return Group(
        Text(task.name, style="bold"),
        Text(task.instruction),
        Text(),
        grid,
        Text("\nobservation", style="bold"),
        _fields(task),
        Text("\naction", style="bold"),
        Text(task.action.description),
        _action(task),
        Text("\nthe smallest controller", style="bold"),
        Text(policy_for(task), style="cyan", overflow="fold"),
        Text(f"robotrace new policy my_controller --task {quoted}   # writes it\nrobotrace train {quoted}"),
    )


def problem_page(problem: Problem, name: str) -> RenderableType:
    """A problem that is no robot's task: context, variables, cases.

    Args:
        problem: The problem.
        name: As the user named it, for commands.
    """
    parts: list[RenderableType] = [
        Text(problem.name, style="bold"),
        Text(problem.context),
        Text("\ncases", style="bold"),
    ]
    parts += [Text(", ".join(f"{len(problem.cases(split))} {words}" for split, words in _GOALS.items()))]
    for one in problem.variables:
        bound = f"; {one.constraint}" if one.constraint else ""
        parts += [Text(f"\n{one.name} ({one.kind}{bound})", style="bold")]
        parts += [Text(one.description)] if one.description else []
        value = cut(str(one.value), _MOST)
        parts += [Text(value, style="cyan") if one.kind == "code" else Text(f"starts as {value}")]
    return Group(*parts, Text(f"\nrobotrace train {shlex.quote(name)}"))


def task_json(task: Task) -> dict[str, Any]:
    """A task as one JSON object."""
    names = ("name", "shape", "unit", "description", "role")
    action = task.action
    return {
        "kind": "task",
        "name": task.name,
        "instruction": task.instruction,
        "fields": [{name: getattr(field, name) for name in names} for field in task.fields],
        "action": {"names": action.names, "low": action.low, "high": action.high, "description": action.description},
        "goals": {split: task.goals(split) for split in _GOALS},
        "levels": list(task.levels),
        "control": task.control,
        "horizon": task.horizon,
        "options": dict(task.options),
        "controller": policy_for(task),
    }


def problem_json(problem: Problem) -> dict[str, Any]:
    """A problem as one JSON object."""
    names = ("name", "kind", "value", "description", "constraint")
    return {
        "kind": "problem",
        "name": problem.name,
        "context": problem.context,
        "variables": [{name: getattr(one, name) for name in names} for one in problem.variables],
        "cases": {split: len(problem.cases(split)) for split in _GOALS},
    }


_GOALS: Mapping[Any, str] = {"train": "to train on", "heldout": "held out"}


def _options(options: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in options.items())


def _table(*names: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for name in names:
        table.add_column(name, overflow="fold")
    return table


def _fields(task: Task) -> Table:
    table = _table("field", "shape", "unit", "role", "what it holds")
    for one in task.fields:
        shape = str(one.shape) if one.shape else "scalar"
        table.add_row(*(Text(words) for words in (one.name, shape, one.unit, one.role, one.description)))
    return table


def _action(task: Task) -> Table:
    table, action = _table("component", "from", "to"), task.action
    for name, low, high in zip(action.names, action.low, action.high, strict=True):
        table.add_row(Text(name), f"{low:g}", f"{high:g}")
    return table
