"""Boards with a fleet, and what shots at them find."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
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


class Game:
    """One board, as far as it has been shot at.

    Args:
        ships: The squares of the ships.
        shots: How many shots there are.
    """

    def __init__(self, ships: frozenset[tuple[int, int]], shots: int) -> None:
        self.shots, self.view = shots, blank()
        self._ships = ships

    def shoot(self, row: int, column: int) -> None:
        """One shot, if there is one left; one at a square that had been shot at is wasted."""
        if not self.shots:
            return
        self.shots -= 1
        found = HIT if (row, column) in self._ships else MISS
        line = self.view[row]
        self.view = [*self.view[:row], line[:column] + found + line[column + 1 :], *self.view[row + 1 :]]


_GAME: ContextVar[Game] = ContextVar("game")


@contextmanager
def playing(game: Game) -> Iterator[None]:
    """The game that shots are meant for while a player's call lasts; each call is made in a context of its own."""
    token = _GAME.set(game)
    try:
        yield
    finally:
        _GAME.reset(token)


class Sea:
    """What a player's shots go to. It keeps the game: nothing that a player does but shooting counts, and each shot does."""

    def answer(self, row: int, column: int) -> list[str]:
        """What is known after one more shot: a text a row, "?" not shot at, "." a miss, "X" a hit; no change where none is left.

        Args:
            row: From 0 at the top.
            column: From 0 on the left.

        Raises:
            ValueError: There is no such square.
        """
        inside = all(isinstance(at, int) and not isinstance(at, bool) and 0 <= at < SIZE for at in (row, column))
        if not inside:
            raise ValueError(
                f"expected a square (row, column) of two whole numbers from 0 to {SIZE - 1}, found {row!r}, {column!r}"
            )
        game = _GAME.get()
        game.shoot(row, column)
        return list(game.view)


def known(view: Iterable[str], sign: str) -> set[tuple[int, int]]:
    """The squares that have a sign, (row, column)."""
    return {(row, column) for row, line in enumerate(view) for column, one in enumerate(line) if one == sign}
