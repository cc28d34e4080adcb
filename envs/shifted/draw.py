"""Shifts that a seed draws: two to four kinds of those that a task allows, and their sizes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from string import ascii_lowercase

import numpy as np

from robotrace.episodes.task import Task

from .actions import DeadZone, Delayed, Gain, Mirrored, Offset, Reversed, Rotated, Scaled
from .body import Body, power_of_two
from .fits import lacking
from .noise import Noise
from .physics import Friction, Mass
from .sensors import Biased, Renamed
from .shift import Shift

FEWEST, MOST = 2, 4
SMALLEST_SCALE, LARGEST_SCALE = 0.8, 1.25
LARGEST_OFFSET = 0.1  # along an axis

# The stream of RandomState is frozen for good: a seed means the same shifts on every machine and in every version.
Random = np.random.RandomState
Draw = Callable[[Random, Task, Body], Shift]


def draw(task: Task, seed: int, *, neutral: bool = False) -> tuple[Shift, ...]:
    """The shifts of a seed; which ones there may be depends on the task's actions, fields and simulator only.

    Where actions have a place in space, they are those of `DRAWS`, and will be; elsewhere those of `DIRECT`.

    Args:
        task: The task that is to be shifted.
        seed: The seed, from 0 to 2**32 - 1.
        neutral: Whether fields have neutral names whatever is drawn. Nothing else changes by it.
    """
    random, body = Random(seed), Body.of(task)
    draws = DRAWS if body.spatial else DIRECT
    possible = [kind for kind in draws if _allows(task, body, kind)]
    count = min(FEWEST + int(random.randint(MOST - FEWEST + 1)), len(possible))
    chosen = sorted(random.permutation(len(possible))[:count].tolist())
    shifts = tuple(draws[possible[index]](random, task, body) for index in chosen)
    if neutral and not any(isinstance(shift, Renamed) for shift in shifts):
        shifts += (_renamed(random, task, body),)
    return shifts


def largest_place(task: Task, body: Body) -> float:
    """How far from zero a policy may ask for a place, so that no shift that a seed draws puts one out of its reach.

    Depends on the task and not on its shifts, of which it must reveal nothing.
    """
    reach = body.reach(body.corners(task.action))
    away = LARGEST_OFFSET * math.sqrt(3) if body.spatial else 0.0
    return power_of_two((reach + away) / SMALLEST_SCALE)


def _allows(task: Task, body: Body, kind: type[Shift]) -> bool:
    if kind is Biased:
        return bool(_objects(task))
    return lacking(kind, task, body) is None


def _objects(task: Task) -> list[str]:
    return [field.name for field in task.fields if field.role == "object" and field.shape == (3,) and field.unit == "m"]


def _between(random: Random, low: float, high: float, step: float) -> float:
    """A multiple of `step`, so that a size reads well and no machine rounds it otherwise."""
    count = round((high - low) / step)
    return round(low + int(random.randint(count + 1)) * step, 6)


def _sign(random: Random) -> int:
    return 1 - 2 * int(random.randint(2))


def _rotated(random: Random, _task: Task, _body: Body) -> Shift:
    """Mostly about the vertical; now and then a tilt."""
    if int(random.randint(4)):
        return Rotated(_sign(random) * _between(random, 20, 120, 5))
    tilt = (1.0, 0.0, 0.0) if int(random.randint(2)) else (0.0, 1.0, 0.0)
    return Rotated(_sign(random) * _between(random, 10, 30, 5), axis=tilt)


def _offset(random: Random, _task: Task, _body: Body) -> Shift:
    x, y, z = (_sign(random) * _between(random, 0.03, LARGEST_OFFSET, 0.01) for _ in range(3))
    return Offset((x, y, z))


def _scaled(random: Random, _task: Task, _body: Body) -> Shift:
    smaller = int(random.randint(2))
    return Scaled(_between(random, *((SMALLEST_SCALE, 0.9) if smaller else (1.1, LARGEST_SCALE)), 0.05))


def _gain(random: Random, _task: Task, _body: Body) -> Shift:
    return Gain(_between(random, *((0.6, 0.8) if int(random.randint(2)) else (1.2, 1.4)), 0.05))


def _dead_zone(random: Random, task: Task, body: Body) -> Shift:
    low, high = (body.place(np.array(bound, dtype=np.float64)) for bound in (task.action.low, task.action.high))
    narrowest = float((high - low).min()) / 2
    part = _between(random, 0.02, 0.05, 0.01)
    return DeadZone(round(part * (narrowest if math.isfinite(narrowest) else 1.0), 6))


def _biased(random: Random, task: Task, _body: Body) -> Shift:
    objects = _objects(task)
    x, y, z = (_sign(random) * _between(random, 0.02, 0.05, 0.01) for _ in range(3))
    return Biased(objects[int(random.randint(len(objects)))], (x, y, z))


def _noise(random: Random, _task: Task, _body: Body) -> Shift:
    return Noise(_between(random, 0.02, 0.1, 0.01))


def _mass(random: Random, _task: Task, _body: Body) -> Shift:
    return Mass(_between(random, *((0.7, 0.9) if int(random.randint(2)) else (1.1, 1.4)), 0.05))


def _friction(random: Random, _task: Task, _body: Body) -> Shift:
    return Friction(_between(random, *((0.5, 0.8) if int(random.randint(2)) else (1.2, 1.6)), 0.05))


def _renamed(random: Random, task: Task, _body: Body) -> Shift:
    order = random.permutation(len(task.fields)).tolist()
    letters = (
        ascii_lowercase if len(order) <= len(ascii_lowercase) else [f"{number:03}" for number in range(len(order))]
    )
    return Renamed({field.name: f"sensor_{letters[at]}" for field, at in zip(task.fields, order, strict=True)})


DRAWS: Mapping[type[Shift], Draw] = {
    Rotated: _rotated,
    Mirrored: lambda random, _task, _body: Mirrored("xy"[int(random.randint(2))]),
    Scaled: _scaled,
    Offset: _offset,
    Reversed: lambda *_: Reversed(),
    Gain: _gain,
    DeadZone: _dead_zone,
    Delayed: lambda *_: Delayed(),
    Biased: _biased,
    Renamed: _renamed,
}
"""Where actions have a place in space; in the order in which shifts apply; biases come before new names."""
DIRECT: Mapping[type[Shift], Draw] = {
    Reversed: DRAWS[Reversed],
    Gain: _gain,
    DeadZone: _dead_zone,
    Delayed: DRAWS[Delayed],
    Biased: _biased,
    Noise: _noise,
    Mass: _mass,
    Friction: _friction,
    Renamed: _renamed,
}
"""Where actions are forces, torques, rates or choices."""
