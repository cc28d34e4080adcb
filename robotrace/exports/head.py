"""The lines at the top of an exported file: what it holds, how well it did, and how it is called."""

from __future__ import annotations

import json
import re
import sys
import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

from robotrace.episodes import Task
from robotrace.opto.available import mentioned
from robotrace.results import Run
from robotrace.text import one_line

WIDTH = 118
UNREAD = "An optimizer wrote this code. It runs with all that you may do: read it before you run it."


def head(parts: Iterable[str]) -> str:
    """Parts as comments, none of which can be anything else than a comment."""
    lines = (
        line
        for part in parts
        if part
        for line in textwrap.wrap(one_line(part, 2_000), WIDTH - 2, break_on_hyphens=False)
    )
    return "\n".join(f"# {line}" for line in lines)


def literal(text: str) -> str:
    """A text as Python writes it, in double quotes where that is as short."""
    return json.dumps(text) if text.isascii() and text.isprintable() else repr(text)


def keywords(options: Mapping[str, Any]) -> str:
    """Options as further arguments of a call."""
    return "".join(
        f", {name}={literal(value) if isinstance(value, str) else repr(value)}" for name, value in options.items()
    )


def about_run(run: Run) -> str:
    """Who trained it, and on what it was told."""
    by = [run.optimizer, f"{run.feedback} feedback" if run.feedback else "", str(run.config.get("model") or "")]
    return f"Trained by robotrace ({', '.join(filter(None, by))}; run {run.folder.name})."


def about_result(run: Run) -> str:
    """How many held-out goals it solves, and where."""
    rate = run.heldout
    if not rate.n:
        return "Held-out goals: not measured."
    return (
        f"Held-out goals, which training never saw: solved {rate.successes} of {rate.n}, {rate.rate:.2f} [{rate.low:.2f}, "
        f"{rate.high:.2f}] (Wilson's 95 % interval)."
    )


def about_setting(task: Task) -> str:
    """What the success rate holds for."""
    further = {name: value for name, value in task.options.items() if name not in ("control", "horizon")}
    options = "".join(f", {name} {value}" for name, value in further.items())
    return f"Task {task.name}: {task.control} control, horizon {task.horizon}{options}; goals of seed {task.seed}."


def about_needs(controller: str) -> str:
    """What has to be installed for a controller, by the imports in its text; it is not run, and not parsed."""
    imported = re.findall(r"^\s*(?:import|from)\s+(\w+)", controller, re.MULTILINE)
    others = sorted({name for name in imported if name not in (*sys.stdlib_module_names, "numpy")})
    return f"It needs numpy and {', '.join(others)}." if others else "It needs numpy alone."


def _fields(task: Task) -> str:
    return ", ".join(f"{field.name} {field.shape} in {field.unit}" for field in task.fields)


def about_call(task: Task, controller: str) -> tuple[str, ...]:
    """How the controller is called."""
    fields = "; ".join(f"in {one.name.split('/')[-1]}: {_fields(one)}" for one in getattr(task, "tasks", ()))
    fields = f"task, the task's name, and {fields}" if fields else _fields(task)
    action = ", ".join(
        f"{name} {low:g} to {high:g}"
        for name, low, high in zip(task.action.names, task.action.low, task.action.high, strict=True)
    )
    remembers = "memory" in mentioned(controller)
    return (
        "Call controller(observation) once an action."
        + (
            " Where it takes a memory, controller(observation, memory=memory): one dict, {} at the start of each episode."
            if remembers
            else ""
        ),
        f"The observation is a dict of numpy arrays: {fields}.",
        f"The action is [{', '.join(task.action.names)}], clipped to {action}. {task.action.description}",
    )
