"""A linear controller over the named fields of a task, whose weights are searched: a start where nobody knows anything."""

from __future__ import annotations

import math
import re
from math import prod

from robotrace.episodes import ActionSpec, Task
from robotrace.opto import Program
from robotrace.training.resting import resting, words_of

MOST = 400
"""Weights that are searched; more are no start."""
_TEXT = '''"""A linear controller: each part of an action is a weighted sum of what is observed, and a constant.

The weights are of {fields}, and the last one of 1.
"""

import numpy as np

import robotrace as rt

FIELDS = ({names},)
{constants}


@rt.bundle(trainable=True)
def weighted(sensed, weights, middle):
    """Return a part of the action: its middle, and what each of the sensed numbers adds."""
    return middle + sum(weight * value for weight, value in zip(weights, sensed, strict=True))


def controller(observation):
    """Return {words}"""
    sensed = [*np.concatenate([np.ravel(observation[name]) for name in FIELDS]).tolist(), 1.0]
    return [{values}]
'''


def linear(task: Task) -> Program | None:
    """The controller, with zeros for weights: an action that does least; None where there are too many weights to search.

    Args:
        task: The task, whose fields and action decide.
    """
    numbers = sum(prod(field.shape) for field in task.fields) + 1
    if numbers * len(task.action.names) > MOST or any(field.role == "task" for field in task.fields):
        return None
    action, labels = task.action, _labels(task.action)
    rows = ", ".join(["0.0"] * numbers)
    constants = [
        f'{label} = rt.node(\n    ({rows}), trainable=True, name="{label}", bounds=({-reach:g}, {reach:g})\n)'
        for label, reach in zip(labels, map(_reach, action.low, action.high), strict=True)
    ]
    middles = map(resting, action.low, action.high)
    text = _TEXT.format(
        fields=", ".join(field.name for field in task.fields),
        names=", ".join(repr(field.name) for field in task.fields),
        constants="\n".join(constants),
        words=words_of(action),
        values=", ".join(f"weighted(sensed, {label}, {middle})" for label, middle in zip(labels, middles, strict=True)),
    )
    return Program.parse(text, origin="the starting controller")


def _labels(action: ActionSpec) -> list[str]:
    """A constant's name for each part of an action."""
    names = [re.sub(r"\W+", "_", name).strip("_").upper() for name in action.names]
    sound = len(set(names)) == len(names) and all(name.isidentifier() and name != "FIELDS" for name in names)
    return [f"{name}_WEIGHTS" if sound else f"WEIGHTS_{i}" for i, name in enumerate(names)]


def _reach(low: float, high: float) -> float:
    """How large a weight may become: three times what leads from the middle of an action's range to its end."""
    span = high - low
    return 1.5 * span if math.isfinite(span) else 3.0
