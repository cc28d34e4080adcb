from __future__ import annotations
import robotrace as rt


LENGTHS = (5, 4, 3, 3, 2)
SHOTS = 40
DOWN = 1.4      # mild preference for ships that lie down a column
EVEN = 1.2      # and, of those, for even columns
FOLLOW = 0.1    # worth of a further square of the same ship


def _bits(number):
    return bin(number).count("1")


def _places(length, size, blocked):
    """(mask, prior weight) of all places for a ship of this length that avoid the blocked squares."""
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
                    prior = 1.0
                    if down:
                        prior = DOWN * (EVEN if column % 2 == 0 else 1.0)
                    places.append((mask, prior))
    return places


def _spread(flat, mask, weight):
    while mask:
        low = mask & -mask
        flat[low.bit_length() - 1] += weight
        mask ^= low


def _note(states, taken, left, weight, chosen):
    entry = states.setdefault((taken, tuple(left)), [0.0, {}])
    entry[0] += weight
    for mask in chosen:
        entry[1][mask] = entry[1].get(mask, 0.0) + weight


def _next_hit(order, todo):
    for bit in order:
        if todo & bit:
            return bit
    return 0


def _enumerate(hits, order, through):
    """All ways to cover the hits with disjoint ships, or None if there are too many."""
    states = {}
    nodes = leaves = 0
    stack = [(0, LENGTHS, 1.0, hits, ())]
    while stack:
        taken, left, weight, todo, chosen = stack.pop()
        if not todo:
            leaves += 1
            if leaves > 900:
                return None
            _note(states, taken, left, weight, chosen)
            continue
        nodes += 1
        if nodes > 2500:
            return None
        bit = _next_hit(order, todo)
        for length in set(left):
            rest = list(left)
            rest.remove(length)
            rest = tuple(rest)
            room = sum(rest)
            times = weight * left.count(length)
            for mask, force, prior in through[bit][length]:
                if mask & taken:
                    continue
                after = todo & ~mask
                if after and _bits(after) > room:
                    continue
                stack.append((taken | mask, rest, times * prior, after, chosen + (mask,)))
    return states


def _sample(hits, misses, order, through):
    """Weighted random ways to cover the hits with disjoint ships."""
    states = {}
    seed = (hits * 31 + misses * 17 + 12345) % 2147483647
    good = 0
    for attempt in range(2500):
        taken, left, weight, todo, chosen = 0, list(LENGTHS), 1.0, hits, []
        first = True
        alive = True
        while todo:
            bit = _next_hit(order, todo)
            options = [
                (mask, force, prior, length)
                for length in left
                for mask, force, prior in through[bit][length]
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
            weight *= pick[2] * total / pick[1]
            taken |= pick[0]
            chosen.append(pick[0])
            left.remove(pick[3])
            todo &= ~pick[0]
            if todo and _bits(todo) > sum(left):
                alive = False
                break
        if alive:
            _note(states, taken, left, weight, chosen)
            good += 1
            if good >= 500:
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
        remaining = SHOTS - _bits(hits) - _bits(misses)
        follow = FOLLOW * max(0.0, min(1.0, (remaining - 1) / 10.0))

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
                length: [
                    (mask, prior * 8.0 ** (_bits(mask & hits) - 1), prior)
                    for mask, prior in places if mask & bit
                ]
                for length, places in fits.items()
            }
        order.sort(key=lambda bit: sum(len(places) for places in through[bit].values()))

        # Ways to cover all hits: exact if there are few, else by importance sampling.
        states = _enumerate(hits, order, through)
        if states is None:
            states = _sample(hits, misses, order, through)

        # Spread the ships that are not found yet over the places where they still fit.
        heat = {}
        whole = 0.0
        for (taken, left), (weight, ships) in states.items():
            spots, sums = {}, {}
            factor = 1.0
            for length in left:
                if length not in spots:
                    spots[length] = [place for place in fits[length] if not place[0] & taken]
                    sums[length] = sum(place[1] for place in spots[length])
                factor *= sums[length]
            if factor <= 0 or weight <= 0:
                continue
            whole += weight * factor
            for mask, share in ships.items():
                heat[mask] = heat.get(mask, 0.0) + share * factor
            for length in left:
                part = weight * factor / sums[length]
                for mask, prior in spots[length]:
                    heat[mask] = heat.get(mask, 0.0) + part * prior

        flat = [0.0] * (size * size)
        if whole > 0:
            for mask, weight in heat.items():
                unhit = _bits(mask & ~hits)
                if unhit:
                    _spread(flat, mask, weight / whole * (1.0 + follow * (unhit - 1)))

        # Plain count of placements: decides ties, and stands in if no cover was found.
        plain = [0.0] * (size * size)
        for length in LENGTHS:
            for mask, prior in fits[length]:
                known = _bits(mask & hits)
                if known < length:
                    _spread(plain, mask, prior * 8.0 ** known)
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
