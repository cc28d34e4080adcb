"""Boards with a fleet, and what shots at them find."""

from __future__ import annotations

import random
from collections.abc import Iterable
from hashlib import sha256

SIZE = 10
"""Rows and columns of a board."""
FLEET = (5, 4, 3, 3, 2)
"""Lengths of the ships."""
SQUARES = sum(FLEET)
UNKNOWN, MISS, HIT = "?", ".", "X"


def fleet(seed: int, board: int) -> frozenset[tuple[int, int]]:
    """The squares of a board's ships, (row, column); ships may touch, and no two share a square.

    Boards are drawn with a digest: a player that seeds Python's own generator with a small number does not draw the same.
    """
    chance = random.Random(sha256(f"battleship {seed} {board}".encode()).digest())
    taken: set[tuple[int, int]] = set()
    for length in FLEET:
        while True:
            down = chance.random() < 0.5
            row = chance.randrange(SIZE - (length - 1) * down)
            column = chance.randrange(SIZE - (length - 1) * (not down))
            ship = {(row + step * down, column + step * (not down)) for step in range(length)}
            if not ship & taken:
                taken |= ship
                break
    return frozenset(taken)


def blank() -> list[str]:
    """What is known of a board before the first shot: a text a row."""
    return [UNKNOWN * SIZE] * SIZE


class Sea:
    """The boards of a seed, which no player sees.

    Args:
        seed: What they are drawn with.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def answer(self, board: int, row: int, column: int, view: Iterable[str]) -> list[str]:
        """What is known after one more shot: a text a row, "?" not shot at, "." a miss, "X" a hit.

        Args:
            board: The number of the board.
            row: From 0 at the top.
            column: From 0 on the left.
            view: What was known before.

        Raises:
            ValueError: There is no such square.
        """
        inside = all(isinstance(at, int) and not isinstance(at, bool) and 0 <= at < SIZE for at in (row, column))
        if not inside:
            raise ValueError(
                f"expected a square (row, column) of two whole numbers from 0 to {SIZE - 1}, found {row!r}, {column!r}"
            )
        rows = list(view)
        found = HIT if (row, column) in fleet(self._seed, board) else MISS
        rows[row] = rows[row][:column] + found + rows[row][column + 1 :]
        return rows


def known(view: Iterable[str], sign: str) -> set[tuple[int, int]]:
    """The squares that have a sign, (row, column)."""
    return {(row, column) for row, line in enumerate(view) for column, one in enumerate(line) if one == sign}
