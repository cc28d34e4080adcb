"""Files to begin with: a controller, a task or a problem of one's own, each of which runs as it is."""

from __future__ import annotations

import math
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from robotrace.errors import OptionError
from robotrace.training.resting import resting

if TYPE_CHECKING:
    from robotrace.episodes import Task

KINDS = ("policy", "task", "problem")


def starter(kind: str, name: str) -> str:
    """The text of a file to begin with.

    Args:
        kind: One of `KINDS`; for a task that is named, see `policy_for`.
        name: What it is called: letters, digits and `_`, the first no digit.
    """
    words = "".join(part.capitalize() for part in name.split("_")) or name
    text = resources.files(__name__).joinpath(f"{kind}.py.txt").read_text(encoding="utf-8")
    return text.replace("{name}", name).replace("{class}", words)


def policy_for(task: Task) -> str:
    """A controller for a task, which names every field that it is given and stays where it is, or in the middle of each action.

    Where an action's bounds leave no middle, it is at 0 or at the end that there is.
    """
    hand = next((field.name for field in task.fields if field.role == "hand" and field.shape == (3,)), None)
    holds = hand is not None and task.control == "macro" and task.action.names[:3] == ("x", "y", "z")
    ends = zip(task.action.low, task.action.high, strict=True)
    middle = [f"{(low + high) / 2 if math.isfinite(high - low) else resting(low, high):g}" for low, high in ends]
    lines = [f'    {field.name} = observation["{field.name}"]  # {_form(field)}' for field in task.fields]
    held = [f"    x, y, z = {hand}", f"    return [{', '.join(['x', 'y', 'z', *middle[3:]])}]"]
    returned = held if holds else [f"    return [{', '.join(middle)}]"]
    words = f'    """Return [{", ".join(task.action.names)}]."""'
    head = [f'"""A controller for {task.name}."""', "", "import robotrace as rt", "", "", "@rt.bundle(trainable=True)"]
    return "\n".join([*head, "def controller(observation):", words, *lines, *returned]) + "\n"


def write(path: Path, text: str, *, option: str = "") -> None:
    """Write a new file.

    Args:
        path: The path of the file.
        text: What it is to hold.
        option: What gave the path, for error messages, such as "--out: ".

    Raises:
        OptionError: It exists already, or cannot be written.
    """
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise OptionError(f"{option}{str(path)!r} exists already: give another name, or remove it.") from None
    except OSError as error:
        raise OptionError(f"{option}{str(path)!r} cannot be written: {error.strerror}.") from error


def _form(field: object) -> str:
    shape, unit, about = (getattr(field, name) for name in ("shape", "unit", "description"))
    size = f"{shape} in {unit}" if shape else unit
    return f"{size}: {' '.join(about.split())}"
