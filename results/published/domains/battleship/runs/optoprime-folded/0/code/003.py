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


def _next_hit(order, todo):
    for bit in order:
        if todo & bit:
            return bit
    return 0


def _enumerate(hits, order, through):
    """All ways to cover the hits with disjoint ships, or None if there are too many."""
    states = {}
    nodes = leaves = 0
    stack = [(0, LENGTHS, 1.0, hits)]
    while stack:
        taken, left, weight, todo = stack.pop()
        if not todo:
            leaves += 1
            if leaves > 1200:
                return None
            key = (taken, left)
            states[key] = states.get(key, 0.0) + weight
            continue
        nodes += 1
        if nodes > 4000:
            return None
        bit = _next_hit(order, todo)
        for length in set(left):
            rest = list(left)
            rest.remove(length)
            rest = tuple(rest)
            room = sum(rest)
            times = weight * left.count(length)
            for mask, force in through[bit][length]:
                if mask & taken:
                    continue
                after = todo & ~mask
                if after and _bits(after) > room:
                    continue
                stack.append((taken | mask, rest, times, after))
    return states


def _sample(hits, misses, order, through):
    """Weighted random ways to cover the hits with disjoint ships."""
    states = {}
    seed = (hits * 31 + misses * 17 + 12345) % 2147483647
    good = 0
    for attempt in range(3000):
        taken, left, weight, todo = 0, list(LENGTHS), 1.0, hits
        first = True
        alive = True
        while todo:
            bit = _next_hit(order, todo)
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
            if todo and _bits(todo) > sum(left):
                alive = False
                break
        if alive:
            key = (taken, tuple(left))
            states[key] = states.get(key, 0.0) + weight
            good += 1
            if good >= 600:
                break
    return states


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
        order = []
        rest = hits
        while rest:
            bit = rest & -rest
            rest ^= bit
            order.append(bit)
            through[bit] = {
                length: [(mask, 8.0 ** (_bits(mask & hits) - 1)) for mask in masks if mask & bit]
                for length, masks in fits.items()
            }
        order.sort(key=lambda bit: sum(len(masks) for masks in through[bit].values()))

        # Ways to cover all hits: exact if there are few, else by importance sampling.
        states = _enumerate(hits, order, through)
        if states is None:
            states = _sample(hits, misses, order, through)

        # The places that are left for the ships not found yet.
        rows = []
        work = 0
        for (taken, left), weight in states.items():
            spots = {}
            for length in left:
                if length not in spots:
                    spots[length] = [mask for mask in fits[length] if not mask & taken]
            if any(not masks for masks in spots.values()):
                continue
            rows.append((taken, left, weight, spots))
            if len(left) > 1:
                count = sum(len(masks) for masks in spots.values())
                work += count * count
        careful = work <= 600000

        heat = {}
        whole = 0.0
        for taken, left, weight, spots in rows:
            # Share of each place that the other unfound ships leave free.
            free = {}
            for length in spots:
                masks = spots[length]
                shares = [1.0] * len(masks)
                if careful and len(left) > 1:
                    others = list(left)
                    others.remove(length)
                    for other in set(others):
                        against = spots[other]
                        power = others.count(other)
                        for index, mask in enumerate(masks):
                            clash = 0
                            for place in against:
                                if place & mask:
                                    clash += 1
                            shares[index] *= (1.0 - clash / len(against)) ** power
                free[length] = shares
            value = weight
            for length in left:
                value *= len(spots[length])
            if careful and len(left) > 1:
                # Each pair of ships is seen from both of its ships, hence the root.
                for length in left:
                    value *= (sum(free[length]) / len(free[length])) ** 0.5
            if value <= 0:
                continue
            whole += value
            heat[taken] = heat.get(taken, 0.0) + value
            for length in left:
                part = value / sum(free[length])
                for mask, share in zip(spots[length], free[length]):
                    heat[mask] = heat.get(mask, 0.0) + part * share

        flat = [0.0] * (size * size)
        if whole > 0:
            for mask, weight in heat.items():
                _spread(flat, mask, weight / whole)

        # Plain count of placements: decides ties, and stands in if no cover was found.
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
