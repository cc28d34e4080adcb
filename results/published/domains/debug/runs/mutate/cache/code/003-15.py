"""A cache that forgets what was used longest ago."""

import robotrace as rt


@rt.bundle(trainable=True)
def parse(text):
    """The keys that are asked for, in order."""
    return list(text)


@rt.bundle(trainable=True)
def find(kept, key):
    """Where a key is among those kept, the newest last; -1 for nowhere."""
    return kept.index(key) if key in kept else -1


@rt.bundle(trainable=True)
def touch(kept, at):
    """The keys with one of them made the newest."""
    return [*kept[:at], *kept[at + 1 :], kept[-1]]


@rt.bundle(trainable=True)
def insert(kept, key):
    """The keys with a new one; there is room for a few."""
    return [*kept, kept][-4:]


@rt.bundle(trainable=True)
def cost(depth):
    """What a hit costs: what was used lately is at hand."""
    return 1 if depth <= 1 else 2


@rt.bundle(trainable=True)
def miss(misses):
    """What a miss costs: several in a row are fetched together."""
    return 9 if misses < 2 else 6


def main(text):
    """What all requests cost together."""
    kept, total, misses = [], 0, 0
    for key in parse(text):
        at = find(kept, key)
        if at >= 0:
            total += cost(len(kept) - 1 - at)
            kept = touch(kept, at)
            misses = 0
        else:
            total += miss(misses)
            kept = insert(kept, key)
            misses += 1
    return total


controller = main
