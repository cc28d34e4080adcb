"""A Gymnasium environment's observations as named fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from math import prod
from typing import Any

import gymnasium
import numpy as np
from gymnasium import spaces

from robotrace.episodes.array import Array
from robotrace.episodes.task import Field
from robotrace.errors import OptionError

from . import car_racing
from .documented import Documented

WHOLE = "observation"
"""What the only space of an environment is called."""
MOST_APART = 64
"""Numbers of a vector that are fields of their own; a longer one is one field."""
PICTURE = 1024
"""Whole numbers in rows and columns that are a picture's, and no longer a board's."""

Shape = tuple[int, ...]
Path = tuple[str | int, ...]
Part = tuple[Field, Path, Callable[[Any], Array]]
"""A field, where its numbers stand in an observation, and how they are read."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How fields are read from an observation.

    Attributes:
        fields: What is observed, in order.
        read: Gives the fields by name, as copies.
    """

    fields: tuple[Field, ...]
    read: Callable[[Any], dict[str, Array]]


class ShapeError(ValueError):
    """What is observed has another shape than its space.

    Args:
        name: Of that part of the observation.
        expected: The space's shape.
        found: Its own.
    """

    def __init__(self, name: str, expected: Shape, found: Shape) -> None:
        super().__init__(f"{name}: expected the shape {expected}, found {found}")
        self.name, self.expected, self.found = name, expected, found


def seen(name: str, space: gymnasium.Space[Any], known: Documented | None) -> Seen:
    """How fields are read from an environment's observations.

    Args:
        name: The environment, for the refusal.
        space: Of its observations.
        known: What is known of the environment.

    Raises:
        OptionError: The space holds pictures, or what is no numbers.
    """
    if isinstance(space, spaces.Box) and len(space.shape) == 1:
        fields = known.observed(prod(space.shape)) if known else ()
        return _split(fields or _components(space))
    if name == car_racing.ID and known and known.fields:
        return _split(known.fields, car_racing.numbers)
    parts = tuple(part for whole in _parts(name, (), space) for part in _split_up(whole, known))
    if not parts:
        raise OptionError(f"{name} observes nothing: expected numbers, found the space {space!r:.100}.")
    return Seen(
        tuple(part for part, _, _ in parts),
        lambda given: {part.name: encode(_at(given, path)) for part, path, encode in parts},
    )


def _split_up(part: Part, known: Documented | None) -> Iterator[Part]:
    """A part of an observation, or the fields that are known to be in it."""
    whole, path, _ = part
    named = known.inside.get(whole.name) if known else None
    sizes = [prod(field.shape) for field in named.fields] if named else []
    if named is None or sum(sizes) != prod(whole.shape):
        yield part
        return
    across = prod(whole.shape) // whole.shape[named.axis] if whole.shape else 1
    start = 0
    for field, size in zip(named.fields, sizes, strict=True):
        stop = start + size // across
        yield field, path, _cut(whole.shape, named.axis, start, stop, field.shape)
        start = stop


def _cut(whole: Shape, axis: int, start: int, stop: int, shape: Shape) -> Callable[[Any], Array]:
    """Reads some of the numbers that stand side by side along an axis."""

    def read(value: Any) -> Array:
        numbers = _numbers(value, whole)
        cut: Array = np.moveaxis(numbers, axis, 0)[start:stop] if whole else numbers
        return cut.reshape(shape)

    return read


def _as_it_is(given: Any) -> Any:
    return given


def _split(fields: tuple[Field, ...], made: Callable[[Any], Any] = _as_it_is) -> Seen:
    """Fields that stand one after the other in a vector, or in one that is made of what is observed."""
    sizes = [prod(field.shape) for field in fields]
    starts = np.cumsum([0, *sizes]).tolist()
    placed = zip(fields, starts, sizes, strict=False)
    places = [(field.name, _place(field, start, size), field.shape) for field, start, size in placed]

    def read(given: Any) -> dict[str, Array]:
        row = _numbers(made(given), (starts[-1],))
        return {name: row[at] if len(shape) < 2 else row[at].reshape(shape) for name, at, shape in places}

    return Seen(fields, read)


def _place(field: Field, start: int, size: int) -> Any:
    """What of a vector a field is; of a number too an array, without a shape."""
    return slice(start, start + size) if field.shape else (start, ...)


def _components(space: spaces.Box) -> tuple[Field, ...]:
    """A field a number, or one for all of them where there are many."""
    low, high = space.low.tolist(), space.high.tolist()
    if len(low) > MOST_APART:
        return (Field(WHOLE, tuple(space.shape), "1", f"What is observed: {len(low)} numbers that nobody has named."),)
    return tuple(
        Field(f"{WHOLE}_{i}", (), "1", f"Number {i} of the observation, from {low[i]:g} to {high[i]:g}.")
        for i in range(len(low))
    )


def _parts(name: str, path: Path, space: gymnasium.Space[Any]) -> Iterator[Part]:
    """The fields of a space, where each stands in an observation, and how it is made one of numbers."""
    inner: Mapping[Any, gymnasium.Space[Any]]
    if isinstance(space, spaces.Dict):
        inner = space.spaces
    elif isinstance(space, spaces.Tuple):
        inner = dict(enumerate(space.spaces))
    else:
        yield _leaf(name, path, space)
        return
    for key, part in inner.items():
        yield from _parts(name, (*path, key), part)


def _leaf(name: str, path: Path, space: gymnasium.Space[Any]) -> Part:
    parts = path if path and isinstance(path[0], str) else (WHOLE, *path)
    called = re.sub(r"\W", "_", "_".join(map(str, parts)))
    shape, words = told(space)
    if _is_picture(space):
        raise OptionError(
            f"{name} observes pictures ({called}, {' x '.join(map(str, space.shape or ()))}), which no controller here is given: "
            "wrap it in a gymnasium.ObservationWrapper that makes numbers of them, register that, and name it as module:Id-v0."
        )
    if shape is None:
        raise OptionError(
            f"{name} observes {called}, a {type(space).__name__} space: expected Box, Discrete, MultiDiscrete, MultiBinary, "
            "Dict or Tuple. Wrap it in a gymnasium.ObservationWrapper that makes numbers of it."
        )
    return Field(called, shape, "1", f"{words}."), path, partial(_numbers, shape=shape, name=called)


def told(space: gymnasium.Space[Any]) -> tuple[Shape | None, str]:
    """The shape and the meaning of a space without parts; no shape where it holds no numbers."""
    match space:
        case spaces.Discrete():
            return (), f"A whole number from {space.start} to {space.start + space.n - 1}"
        case spaces.MultiDiscrete():
            return (
                space.shape,
                f"Whole numbers from {space.start.tolist()} to {(space.start + space.nvec - 1).tolist()}",
            )
        case spaces.MultiBinary():
            return space.shape, "Zeros and ones"
        case spaces.Box():
            return space.shape, f"Numbers from {space.low.min():g} to {space.high.max():g}"
    return None, ""


def _is_picture(space: gymnasium.Space[Any]) -> bool:
    return (
        isinstance(space, spaces.Box)
        and space.dtype == np.uint8
        and len(space.shape) >= 2
        and prod(space.shape) > PICTURE
    )


def _numbers(value: Any, shape: Shape, name: str = WHOLE) -> Array:
    """What is observed, as a copy.

    Raises:
        ShapeError: It has another shape than its space.
        TypeError: It is None, which numpy takes for a number.
    """
    if value is None:
        raise TypeError(f"{name} is None")
    numbers = np.array(value, dtype=np.float64)
    if numbers.shape != shape:
        raise ShapeError(name, shape, numbers.shape)
    return numbers


def _at(given: Any, path: Path) -> Any:
    for key in path:
        given = given[key]
    return given
