"""Hunt and target: by chance, until a ship is hit; then beside what was hit."""


def reason(self, view):
    """Judge how promising each square is: those beside a hit before all others."""
    import random

    chance = random.Random("".join(view))
    size = len(view)

    def is_hit(row, column):
        return 0 <= row < size and 0 <= column < size and view[row][column] == "X"

    def is_near(row, column):
        return any(is_hit(row + down, column + right) for down, right in ((1, 0), (-1, 0), (0, 1), (0, -1)))

    return [[is_near(row, column) + chance.random() for column in range(size)] for row in range(size)]


def act(self, promise, view):
    """Choose the most promising square that has not been shot at."""
    free = [(row, column) for row, known in enumerate(view) for column, sign in enumerate(known) if sign == "?"]
    return max(free, key=lambda square: promise[square[0]][square[1]])
