"""A league's table after some matches."""

import robotrace as rt


@rt.bundle(trainable=True)
def parse(text):
    """Matches such as `A2-1B` as (home, goals, goals, away)."""
    return [(part[0], int(part[1]), int(part[3]), part[4]) for part in text.split()]


@rt.bundle(trainable=True)
def points(mine, theirs):
    """The points for a match."""
    return 3 if mine > theirs else 1 if mine == theirs else 0


@rt.bundle(trainable=True)
def extra(mine, theirs):
    """An extra point for what spectators like."""
    return 1 if mine >= 4 or mine + theirs >= 6 else 0


@rt.bundle(trainable=True)
def added(table, team, won, difference):
    """The table with a match more: points and the difference of goals, by team."""
    before = table.get(team, (0, 0))
    return {**table, team: (before[0] + won, before[1] + difference)}


@rt.bundle(trainable=True)
def order(table):
    """The teams, the best first: by points, then goals, then name."""
    return sorted(table, key=lambda team: (-table[team][0], -table[team][1], team))


@rt.bundle(trainable=True)
def prize(place):
    """What a place earns."""
    return [10, 6, 3][place] if place < 3 else 1


def main(text):
    """A checksum of the final table."""
    table = {}
    for home, scored, against, away in parse(text):
        table = added(table, home, points(scored, against) + extra(scored, against), scored - against)
        table = added(table, away, points(against, scored) + extra(against, scored), against - scored)
    checksum, place = 0, 0
    for team in order(table):
        checksum += prize(place) * table[team][0]
        place += 1
    return checksum
