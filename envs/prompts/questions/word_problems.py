"""Sums in words: what is to be done with two numbers stands in the words alone, and the numbers are too large for a small model."""

from __future__ import annotations

import random

from .parts import Part, listed, of_part

NAMES = listed("Tom Ana Ben Eva Leo Mia Sam Zoe Max Ida Jon Lea")
THINGS = listed("apples coins books marbles stamps eggs pencils cards shells tickets cookies balloons")
MORE = (
    "buys {b} more",
    "finds {b} more",
    "gets {b} from a friend",
    "wins another {b}",
    "collects {b} more",
    "earns {b} more",
    "is given {b}",
    "picks up {b} others",
    "receives {b} as a gift",
    "adds {b} new ones",
    "borrows {b} from a neighbour",
    "discovers {b} others in a drawer",
)
FEWER = (
    "gives away {b}",
    "loses {b}",
    "breaks {b} of them",
    "drops {b}",
    "spends {b}",
    "hands {b} to a friend",
    "sells {b}",
    "throws {b} out",
    "has {b} stolen",
    "lends {b} to a cousin",
    "leaves {b} on the train",
    "uses up {b} of them",
)
TIMES = (
    "{name} has {a} boxes with {b} {things} in each.",
    "{name} buys {a} packs of {b} {things}.",
    "{name} has {a} bags, and there are {b} {things} in every bag.",
    "There are {a} tins with {b} {things} in each tin, and {name} owns them all.",
    "{name} orders {a} cartons of {b} {things} each.",
    "Each of {a} drawers holds {b} {things} of {name}'s.",
    "There are {a} shelves; {name} puts {b} {things} on every one.",
    "{name} fills {a} sacks with {b} {things} per sack.",
    "On each of {a} days {name} collects {b} {things}.",
    "{name} owns {a} crates, each holding {b} {things}.",
    "{a} friends bring {name} {b} {things} apiece.",
    "{name} makes {a} rows of {b} {things}.",
)


def draw(chance: random.Random, part: Part, number: int) -> tuple[str, str]:
    """A sum, a difference or a product in words, in turn, and the number."""
    name, things = chance.choice(of_part(NAMES, part)), chance.choice(of_part(THINGS, part))
    a, b = chance.randint(12, 40), chance.randint(3, 11)
    told = chance.choice(of_part((MORE, FEWER, TIMES)[number % 3], part)).format(name=name, a=a, b=b, things=things)
    told = told if number % 3 == 2 else f"{name} has {a} {things} and {told}."
    return f"{told} How many {things} does {name} have now?", str((a + b, a - b, a * b)[number % 3])
