"""A snake on a small board eats what lies there."""

import robotrace as rt


@rt.bundle(trainable=True)
def parse(text):
    """The moves: `U`, `D`, `L`, `R`."""
    return list(text)


@rt.bundle(trainable=True)
def ahead(head, move):
    """The square that a move leads to; the board has no edge."""
    row, column = head
    down, right = {"U": (-1, 0), "D": (1, 0), "L": (0, -1), "R": (0, 1)}[move]
    return ((row + down) % 6, (column + right) % 7)


@rt.bundle(trainable=True)
def eats(square, turn):
    """Whether food lies on a square; it grows at other places each turn."""
    row, column = square
    return (2 * row + 3 * column + turn) % 5 == 0


@rt.bundle(trainable=True)
def crawl(body, square, fed):
    """The squares of the snake after a move, its head first; food makes it longer."""
    return [square, *body] if fed else [square, *body[:-1]]


@rt.bundle(trainable=True)
def bites(body):
    """Whether it has bitten itself."""
    return body[0] in body[1:]


@rt.bundle(trainable=True)
def shed(body):
    """What is left after a bite: the half in front."""
    return body[: (len(body) + 1) // 2]


@rt.bundle(trainable=True)
def earn(body):
    """The points of a move."""
    return len(body) // 2


def main(text):
    """The points of the game."""
    body, score, turn = [(0, 0)], 0, 0
    for move in parse(text):
        square = ahead(body[0], move)
        body = crawl(body, square, eats(square, turn))
        if bites(body):
            body = shed(body)
        score += earn(body)
        turn += 1
    return score
