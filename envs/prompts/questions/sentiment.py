"""Whether a sentence praises something."""

from __future__ import annotations

import random

from .parts import Part, listed, of_part

GOOD = listed(
    "wonderful brilliant delightful superb charming gripping moving excellent beautiful funny lovely touching "
    "amazing fantastic enjoyable terrific splendid magnificent perfect impressive masterful hilarious inspiring outstanding "
    "marvellous thrilling refreshing elegant stunning remarkable captivating first-rate flawless glorious heartwarming exquisite"
)
BAD = listed(
    "terrible boring awful dreadful clumsy tedious disappointing horrible ugly stupid lifeless annoying "
    "dull pathetic mediocre unbearable ridiculous messy forgettable painful shallow lazy incoherent disgusting "
    "appalling dismal frustrating unpleasant worthless pointless embarrassing second-rate irritating miserable bland atrocious"
)
THINGS = listed(
    "film book meal concert hotel phone lecture game play garden album show restaurant museum song journey party soup"
)
WORDINGS = (
    "The {thing} was {word}.",
    "I found the {thing} {word}.",
    "We thought that the {thing} was rather {word}.",
    "What {a} {word} {thing}!",
    "Everybody called the {thing} {word}.",
    "To me this {thing} is simply {word}.",
    "Honestly, {a} {word} {thing} from start to end.",
    "My sister called the {thing} {word}, and I agree.",
    "We talked all night about how {word} that {thing} was.",
    "If you ask me, it is {a} {word} {thing}.",
    "I told all my friends how {word} the {thing} had been.",
    "After a long week we were given {a} {word} {thing}.",
)


def draw(chance: random.Random, part: Part, number: int) -> tuple[str, str]:
    """A sentence, and "positive" or "negative", in turn."""
    words, answer = ((GOOD, "positive"), (BAD, "negative"))[number % 2]
    word, thing = chance.choice(of_part(words, part)), chance.choice(of_part(THINGS, part))
    article = "an" if word[0] in "aeiou" else "a"
    return chance.choice(of_part(WORDINGS, part)).format(thing=thing, word=word, a=article), answer
