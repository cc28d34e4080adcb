"""A controller's numbers as a Gymnasium environment's action."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import prod
from typing import Any

import gymnasium
import numpy as np
from gymnasium import spaces

from robotrace.episodes.array import Array
from robotrace.episodes.task import ActionSpec
from robotrace.errors import OptionError

from .documented import Documented

WHOLE = "action"
"""What the only component of an action is called, where nobody has named it."""


@dataclass(frozen=True, slots=True)
class Acted:
    """How actions are carried out.

    Attributes:
        spec: What a controller returns.
        made: Makes the environment's action from numbers within the bounds, (A,).
    """

    spec: ActionSpec
    made: Callable[[Array], Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A space without parts.

    Attributes:
        name: Of its components, "" for the only space there is.
        low: Their smallest values.
        high: Their largest values.
        whole: Whether they are whole numbers.
        made: Makes the space's value from them.
    """

    name: str
    low: tuple[float, ...]
    high: tuple[float, ...]
    whole: bool
    made: Callable[[Array], Any]


def acted(name: str, space: gymnasium.Space[Any], known: Documented | None) -> Acted:
    """How a controller's numbers become actions of an environment.

    Args:
        name: The environment, for the refusal.
        space: Of its actions.
        known: What is known of the environment.

    Raises:
        OptionError: The space holds what is no numbers, or nothing to choose between.
    """
    parts = tuple(_parts(name, "", space))
    low = tuple(value for part in parts for value in part.low)
    high = tuple(value for part in parts for value in part.high)
    if not low or any(a >= b for a, b in zip(low, high, strict=True)):
        raise OptionError(
            f"{name} leaves nothing to choose: expected actions that differ, found the space {space!r:.100}."
        )
    names, words = _words(parts, len(low), known)
    whole = [part.whole for part in parts for _ in part.low]
    choices = tuple(name for name, is_whole in zip(names, whole, strict=True) if is_whole)
    return Acted(ActionSpec(names, low, high, words, choices), _maker(space, parts))


def _words(parts: tuple[Part, ...], size: int, known: Documented | None) -> tuple[tuple[str, ...], str]:
    """The components' names, and what an action means."""
    whole = "each rounded to a whole number" if size > 1 else "rounded to a whole number"
    rounded = whole if all(part.whole for part in parts) else ""
    if known is not None and len(known.actions) == size:
        told = [f"{name}: {meaning}" for name, meaning in known.actions]
        return tuple(name for name, _ in known.actions), "; ".join(filter(None, [*told, rounded]))
    names = tuple(name for part in parts for name in _names(part))
    mixed = ", ".join(name for part in parts if part.whole for name in _names(part))
    return names, rounded or (f"numbers; {mixed} rounded to whole ones" if mixed else "numbers that nobody has named")


def _names(part: Part) -> list[str]:
    name = part.name or WHOLE
    return [name] if len(part.low) == 1 else [f"{name}_{i}" for i in range(len(part.low))]


def _parts(name: str, called: str, space: gymnasium.Space[Any]) -> Iterator[Part]:
    """The spaces that an action is put together of, in order."""
    if isinstance(space, spaces.Dict | spaces.Tuple):
        inner = (
            space.spaces
            if isinstance(space, spaces.Dict)
            else {f"{WHOLE}_{i}": it for i, it in enumerate(space.spaces)}
        )
        for key, part in inner.items():
            yield from _parts(name, f"{called}_{key}" if called else str(key), part)
        return
    yield _leaf(name, called, space)


def _leaf(name: str, called: str, space: gymnasium.Space[Any]) -> Part:
    match space:
        case spaces.Discrete():
            first = int(space.start)
            return Part(
                called, (float(first),), (float(first + space.n - 1),), True, lambda row: space.dtype.type(row[0])
            )
        case spaces.MultiDiscrete():
            low, high = space.start.ravel(), (space.start + space.nvec - 1).ravel()
        case spaces.MultiBinary():
            low, high = np.zeros(prod(space.shape)), np.ones(prod(space.shape))
        case spaces.Box():
            low, high = space.low.ravel(), space.high.ravel()
        case _:
            raise OptionError(
                f"{name} is acted on by a {type(space).__name__} space: expected Box, Discrete, MultiDiscrete, MultiBinary, "
                "Dict or Tuple. Wrap it in a gymnasium.ActionWrapper that takes numbers."
            )
    whole = not isinstance(space, spaces.Box) or space.dtype.kind in "iu"
    shape, dtype = space.shape, space.dtype
    return Part(called, _floats(low), _floats(high), whole, lambda row: row.astype(dtype).reshape(shape))


def _maker(space: gymnasium.Space[Any], parts: tuple[Part, ...]) -> Callable[[Array], Any]:
    if len(parts) == 1 and not isinstance(space, spaces.Dict | spaces.Tuple):
        (part,) = parts
        return (lambda row: part.made(np.rint(row))) if part.whole else part.made
    ends = np.cumsum([len(part.low) for part in parts]).tolist()
    cuts = list(zip([0, *ends], ends, parts, strict=False))

    def made(row: Array) -> Any:
        values = iter([part.made(np.rint(row[a:b]) if part.whole else row[a:b]) for a, b, part in cuts])
        return _filled(space, values)

    return made


def _filled(space: gymnasium.Space[Any], values: Iterator[Any]) -> Any:
    """The parts put together again, in the order that they were found in."""
    if isinstance(space, spaces.Dict):
        return {key: _filled(part, values) for key, part in space.spaces.items()}
    if isinstance(space, spaces.Tuple):
        return tuple(_filled(part, values) for part in space.spaces)
    return next(values)


def _floats(row: Any) -> tuple[float, ...]:
    """Bounds as they are; what float32 cannot hold is no bound."""
    return tuple(math.copysign(math.inf, value) if abs(value) > 1e30 else float(value) for value in row.tolist())
