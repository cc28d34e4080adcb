from __future__ import annotations
import robotrace as rt


import random
from itertools import accumulate


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
        The promise of a square is its probability of holding a ship; for the few best
        squares it is 2 plus the hits expected from this shot and a greedy play after it.
        """
        size = len(view)
        cells = size * size
        lengths = (5, 4, 3, 3, 2)
        shots = 40
        node_limit, sample_count, keep = 25000, 1500, 300
        boards_wanted, attempts = 3000, 10000
        band, most_candidates, small = 0.85, 6, 50

        fast = hasattr(int, "bit_count")
        if fast:
            def ones(number):
                return number.bit_count()
        else:
            def ones(number):
                return bin(number).count("1")

        hits = misses = 0
        for row in range(size):
            for column in range(size):
                bit = 1 << (row * size + column)
                if view[row][column] == "X":
                    hits |= bit
                elif view[row][column] == ".":
                    misses |= bit

        free = [index for index in range(cells) if not (hits | misses) >> index & 1]
        shots_left = shots - (cells - len(free))

        # All placements of each length that touch no miss.
        places = {}
        for length in set(lengths):
            found = []
            for row in range(size):
                for column in range(size):
                    for down, right in ((0, 1), (1, 0)):
                        if row + down * (length - 1) >= size or column + right * (length - 1) >= size:
                            continue
                        mask = 0
                        for step in range(length):
                            mask |= 1 << ((row + down * step) * size + column + right * step)
                        if not mask & misses:
                            found.append(mask)
            places[length] = found
        clean = {length: [mask for mask in found if not mask & hits] for length, found in places.items()}

        # For each hit: the placements that cover it.
        cover = {}
        for index in range(cells):
            bit = 1 << index
            if hits & bit:
                cover[bit] = {length: [mask for mask in found if mask & bit] for length, found in places.items()}

        rng = random.Random(hits * 31 + misses)
        leaves = []  # (factor, squares of the ships that cover the hits, lengths still unseen)
        nodes = [0]

        def without(rest, length):
            after = list(rest)
            after.remove(length)
            return tuple(after)

        def walk(used, rest, factor):
            unexplained = hits & ~used
            if not unexplained:
                leaves.append((factor, used, rest))
                return True
            if ones(unexplained) > sum(rest):
                return True
            bit = unexplained & -unexplained
            for length in sorted(set(rest)):
                after = without(rest, length)
                number = rest.count(length)
                for mask in cover[bit][length]:
                    if mask & used:
                        continue
                    nodes[0] += 1
                    if nodes[0] > node_limit:
                        return False
                    if not walk(used | mask, after, factor * number):
                        return False
            return True

        sampled = not walk(0, lengths, 1.0)
        if sampled:
            # Too many explanations: draw some, with importance weights.
            leaves = []
            for _ in range(sample_count):
                used, rest, factor = 0, lengths, 1.0
                while True:
                    unexplained = hits & ~used
                    if not unexplained:
                        leaves.append((factor, used, rest))
                        break
                    if ones(unexplained) > sum(rest):
                        break
                    bit = unexplained & -unexplained
                    options, shares, numbers = [], [], []
                    for length in sorted(set(rest)):
                        number = rest.count(length)
                        for mask in cover[bit][length]:
                            if not mask & used:
                                options.append((mask, length))
                                numbers.append(number)
                                shares.append(number * ones(mask & hits) ** 2)
                    if not options:
                        break
                    chosen = rng.choices(range(len(options)), weights=shares)[0]
                    factor *= numbers[chosen] * sum(shares) / shares[chosen]
                    used |= options[chosen][0]
                    rest = without(rest, options[chosen][1])

        # A first weight for each explanation: how many places the unseen ships have, overlaps left out.
        weighted = []
        for factor, used, rest in leaves:
            weight = factor
            for length in rest:
                weight *= len(clean[length])
            if weight > 0:
                weighted.append((weight, used, rest))

        # Whole boards: an explanation by its weight, then each unseen ship anywhere; overlaps are rejected.
        boards = []
        if weighted:
            sums = list(accumulate(leaf[0] for leaf in weighted))
            for _, used, rest in rng.choices(weighted, cum_weights=sums, k=attempts):
                board = used
                for length in rest:
                    found = clean[length]
                    mask = found[int(rng.random() * len(found))]
                    if mask & board:
                        break
                    board |= mask
                else:
                    boards.append(board)
                    if len(boards) >= boards_wanted:
                        break

        if len(weighted) > keep:
            drawn = rng.choices(weighted, weights=[leaf[0] for leaf in weighted], k=keep)
            weighted = [(1.0, used, rest) for _, used, rest in drawn]

        # A smooth estimate: the places of the unseen ships beside each explanation.
        tally, total = {}, 0.0
        for weight, used, rest in weighted:
            open_places = {}
            for length in set(rest):
                open_places[length] = [mask for mask in clean[length] if not mask & used]
            for length in rest:
                weight *= len(open_places[length]) / len(clean[length])
            if weight <= 0:
                continue
            total += weight
            if used:
                tally[used] = tally.get(used, 0.0) + weight
            for length in rest:
                share = weight / len(open_places[length])
                for mask in open_places[length]:
                    tally[mask] = tally.get(mask, 0.0) + share

        def spread(masses, scale):
            flat = [0.0] * cells
            for mask, weight in masses.items():
                left = mask & ~hits
                while left:
                    bit = left & -left
                    flat[bit.bit_length() - 1] += weight * scale
                    left ^= bit
            return flat

        # A plain density, to break ties and as a fallback.
        rough = {}
        for length in lengths:
            for mask in places[length]:
                rough[mask] = rough.get(mask, 0.0) + 12.0 ** ones(mask & hits)
        plain = spread(rough, 1.0)
        top = max(plain) or 1.0
        if total > 0:
            smooth = spread(tally, 1.0 / total)
            blend = 0.03 if sampled else 0.0005
        else:
            smooth = [0.0] * cells
            blend = 1.0

        count = len(boards)
        promise = [0.0] * cells
        columns = {}
        if count >= 200:
            # For each free square, one long number: bit k says whether board k has a ship there.
            for index in free:
                bit = 1 << index
                columns[index] = int("".join(["1" if board & bit else "0" for board in boards]), 2)
        for index in free:
            if columns:
                promise[index] = 0.5 * ones(columns[index]) / count + 0.5 * smooth[index]
            else:
                promise[index] = smooth[index]
            promise[index] += blend * plain[index] / top
            promise[index] = min(promise[index], 1.0 + 0.001 * plain[index] / top)

        def play(group, number, squares, depth):
            """Hits, summed over the group's boards, of a greedy play of so many shots."""
            if depth <= 0 or number == 0:
                return 0
            counted = []
            for index in squares:
                struck = ones(group & columns[index])
                if struck:
                    counted.append((struck, index))
            if not counted:
                return 0
            if number <= small or depth == 1:
                counted.sort(reverse=True)
                return sum(struck for struck, _ in counted[:depth])
            struck, best_square = max(counted)
            rest = [index for _, index in counted if index != best_square]
            if struck == number:
                return struck + play(group, number, rest, depth - 1)
            inside = group & columns[best_square]
            return (
                struck
                + play(inside, struck, rest, depth - 1)
                + play(group ^ inside, number - struck, rest, depth - 1)
            )

        if columns and shots_left >= 2:
            order = sorted(free, key=lambda index: -promise[index])
            best = promise[order[0]]
            candidates = [index for index in order[:most_candidates] if promise[index] >= band * best]
            if len(candidates) > 1 and best < 0.97:
                horizon = min(shots_left - 1, 9 if fast else 3)
                everything = (1 << count) - 1
                for first in candidates:
                    others = [index for index in free if index != first]
                    inside = columns[first]
                    struck = ones(inside)
                    gain = play(inside, struck, others, horizon)
                    gain += play(everything ^ inside, count - struck, others, horizon)
                    promise[first] = 2.0 + promise[first] + gain / count

        return [[promise[row * size + column] for column in range(size)] for row in range(size)]

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
