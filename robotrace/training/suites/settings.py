"""The options that every run of a suite gets: those of `robotrace train`, by the same names, and of which kind each is.

Whether code runs unprotected (`trust`) is none of them: a folder says nothing of that, its user does each time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from robotrace.episodes import COUNTED, LEVELS
from robotrace.errors import OptionError, UnknownNameError
from robotrace.optimizers import TUNED, takes
from robotrace.opto import METERS
from robotrace.text import one_line
from robotrace.training.schedule import SEARCHES

WHOLE, NUMBER, TEXT, FLAG, TABLE = (
    "a whole number",
    "a number",
    "a text",
    "true or false",
    "a table of names and values",
)
TASK: Mapping[str, str] = {
    "control": TEXT,
    "hold": WHOLE,
    "horizon": WHOLE,
    "success": TEXT,
    "goal": TEXT,
    "env_kwargs": TABLE,
    "step_seconds": NUMBER,
}
"""Options of the task; `env_kwargs` has those that are its own."""
TRAINING: Mapping[str, str] = {
    "policy": TEXT,
    "feedback": TEXT,
    "iterations": WHOLE,
    "goals": WHOLE,
    "batch": WHOLE,
    "retest": WHOLE,
    "stages": WHOLE,
    "heldout": WHOLE,
    "heldout_curve": FLAG,
    "search": TEXT,
    "retries": WHOLE,
}
"""Options of training."""
ASKING: Mapping[str, str] = {
    "model": TEXT,
    "view": TEXT,
    "memory": WHOLE,
    "reply": TEXT,
    "vision": FLAG,
    "samples": WHOLE,
    "temperature": NUMBER,
    "reasoning_effort": TEXT,
    "timeout": NUMBER,
    "tune_every": WHOLE,
    "option": TABLE,
}
"""Options of optimizers; each gets those that it has."""
CAPS: Mapping[str, str] = {f"max_{meter.name}": WHOLE if meter.kind is int else NUMBER for meter in METERS}
"""Caps on a run, by the names of their flags."""
KNOWN: Mapping[str, str] = {**TASK, **TRAINING, **ASKING, **CAPS}
CHOICES: Mapping[str, tuple[str, ...]] = {"feedback": tuple(LEVELS), "search": tuple(SEARCHES), "success": COUNTED}


def checked(settings: Mapping[str, Any], *, kind: str, known: Iterable[str] = ()) -> dict[str, Any]:
    """The settings that say something, in the order of their names.

    Args:
        settings: By name; None is not said.
        kind: What a name is of, in words, such as "key of mine.toml".
        known: Further names that there are in the same place, for the line that says what was meant.

    Raises:
        UnknownNameError: There is no such setting.
        OptionError: A value is of another kind.
    """
    for name, value in settings.items():
        if name not in KNOWN:
            raise UnknownNameError(kind, name, (*KNOWN, *known))
        if value is not None and not _is(value, KNOWN[name]):
            raise OptionError(f"{name}: expected {KNOWN[name]}, found {one_line(repr(value), 80)}.")
        if value is not None and name in CHOICES and value not in CHOICES[name]:
            raise UnknownNameError(name, value, CHOICES[name])
    return {name: settings[name] for name in sorted(settings) if settings[name] is not None}


def task_options(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the task."""
    named = {name: settings[name] for name in TASK if name in settings and name != "env_kwargs"}
    return {**settings.get("env_kwargs", {}), **named}


def caps(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The caps, by their meters."""
    return {name.removeprefix("max_"): settings[name] for name in CAPS if name in settings}


def optimizer_options(optimizer: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the settings that an optimizer has, its model among them.

    Args:
        optimizer: Its name, which is not "auto".
        settings: The suite's settings.
    """
    asked = {name: settings[name] for name in ASKING if name in settings and name not in ("option", "tune_every")}
    own = {name: value for name, value in asked.items() if takes(optimizer, name)}
    own |= {name: value for name, value in settings.get("option", {}).items() if takes(optimizer, name)}
    if "tune_every" in settings and optimizer != TUNED[1:]:
        own["tune_every"] = settings["tune_every"]
    return own


def check_taken(optimizers: Iterable[str], settings: Mapping[str, Any]) -> None:
    """Refuse an option that none of the optimizers has.

    Args:
        optimizers: Their names, none of which is "auto".
        settings: The suite's settings.

    Raises:
        OptionError: There is one.
    """
    names = list(dict.fromkeys(optimizers))
    taken = {option for name in names for option in optimizer_options(name, settings)}
    asked = [name for name in ASKING if name in settings and name != "option"]
    for option in (*asked, *settings.get("option", {})):
        if option not in taken:
            remedy = "leave it out, or add an optimizer that asks a model" if option == "model" else "leave it out"
            raise OptionError(f"{option}: expected an option of {' or '.join(names)}, which have none such: {remedy}.")


def _is(value: Any, kind: str) -> bool:
    if kind == FLAG:
        return isinstance(value, bool)
    if isinstance(value, bool):
        return False
    kinds: Mapping[str, Any] = {WHOLE: int, NUMBER: (int, float), TEXT: str, TABLE: Mapping}
    return isinstance(value, kinds[kind])
