"""What a test may ask: one number per row, with the code that computes it and the words for it.

Distances between named positions come first, then differences along one axis, then single numbers. Positions are
fields of shape (3,) and the waypoints found among the answers: where the answer is "10 cm above the puck", the distance
to that place matters.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from robotrace.optimizers.induce.dataset import Array
from robotrace.optimizers.induce.naming import the

AXES = "xyz"
PLANES = (((0, 1), "[:2]", "seen from above"), ((1, 2), "[1:]", "seen along x"), ((0, 2), "[[0, 2]]", "seen along y"))
STEP = 2e-4  # metres, or share of another number's range: differences below decide nothing
SAME = 1e-7  # columns that agree to this are one feature


@dataclass(frozen=True, slots=True)
class Words:
    """How to say that a number is above or below a threshold; "{}" stands for the threshold.

    Attributes:
        more: The words where the number exceeds the threshold.
        less: The words where the number does not exceed the threshold.
        more_negative: The words where the number exceeds a negative threshold, whose absolute value is written.
        less_negative: The words where the number does not exceed a negative threshold.
    """

    more: str
    less: str
    more_negative: str = ""
    less_negative: str = ""

    def say(self, threshold: float, *, above: bool, length: bool) -> str:
        """The sentence, without its full stop."""
        negative = threshold < 0 and bool(self.more_negative)
        template = (
            (self.more_negative if above else self.less_negative) if negative else self.more if above else self.less
        )
        if threshold == 0.0 and self.more_negative:
            return template.replace("more than {} ", "").replace("at most {} ", "not ")
        size = abs(threshold) if negative else threshold
        return template.format(metres(size) if length else f"{size:g}")


@dataclass(frozen=True, slots=True)
class Feature:
    """One number per row.

    Attributes:
        code: The expression, in terms of the names used.
        words: What a test of the feature means, in words.
        length: Whether the number is a length in metres.
        complexity: How much a reader has to take in; decides between features that separate about equally well.
    """

    code: str
    words: Words
    length: bool
    complexity: float


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """F features of n rows.

    Attributes:
        items: The F features.
        values: The value of each feature in each row, (F, n).
        steps: (F,) the smallest difference that a test may rest on.
    """

    items: tuple[Feature, ...]
    values: Array
    steps: Array


Column = tuple[Feature, Array]


def tabulate(positions: Mapping[str, Array], places: Mapping[str, Array], numbers: Mapping[str, Array]) -> Features:
    """All features, each column once: of features equal on every row the simplest stays.

    Args:
        positions: The named position fields, each (n, 3).
        places: The named waypoints, each (n, 3).
        numbers: Every other single number by its code, each (n,).
    """
    candidates = [
        *_between_positions(positions),
        *_to_places(positions, places),
        *_coordinates(positions),
        *((_number(code), values) for code, values in numbers.items()),
    ]
    candidates.sort(key=lambda candidate: candidate[0].complexity)
    seen: set[bytes] = set()
    items: list[Feature] = []
    columns: list[Array] = []
    for feature, values in candidates:
        mark = (np.rint(values / SAME) + 0.0).tobytes()
        if mark not in seen and np.ptp(values) > STEP:
            seen.add(mark)
            items.append(feature)
            columns.append(values)
    count = len(next(iter({**positions, **numbers}.values()), ()))
    table = np.array(columns) if columns else np.empty((0, count))
    steps = [STEP if item.length else STEP * float(np.ptp(column)) for item, column in zip(items, columns, strict=True)]
    return Features(tuple(items), table, np.array(steps))


def metres(length: float) -> str:
    """A length as people write it: 2 cm, 5 mm."""
    return f"{length * 100:.6g} cm" if abs(length) >= 0.01 else f"{length * 1000:.6g} mm"


def _between_positions(positions: Mapping[str, Array]) -> Iterator[Column]:
    for (a, here), (b, there) in itertools.combinations(positions.items(), 2):
        yield from _distances(a, b, (the(a), the(b)), here - there, extra=0.0)
        for axis, letter in enumerate(AXES):
            code = f"{a}[{axis}] - {b}[{axis}]"
            yield Feature(code, _beyond(the(a), the(b), letter), True, 1.2), here[:, axis] - there[:, axis]


def _to_places(positions: Mapping[str, Array], places: Mapping[str, Array]) -> Iterator[Column]:
    for (a, here), (b, there) in itertools.product(positions.items(), places.items()):
        yield from _distances(a, b, (the(a), b), here - there, extra=0.3)


def _distances(a: str, b: str, names: tuple[str, str], delta: Array, *, extra: float) -> Iterator[Column]:
    one, other = names
    words = Words(f"{one} is more than {{}} from {other}", f"{one} is within {{}} of {other}")
    yield Feature(f"np.linalg.norm({a} - {b})", words, True, 1.0 + extra), np.linalg.norm(delta, axis=1)
    for (axes, index, view), own in zip(PLANES, (0.8, 1.4, 1.4), strict=True):
        words = Words(f"{one} is more than {{}} from {other}, {view}", f"{one} is within {{}} of {other}, {view}")
        code = f"np.linalg.norm({a}{index} - {b}{index})"
        yield Feature(code, words, True, own + extra), np.linalg.norm(delta[:, axes], axis=1)
    for axis, letter in enumerate(AXES):
        way = "in height" if letter == "z" else f"along {letter}"
        words = Words(f"{one} is more than {{}} from {other} {way}", f"{one} is within {{}} of {other} {way}")
        yield Feature(f"abs({a}[{axis}] - {b}[{axis}])", words, True, 1.0 + extra), np.abs(delta[:, axis])


def _beyond(one: str, other: str, letter: str) -> Words:
    over, under = ("above", "below") if letter == "z" else ("beyond", "short of")
    along = "" if letter == "z" else f" along {letter}"
    return Words(
        f"{one} is more than {{}} {over} {other}{along}",
        f"{one} is at most {{}} {over} {other}{along}",
        f"{one} is at most {{}} {under} {other}{along}",
        f"{one} is more than {{}} {under} {other}{along}",
    )


def _coordinates(positions: Mapping[str, Array]) -> Iterator[Column]:
    for name, here in positions.items():
        for axis, letter in enumerate(AXES):
            if letter == "z":
                words = Words(f"{the(name)} is higher than {{}}", f"{the(name)} is no higher than {{}}")
            else:
                words = Words(f"{the(name)} is beyond {letter} = {{}}", f"{the(name)} is short of {letter} = {{}}")
            yield Feature(f"{name}[{axis}]", words, True, 1.4 if letter == "z" else 2.0), here[:, axis]


def _number(code: str) -> Feature:
    indexed = "[" in code
    name = code if indexed else the(code)
    return Feature(code, Words(f"{name} is above {{}}", f"{name} is at most {{}}"), False, 2.5 if indexed else 1.2)
