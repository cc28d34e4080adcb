"""The controller that training begins with, where nobody gives one."""

from __future__ import annotations

import math
from pathlib import Path

from robotrace.episodes import ActionSpec, Programs, Task, program_of
from robotrace.errors import OptionError
from robotrace.opto import Program
from robotrace.results import RunFolder
from robotrace.text import one_line

_GRIP = "grip"
_BLANK = ("x", "y", "z", _GRIP)
_TEXT = '''"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: {words}"""
    return [{values}]
'''
_PROBE = '''"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: {words}"""
    t = memory.get("t", 0)
    memory["t"] = t + 1
    rest = [{rest}]
    little = [{little}]
    action = list(rest)
    stage = t // {held}  # 0: all at rest, then two stages for each part of the action, then at rest again
    if 1 <= stage <= {stages}:
        part = (stage - 1) // 2
        action[part] += little[part] if stage % 2 else -little[part]
    return action
'''
_PART = 8  # of the range of a component: how little the probe moves it
_LITTLE = 0.1  # where it has no finite range


def trainable(given: Programs) -> Program:
    """The program of what a user gives, which has something to train.

    Raises:
        OptionError: It has not; where it is a run's result, the line says what to give instead.
    """
    program = program_of(given)
    if not program.variables and isinstance(given, str | Path):
        folder = RunFolder(Path(str(given).partition(".py:")[0]).parent)
        if folder.exists:
            raise OptionError(
                f"{given} is a run's result, whose trainable parts are no longer marked: to train it on, give the run, "
                f"{folder.path}."
            )
    return program


def starting_controller(task: Task, *, probes: bool = False) -> Program | str:
    """The bundled `blank` where an action is what that returns; else one that returns zeros, or what is nearest within bounds.

    Args:
        task: The task, whose action decides.
        probes: Whether to start from a probe where the robot is not calibrated, which is where the task has `nominal`: each
            component of an action goes a little up, a little down and back, so that the first trace shows gains, zeros, dead
            bands, delays and mirrored axes. It serves an optimizer that reads, such as a language model.
    """
    nominal: ActionSpec | None = getattr(task, "nominal", None)
    if probes and nominal is not None:
        return _probe(nominal, task.horizon)
    action = task.action
    if tuple(action.names) == _BLANK:
        return "blank"
    values = ", ".join(repr(_resting(low, high)) for low, high in zip(action.low, action.high, strict=True))
    return Program.parse(_TEXT.format(words=_words(action), values=values), origin="the starting controller")


def _probe(action: ActionSpec, horizon: int) -> Program:
    """Within the horizon, each stage as long as every other; the rest of it stands still."""
    bounds = list(zip(action.names, action.low, action.high, strict=True))
    rest = [0.0 if name == _GRIP else _middle(low, high) for name, low, high in bounds]
    little = [_largest(low, high) if name == _GRIP else _little(low, high) for name, low, high in bounds]
    stages = 2 * len(bounds)
    text = _PROBE.format(
        words=_words(action),
        rest=", ".join(map(repr, rest)),
        little=", ".join(map(repr, little)),
        held=max(1, horizon // (stages + 2)),
        stages=stages,
    )
    return Program.parse(text, origin="the starting controller")


def _words(action: ActionSpec) -> str:
    named = f"[{', '.join(action.names)}]; {action.description}".replace("\\", "/").replace('"', "'")
    return one_line(named, 500)


def _middle(low: float, high: float) -> float:
    return round((low + high) / 2, 3) if math.isfinite(high - low) else _resting(low, high)


def _little(low: float, high: float) -> float:
    return round((high - low) / _PART, 3) if math.isfinite(high - low) else _LITTLE


def _largest(low: float, high: float) -> float:
    """A gripper that is told a little may do nothing at all."""
    return min(-low, high)


def _resting(low: float, high: float) -> float:
    """Zero where the bounds allow it, else their middle, else the one that is finite."""
    if low <= 0.0 <= high:
        return 0.0
    if math.isfinite(low) and math.isfinite(high):
        return float((low + high) / 2)
    return float(low if math.isfinite(low) else high)
