"""The options of the optimizer that trained a run, whichever robotrace wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

KEY = "optimizer_options"
SOURCE = "optimizer_from"
"""Settings of a run: its optimizer's options, and the file of a user's own optimizer."""

_FLAT = {
    **{name: name for name in ("view", "memory", "reply", "vision", "batch", "samples", "context")},
    **{name: name for name in ("temperature", "reasoning_effort")},
    "budget": "prompt_tokens",
}
_FLAT_TUNE = {"population": "population", "sigma": "sigma", "tune_seed": "seed"}
_FLAT_TURNS = {"tune_every": "tune_every", "tune_generations": "tune_generations"}
"""Before runs had `KEY`, the options stood flat among the other settings; these are their names then and now."""


def optimizer_options(optimizer: str, config: Mapping[str, Any]) -> dict[str, Any]:
    """By name, in JSON's types; those of an optimizer that takes turns with another hold the options of both.

    Args:
        optimizer: The name of the optimizer.
        config: The run's recorded settings.
    """
    if KEY in config:
        return dict(config[KEY] or {})
    if optimizer == "tune":
        return _renamed(config, _FLAT_TUNE)
    flat = _renamed(config, _FLAT)
    if optimizer.endswith("+tune"):
        return {**_renamed(config, _FLAT_TURNS), "optimizer": flat, "tune": _renamed(config, _FLAT_TUNE)}
    return flat


def other_settings(optimizer: str, config: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a run that are no option of its optimizer.

    Args:
        optimizer: The name of the optimizer.
        config: The run's recorded settings.
    """
    if KEY in config:
        names = {KEY}
    elif optimizer == "tune":
        names = {*_FLAT_TUNE}
    else:
        names = {*_FLAT, *(_FLAT_TUNE | _FLAT_TURNS if optimizer.endswith("+tune") else ())}
    return {name: value for name, value in config.items() if name not in names}


def _renamed(config: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {now: config[then] for then, now in names.items() if config.get(then) is not None}
