"""Ten-pin bowling: the score of a game."""

import robotrace as rt


@rt.bundle(trainable=True)
def parse(text):
    """The pins of each ball."""
    return [int(part) for part in text.split()]


@rt.bundle(trainable=True)
def is_strike(balls, at):
    """Whether all pins fell at once."""
    return balls[at] == 10


@rt.bundle(trainable=True)
def is_spare(balls, at):
    """Whether all pins fell with two balls."""
    return sum(at[at : at + 2]) == 10


@rt.bundle(trainable=True)
def frame(balls, at, strike, spare):
    """The points of the frame that begins with a ball."""
    return sum(balls[at : at + 3]) if strike else sum(balls[at : at + 2])


@rt.bundle(trainable=True)
def beyond(at, strike):
    """The ball that the next frame begins with."""
    return at + 1 if strike else at + 2


@rt.bundle(trainable=True)
def streak(length, strike):
    """The club's own rule: the strikes in a row, up to which count."""
    return min(length + 1, 4) if strike else 0


def main(text):
    """The score, with the club's extra points for strikes in a row."""
    balls = parse(text)
    at, score, length = 0, 0, 0
    for _ in range(10):
        strike = is_strike(balls, at)
        score += frame(balls, at, strike, is_spare(balls, at))
        length = streak(length, strike)
        score += length
        at = beyond(at, strike)
    return score


controller = main
