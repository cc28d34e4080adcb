from __future__ import annotations
import robotrace as rt


LENGTHS = (5, 4, 3, 3, 2)


def _bits(number):
    return bin(number).count("1")


def _places(length, size, blocked):
    """Bit masks of all places for a ship of this length that avoid the blocked squares."""
    places = []
    for row in range(size):
        for column in range(size):
            for down, right in ((0, 1), (1, 0)):
                if row + down * (length - 1) >= size or column + right * (length - 1) >= size:
                    continue
                mask = 0
                for step in range(length):
                    mask |= 1 << ((row + down * step) * size + column + right * step)
                if not mask & blocked:
                    places.append(mask)
    return places


def _spread(flat, mask, weight):
    while mask:
        low = mask & -mask
        flat[low.bit_length() - 1] += weight
        mask ^= low


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
                if view[row][column] == "X":
                    hits |= 1 << (row * size + column)
                elif view[row][column] == ".":
                    misses |= 1 << (row * size + column)

        fits = {length: _places(length, size, misses) for length in set(LENGTHS)}

        # For each hit and each length: the places through it, and how strongly to propose them.
        through = {}
        rest = hits
        while rest:
            bit = rest & -rest
            rest ^= bit
            through[bit] = {
                length: [(mask, 8.0 ** (_bits(mask & hits) - 1)) for mask in masks if mask & bit]
                for length, masks in fits.items()
            }

        # Sample ways to cover all hits with disjoint ships (importance sampling).
        states = {}
        if not hits:
            states[(0, LENGTHS)] = 1.0
        else:
            seed = (hits * 31 + misses * 17 + 12345) % 2147483647
            good = 0
            for attempt in range(1500):
                taken, left, weight, todo = 0, list(LENGTHS), 1.0, hits
                first = True
                alive = True
                while todo:
                    bit = todo & -todo
                    options = [
                        (mask, force, length)
                        for length in left
                        for mask, force in through[bit][length]
                        if not mask & taken
                    ]
                    if not options:
                        alive = False
                        break
                    total = 0.0
                    for option in options:
                        total += option[1]
                    if first:
                        share = (0.5 + attempt * 0.6180339887498949) % 1.0
                        first = False
                    else:
                        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
                        share = seed / 2147483648.0
                    mark = share * total
                    pick = options[-1]
                    for option in options:
                        mark -= option[1]
                        if mark < 0:
                            pick = option
                            break
                    weight *= total / pick[1]
                    taken |= pick[0]
                    left.remove(pick[2])
                    todo &= ~pick[0]
                    if _bits(todo) > sum(left):
                        alive = False
                        break
                if alive:
                    key = (taken, tuple(left))
                    states[key] = states.get(key, 0.0) + weight
                    good += 1
                    if good >= 350:
                        break

        # Spread the ships that are not found yet over the places where they still fit.
        heat = {}
        whole = 0.0
        for (taken, left), weight in states.items():
            spots = {}
            for length in left:
                if length not in spots:
                    spots[length] = [mask for mask in fits[length] if not mask & taken]
                weight *= len(spots[length])
            if weight <= 0:
                continue
            whole += weight
            heat[taken] = heat.get(taken, 0.0) + weight
            for length in left:
                part = weight / len(spots[length])
                for mask in spots[length]:
                    heat[mask] = heat.get(mask, 0.0) + part

        flat = [0.0] * (size * size)
        if whole > 0:
            for mask, weight in heat.items():
                _spread(flat, mask, weight / whole)

        # Plain count of placements: decides ties, and stands in if no sample fitted.
        plain = [0.0] * (size * size)
        for length in LENGTHS:
            for mask in fits[length]:
                known = _bits(mask & hits)
                if known < length:
                    _spread(plain, mask, 8.0 ** known)
        top = max(plain) or 1.0
        scale = 1e-6 if whole > 0 else 1.0
        return [
            [
                flat[row * size + column] + scale * plain[row * size + column] / top
                if view[row][column] == "?" else 0.0
                for column in range(size)
            ]
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
