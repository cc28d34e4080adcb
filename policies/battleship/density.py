"""Probability density: a square is worth the ways in which a ship can lie on it, more for each hit that the ship would explain."""


def reason(self, view):
    """Judge how promising each square is: all places of all ships that no miss rules out, times 20 for each hit in them."""
    size = len(view)
    promise = [[0.0] * size for _ in range(size)]
    for length in (5, 4, 3, 3, 2):
        for row in range(size):
            for column in range(size):
                for down, right in ((1, 0), (0, 1)):
                    squares = [(row + step * down, column + step * right) for step in range(length)]
                    if max(squares[-1]) >= size:
                        continue
                    signs = [view[one][other] for one, other in squares]
                    if "." in signs or "?" not in signs:
                        continue
                    for one, other in squares:
                        promise[one][other] += 20.0 ** signs.count("X")
    return promise


def act(self, promise, view):
    """Choose the most promising square that has not been shot at."""
    free = [(row, column) for row, known in enumerate(view) for column, sign in enumerate(known) if sign == "?"]
    return max(free, key=lambda square: promise[square[0]][square[1]])
