"""Which rows are trained on, which judge what is better, and which are held out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from robotrace.errors import OptionError

VALIDATED = 20
"""Rows from which on some judge what is better, where nobody says how many."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The numbers of the rows of each part, in the order in which they are met.

    Attributes:
        train: The rows that an optimizer sees.
        validation: The rows that decide what is better, and that no optimizer sees; there may be none.
        heldout: The rows that are met once, at the end; there may be none.
    """

    train: tuple[int, ...]
    validation: tuple[int, ...]
    heldout: tuple[int, ...]

    @property
    def settings(self) -> Mapping[str, Any]:
        """How many there are of each, as a run keeps it."""
        return {"train": len(self.train), "validation": len(self.validation), "heldout": len(self.heldout)}


def parts(rows: int, split: Sequence[float] | Sequence[str] | None, seed: int) -> Parts:
    """Draw the parts; the same arguments draw the same.

    Args:
        rows: How many rows there are.
        split: (train, validation, held-out), as shares of at most 1 together or as numbers of rows; or for each row the name of its
            part, whose rows are then met in their order; None for a fifth held out and, from 20 rows on, a fifth for validation.
        seed: Of the order.

    Raises:
        OptionError: The split is not usable, or leaves nothing to train on.
    """
    if not isinstance(seed, int) or isinstance(seed, bool) or seed < 0:
        raise OptionError(f"seed: expected a whole number from 0 up, found {seed!r}.")
    if isinstance(split, Sequence) and not isinstance(split, str) and any(isinstance(part, str) for part in split):
        return _by_name(rows, split)
    fifth = rows // 5
    counts = (rows - fifth - (fifth if rows >= VALIDATED else 0), fifth if rows >= VALIDATED else 0, fifth)
    if split is not None:
        counts = _counts(rows, split)
    order = [int(number) for number in np.random.default_rng(seed).permutation(rows)]
    train, validation, heldout = counts
    return Parts(
        tuple(order[:train]),
        tuple(order[train : train + validation]),
        tuple(order[train + validation : train + validation + heldout]),
    )


def _by_name(rows: int, split: Sequence[Any]) -> Parts:
    names = [field.name for field in fields(Parts)]
    if len(split) != rows or not set(split) <= set(names):
        found = f"{len(split)} for {rows} rows" if len(split) != rows else repr((set(split) - set(names)).pop())
        raise OptionError(f"split: expected {', '.join(names)} as the name of each row's part, found {found:.80}.")
    if "train" not in split:
        raise OptionError("split: expected a row to train on, found none whose part is 'train'.")
    return Parts(*(tuple(number for number, part in enumerate(split) if part == name) for name in names))


def _counts(rows: int, split: Any) -> tuple[int, int, int]:
    expected = f"split: expected (train, validation, held-out) as shares or numbers of the {rows} rows, found {split!r}"
    if not isinstance(split, Sequence) or isinstance(split, str) or len(split) != 3:
        raise OptionError(f"{expected}.")
    if any(isinstance(part, bool) or not isinstance(part, int | float) or not 0 <= part < math.inf for part in split):
        raise OptionError(f"{expected}.")
    if all(isinstance(part, int) for part in split) and max(split) > 1:
        train, validation, heldout = split
    else:
        if sum(split) > 1 + 1e-9:
            raise OptionError(f"{expected}: more than all of them.")
        validation, heldout = round(rows * split[1]), round(rows * split[2])
        whole = sum(split) > 1 - 1e-9
        train = rows - validation - heldout if whole else min(round(rows * split[0]), rows - validation - heldout)
    if train + validation + heldout > rows:
        raise OptionError(f"{expected}: more than all of them.")
    if train < 1:
        raise OptionError(f"{expected}: no row is left to train on.")
    return train, validation, heldout
