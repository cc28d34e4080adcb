from __future__ import annotations
import robotrace as rt


import random

LENGTHS = (5, 4, 3, 3, 2)
BOOST = (1.0, 5.0, 25.0, 125.0, 625.0, 3125.0)
DRAWS = 250
WORK = 40000


def _placements(length, size):
    """All (mask, squares, prior weight) of a ship of this length."""
    found = []
    for row in range(size):
        for column in range(size):
            if column + length <= size:
                squares = tuple(row * size + column + k for k in range(length))
                found.append((sum(1 << s for s in squares), squares, 1.0))
            if row + length <= size:
                squares = tuple((row + k) * size + column for k in range(length))
                prior = 1.15 if column & 1 else 1.6
                found.append((sum(1 << s for s in squares), squares, prior))
    return found


PLACEMENTS = {length: _placements(length, 10) for length in (5, 4, 3, 2)}


def _count(mask):
    return bin(mask).count("1")


def _draw(rng, hits, covering):
    """Draw ships that cover all hits: (weight, squares taken, ships used, work)."""
    taken, used, left, room, weight, work = 0, 0, hits, sum(LENGTHS), 1.0, 0
    while left:
        options, total = [], 0.0
        listed = covering[left & -left]
        work += len(listed) + 1
        for ship, mask, prior in listed:
            if (used >> ship) & 1 or mask & taken:
                continue
            gain = _count(mask & left)
            if _count(left) - gain > room - LENGTHS[ship]:
                continue
            boost = BOOST[gain]
            total += boost * prior
            options.append((total, boost, ship, mask))
        if not options:
            return 0.0, 0, 0, work
        point = rng.random() * total
        picked = options[-1]
        for option in options:
            if point < option[0]:
                picked = option
                break
        _, boost, ship, mask = picked
        # drawn with odds boost * prior, wanted with odds prior
        weight *= total / boost
        taken |= mask
        used |= 1 << ship
        left &= ~mask
        room -= LENGTHS[ship]
    return weight, taken, used, work


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
        known = "".join(view)
        hits = misses = 0
        for square, sign in enumerate(known):
            if sign == "X":
                hits |= 1 << square
            elif sign == ".":
                misses |= 1 << square

        # Placements that fit the misses: without a hit (clean) and over each hit.
        cells = size * size
        base = [0.0] * cells
        covering = {1 << square: [] for square, sign in enumerate(known) if sign == "X"}
        clean, density, totals = {}, {}, {}
        for length, listed in PLACEMENTS.items():
            ships = [ship for ship, other in enumerate(LENGTHS) if other == length]
            free, heat, total = [], [0.0] * cells, 0.0
            for mask, squares, prior in listed:
                if mask & misses:
                    continue
                over = mask & hits
                if over:
                    worth = prior * len(ships) * 10.0 ** _count(over)
                    for square in squares:
                        base[square] += worth
                        if known[square] == "X":
                            for ship in ships:
                                covering[1 << square].append((ship, mask, prior))
                else:
                    free.append((mask, prior))
                    total += prior
                    for square in squares:
                        heat[square] += prior
            clean[length], density[length], totals[length] = free, heat, total
            for square in range(cells):
                base[square] += heat[square] * len(ships)

        # How probable are the ways to cover the hits, and which ships are still unmet?
        ways = {}
        if hits:
            rng = random.Random(known)
            work = 0
            for _ in range(DRAWS):
                weight, taken, used, spent = _draw(rng, hits, covering)
                work += spent
                if weight > 0.0:
                    ways[(taken, used)] = ways.get((taken, used), 0.0) + weight
                if work > WORK:
                    break
        else:
            ways[(0, 0)] = 1.0

        whole = 0.0
        unmet = [0.0] * len(LENGTHS)
        met = []
        for (taken, used), weight in ways.items():
            rooms = {}
            for ship, length in enumerate(LENGTHS):
                if (used >> ship) & 1:
                    continue
                if length not in rooms:
                    rooms[length] = sum([prior for mask, prior in clean[length] if not mask & taken]) if taken else totals[length]
                weight *= rooms[length]
            if weight <= 0.0:
                continue
            whole += weight
            met.append((taken, weight))
            for ship in range(len(LENGTHS)):
                if not (used >> ship) & 1:
                    unmet[ship] += weight

        highest = max(base) or 1.0
        values = [0.001 * value / highest for value in base]
        if whole > 0.0:
            for taken, weight in met:
                share = weight / whole
                rest = taken & ~hits
                while rest:
                    low = rest & -rest
                    values[low.bit_length() - 1] += share
                    rest ^= low
            for ship, length in enumerate(LENGTHS):
                if unmet[ship] > 0.0 and totals[length] > 0.0:
                    factor = unmet[ship] / whole / totals[length]
                    heat = density[length]
                    for square in range(cells):
                        values[square] += factor * heat[square]
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
