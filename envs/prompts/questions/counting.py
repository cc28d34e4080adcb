"""How many things of a kind there are in a list: somebody has to know what kind each thing is of, and somebody to add up."""

from __future__ import annotations

import random

from .parts import Part, listed, of_part

KINDS = {
    "fruits": listed(
        "apple banana orange pear grape peach plum mango lemon cherry kiwi melon apricot lime fig papaya pineapple "
        "nectarine"
    ),
    "animals": listed(
        "dog cat horse cow pig rabbit goat snake duck lion mouse sheep tiger monkey camel wolf hen donkey"
    ),
    "instruments": listed(
        "violin piano guitar drum flute trumpet cello harp clarinet banjo trombone saxophone oboe accordion tuba "
        "mandolin viola bassoon"
    ),
    "vegetables": listed(
        "carrot onion potato cabbage cucumber lettuce leek turnip radish pumpkin beetroot parsnip artichoke cauliflower "
        "courgette aubergine shallot marrow"
    ),
}
PLURALS = {
    "cherry": "cherries",
    "mango": "mangoes",
    "mouse": "mice",
    "peach": "peaches",
    "potato": "potatoes",
    "radish": "radishes",
    "sheep": "sheep",
    "wolf": "wolves",
}
NUMBERS = ("zero", "one", "two", "three", "four")
WORDINGS = (
    "I have {things}. How many {kind} do I have?",
    "There are {things} on the list. How many {kind} are on it?",
    "We counted {things}. How many {kind} did we count?",
    "The van brought {things}. How many {kind} were in it?",
    "She painted {things}. How many {kind} did she paint?",
    "In the picture you see {things}. How many {kind} can you see?",
)


def draw(chance: random.Random, part: Part, number: int) -> tuple[str, str]:  # noqa: ARG001 - its answers need no turns
    """Two or three things of a kind among one or two of another, one to four of each, and how many there are of the kind."""
    kind, other = chance.sample(sorted(KINDS), 2)
    wanted = chance.sample(of_part(KINDS[kind], part), chance.randint(2, 3))
    others = chance.sample(of_part(KINDS[other], part), chance.randint(1, 2))
    counts = {thing: chance.randint(1, 4) for thing in (*wanted, *others)}
    things = [some(count, thing) for thing, count in counts.items()]
    chance.shuffle(things)
    listed = f"{', '.join(things[:-1])} and {things[-1]}"
    question = chance.choice(of_part(WORDINGS, part)).format(things=listed, kind=kind)
    return question, str(sum(counts[thing] for thing in wanted))


def some(count: int, thing: str) -> str:
    """So many of a thing, in words: "an apple", "two cherries"."""
    if count == 1:
        return f"{'an' if thing[0] in 'aeiou' else 'a'} {thing}"
    return f"{NUMBERS[count]} {PLURALS.get(thing, thing + 's')}"
