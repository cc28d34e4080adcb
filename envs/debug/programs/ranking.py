"""A table of players by the points of their rounds."""

import robotrace as rt


@rt.bundle(trainable=True)
def parse(text):
    """Rounds such as `ann:9,8 bob:7` as a mapping from name to scores."""
    return {part.split(":")[0]: [int(score) for score in part.split(":")[1].split(",")] for part in text.split()}


@rt.bundle(trainable=True)
def best(scores):
    """The highest scores, as many as count."""
    return sorted(scores, reverse=True)[:3]


@rt.bundle(trainable=True)
def bonus(scores):
    """Points for outstanding scores."""
    return sum(1 for score in scores if score >= 9)


@rt.bundle(trainable=True)
def penalty(scores):
    """Points lost by rounds without any score."""
    return 2 * sum(1 for score in scores if score == 0)


@rt.bundle(trainable=True)
def total(counted, extra, lost):
    """All of a player's points."""
    return sum(counted) + extra - lost


@rt.bundle(trainable=True)
def place(points, mine):
    """The place of somebody with these points; equals share the better one."""
    return 1 + sum(1 for other in points if other > mine)


def main(text):
    """A checksum of the table: points times place, over all."""
    points = []
    for scores in parse(text).values():
        points = [*points, total(best(scores), bonus(scores), penalty(scores))]
    checksum = 0
    for mine in points:
        checksum += mine * place(points, mine)
    return checksum
