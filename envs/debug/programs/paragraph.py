"""A paragraph is broken into lines."""

import robotrace as rt


@rt.bundle(trainable=True)
def parse(text):
    """The lengths of the words."""
    return [len(word) for word in text.split()]


@rt.bundle(trainable=True)
def fits(used, word):
    """Whether a word goes on a line of which some is used."""
    return used == 0 or used + 1 + word <= 24


@rt.bundle(trainable=True)
def set_word(used, word):
    """What is used of a line with one more word."""
    return word if used == 0 else used + 1 + word


@rt.bundle(trainable=True)
def badness(used):
    """How ugly a line is that is not full."""
    return max(0, 24 - used) ** 2 // 4


@rt.bundle(trainable=True)
def hyphen(word):
    """What a long word costs."""
    return 5 if word > 9 else 0


@rt.bundle(trainable=True)
def last(used):
    """How ugly the last line is: only a very short one."""
    return 20 if 0 < used < 6 else 0


def main(text):
    """How ugly the paragraph is."""
    used, ugly = 0, 0
    for word in parse(text):
        if fits(used, word):
            used = set_word(used, word)
        else:
            ugly += badness(used)
            used = set_word(0, word)
        ugly += hyphen(word)
    return ugly + last(used)
