"""Shoots at any square that has not been shot at, each as likely as any other."""


def reason(self, view):
    """Judge how promising each square is: by chance, another one for each view."""
    import random

    chance = random.Random("".join(view))
    return [[chance.random() for _ in row] for row in view]


def act(self, promise, view):
    """Choose the most promising square that has not been shot at."""
    free = [(row, column) for row, known in enumerate(view) for column, sign in enumerate(known) if sign == "?"]
    return max(free, key=lambda square: promise[square[0]][square[1]])
