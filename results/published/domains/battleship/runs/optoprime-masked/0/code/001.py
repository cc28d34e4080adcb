from __future__ import annotations
import robotrace as rt


import random

LENGTHS = (5, 4, 3, 3, 2)
BOOST = 5.0


def _placements(length, size):
    found = []
    for row in range(size):
        for column in range(size):
            if column + length <= size:
                found.append(sum(1 << (row * size + column + k) for k in range(length)))
            if row + length <= size:
                found.append(sum(1 << ((row + k) * size + column) for k in range(length)))
    return found


def _count(mask):
    return bin(mask).count("1")


def _squares(mask):
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def _draw(rng, hits, clean, covering):
    """One random layout covering all hits, with its weight, or None."""
    taken, used, left, room = 0, 0, hits, sum(LENGTHS)
    weight, chosen = 1.0, []
    while left:
        low = left & -left
        options, odds, total = [], [], 0.0
        for ship, mask in covering[low]:
            if (used >> ship) & 1 or mask & taken:
                continue
            if _count(left & ~mask) > room - LENGTHS[ship]:
                continue
            odd = BOOST ** _count(mask & left)
            options.append((ship, mask))
            odds.append(odd)
            total += odd
        if not options:
            return None
        point, index = rng.random() * total, 0
        while index < len(odds) - 1 and point >= odds[index]:
            point -= odds[index]
            index += 1
        ship, mask = options[index]
        weight *= total / odds[index]
        taken |= mask
        used |= 1 << ship
        left &= ~mask
        room -= LENGTHS[ship]
        chosen.append(mask)
    for ship in range(len(LENGTHS)):
        if (used >> ship) & 1:
            continue
        fits = clean[ship]
        if not fits:
            return None
        mask = fits[int(rng.random() * len(fits))]
        if mask & taken:
            return None
        weight *= len(fits)
        taken |= mask
        chosen.append(mask)
    return weight, chosen


class Player:
    """Plays a board, a shot at a time.

    Args:
        sea: What answers shots.
        shots: How many there are.
        view: What is known at first.
    """

    def __init__(self, sea: Sea, shots: int, view: list[str]) -> None:
        self.sea, self.shots, self.view = sea, shots, view

    @rt.bundle(trainable=True)
    def reason(self, view: list[str]) -> list[list[float]]:
        """Judge how promising each square is: ten rows of ten numbers.

        view: ten texts of ten characters, "?" not shot at yet, "." a miss, "X" a hit.
        """
        size = len(view)
        hits = misses = 0
        for row in range(size):
            for column in range(size):
                bit = 1 << (row * size + column)
                if view[row][column] == "X":
                    hits |= bit
                elif view[row][column] == ".":
                    misses |= bit

        # Placements that fit the misses: those without a hit, and those over each hit.
        clean = [[] for _ in LENGTHS]
        covering = {1 << square: [] for square in _squares(hits)}
        base = [0.0] * (size * size)
        for ship, length in enumerate(LENGTHS):
            for mask in _placements(length, size):
                if mask & misses:
                    continue
                over = mask & hits
                if over:
                    for square in _squares(over):
                        covering[1 << square].append((ship, mask))
                else:
                    clean[ship].append(mask)
                worth = 10.0 ** _count(over)
                for square in _squares(mask & ~hits):
                    base[square] += worth

        # Random layouts that agree with all that is known, weighted to be fair.
        rng = random.Random("|".join(view))
        tally, total, accepted = {}, 0.0, 0
        for _ in range(4000):
            drawn = _draw(rng, hits, clean, covering)
            if drawn is None:
                continue
            weight, chosen = drawn
            total += weight
            for mask in chosen:
                tally[mask] = tally.get(mask, 0.0) + weight
            accepted += 1
            if accepted >= 1500:
                break

        highest = max(base) or 1.0
        values = [0.001 * value / highest for value in base]
        if total > 0.0:
            for mask, weight in tally.items():
                share = weight / total
                for square in _squares(mask):
                    values[square] += share
        return [
            [values[row * size + column] if view[row][column] == "?" else 0.0 for column in range(size)]
            for row in range(size)
        ]

    @rt.bundle(trainable=True)
    def act(self, promise: list[list[float]], view: list[str]) -> tuple[int, int]:
        """Choose the square to shoot at, (row, column) from 0; a second shot at a square is wasted."""
        free = [(row, column) for row, known in enumerate(view) for column, sign in enumerate(known) if sign == "?"]
        return max(free, key=lambda square: promise[square[0]][square[1]])

    def __call__(self, board: int) -> list[str]:  # noqa: ARG002 - the sea knows which board it is
        """Shoot at a board; what is known in the end."""
        view = self.view
        for _ in range(self.shots):
            row, column = self.act(self.reason(view), view)
            view = self.sea.answer(row, column)
        return view


controller = Player.__new__(Player)
controller.sea = controller_sea
controller.shots = 40
controller.view = ['??????????', '??????????', '??????????', '??????????', '??????????', '??????????', '??????????', '??????????', '??????????', '??????????']
