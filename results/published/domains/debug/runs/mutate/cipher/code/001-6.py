"""A cipher whose key moves on with each letter."""

import robotrace as rt


@rt.bundle(trainable=True)
def parse(text):
    """The letters as numbers."""
    return [ord(letter) - ord("a") for letter in text if letter.isalpha()]


@rt.bundle(trainable=True)
def shift(letter, key):
    """A letter moved on by the key."""
    return (letter - key) % 26


@rt.bundle(trainable=True)
def swap(letter):
    """A letter after the plug board, which exchanges some."""
    return {0: 5, 5: 0, 8: 19, 19: 9}.get(letter, letter)


@rt.bundle(trainable=True)
def step(key, letter):
    """The key for the next letter: it depends on the last one."""
    return (key + (3 if letter % 2 == 0 else 5)) % 17


@rt.bundle(trainable=True)
def turn(key, count):
    """The key after the wheel's notch, which comes round again."""
    return key + 1 if count % 7 == 6 else key


@rt.bundle(trainable=True)
def mix(checksum, letter):
    """The checksum with one more letter."""
    return (checksum * 31 + letter) % 9973


def main(text):
    """A checksum of the cipher's text."""
    key, checksum, count = 4, 7, 0
    for letter in parse(text):
        written = swap(shift(letter, key))
        checksum = mix(checksum, written)
        key = turn(step(key, letter), count)
        count += 1
    return checksum


controller = main
