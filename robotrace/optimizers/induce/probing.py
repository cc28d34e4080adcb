"""A controller that tries a robot out, so that the trace shows what it does with what it is asked for."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np

from robotrace.optimizers.induce.dataset import Array, Key, Rows
from robotrace.optimizers.induce.heading import header_of

REACH = 0.05  # metres around the place that is wanted first: near enough for a hand to answer in proportion
ABOVE = 0.03  # metres: so far higher, where less is in the way
MARK = (
    "# A probe: it asks for places around one that is wanted, which differ with every millimetre that anything moves."
)


def is_probe(text: object) -> bool:
    """Whether a text is such a controller."""
    return isinstance(text, str) and MARK in text


def probe(rows: Rows, first: Sequence[Array]) -> str:
    """The source text that asks for places on all sides of one, in a sequence without a pattern.

    Args:
        rows: The rows of the function that is rewritten.
        first: The first hint of each episode, (3,); the probe stays around their middle.
    """
    place = np.median(rows.targets, axis=0)
    place[:3] = np.median(first, axis=0) + np.array([0.0, 0.0, ABOVE])
    x, y, z, *others = (f"{value:g}" for value in np.round(place, 3) + 0.0)
    seen = " + ".join(_code(key) for key, column in rows.fields.items() if column.shape[1:] == (3,))
    body = f"""
    {MARK}
    seen = {seen}
    aside = {REACH} * np.sin(700 * seen[[1, 2, 0]] + 400 * seen[[2, 0, 1]] + np.array([0.0, 2.0, 4.0]))
    return np.array([*(np.array([{x}, {y}, {z}]) + aside), {", ".join(others)}])
"""
    return "\n".join(["import numpy as np", "", "", *header_of(rows.variable), body.strip("\n"), ""])


def _code(key: Key) -> str:
    return f"np.asarray({key.argument if key.item is None else f'{key.argument}[{json.dumps(key.item)}]'})"
