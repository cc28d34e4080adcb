"""Inputs of the programs, drawn at random."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

Draw = Callable[[Random], str]


def _words(least: int, most: int, one: Draw, *, between: str = " ") -> Draw:
    """Several words in a row."""
    return lambda random: between.join(one(random) for _ in range(random.randint(least, most)))


def _span(random: Random, first: int, last: int, longest: int) -> str:
    start = random.randint(first, last)
    return f"{start}-{start + random.randint(1, longest)}"


def _day(random: Random) -> str:
    amounts = (random.choice((1, -1, -1)) * 10 * random.randint(1, 28) for _ in range(random.randint(1, 3)))
    return ",".join(f"{amount:+d}" for amount in amounts)


def _appointments(random: Random) -> str:
    return ",".join(_span(random, 440, 1060, 150) for _ in range(random.randint(2, 6)))


def _stays(random: Random) -> str:
    minutes = sorted(random.randint(400, 1150) for _ in range(random.randint(3, 8)))
    return " ".join(f"{at}-{at + random.choice((5, 12, 15, 16, 40, 70, 130, 190, 300, 420))}" for at in minutes)


def _balls(random: Random) -> str:
    balls = []
    for _ in range(12):
        first = random.choice((10, 10, *range(10)))
        balls += [first] if first == 10 else [first, random.choice((10 - first, random.randint(0, 10 - first)))]
    return " ".join(map(str, [*balls, 3, 4]))


def _match(random: Random) -> str:
    home, away = random.sample("ABCD", 2)
    return f"{home}{random.randint(0, 5)}-{random.randint(0, 4)}{away}"


def _sum(random: Random) -> str:
    words: list[str] = []
    for _ in range(random.randint(5, 11)):
        enough = len(words) > 1 and random.random() < 0.5
        words.append(random.choice("+-*/") if enough else str(random.randint(-9, 40)))
    return " ".join(words)


def _sales(random: Random) -> str:
    return " ".join(
        random.choice("ABC") if random.random() < 0.35 else random.choice(("10", "20", "50", "100", "200", "200", "5"))
        for _ in range(random.randint(8, 18))
    )


def _queue(random: Random) -> str:
    minute, people = 0, []
    for _ in range(random.randint(6, 14)):
        minute += random.randint(0, 4)
        people.append(f"{minute}+{random.randint(2, 9)}")
    return " ".join(people)


def _readings(random: Random) -> str:
    level, readings = 40, []
    for _ in range(random.randint(12, 24)):
        level = random.choice((level, level + random.randint(-4, 4), random.choice((30, 45, 50, 55, 60, 65, 80, 105))))
        readings.append(level)
    return " ".join(map(str, readings))


def _loans(random: Random) -> str:
    day, loans = 0, []
    for _ in range(random.randint(2, 7)):
        day += random.randint(0, 9)
        loans.append(f"{day}-{day + random.randint(3, 40)}{random.choice('bd')}")
    return " ".join(loans)


def _orders(random: Random) -> str:
    held, orders = 0, []
    for _ in range(random.randint(3, 9)):
        number = random.randint(1, 30)
        if held and random.random() < 0.55:
            number = min(number, held)
            held -= number
            orders.append(f"-{number}@{random.randint(3, 20)}")
        else:
            held += number
            orders.append(f"+{number}@{random.randint(2, 15)}")
    return " ".join(orders)


def _paragraph(random: Random) -> str:
    return " ".join("x" * random.choice((1, 2, 3, 4, 5, 6, 7, 8, 10, 12)) for _ in range(random.randint(9, 22)))


DRAWS: dict[str, Draw] = {
    "account": _words(5, 12, _day),
    "battery": _words(8, 24, lambda random: f"{random.randint(0, 14)}/{random.randint(0, 14)}"),
    "bowling": _balls,
    "cache": _words(8, 20, lambda random: random.choice("aabbcdefg"), between=""),
    "calculator": _sum,
    "cells": _words(9, 16, lambda random: random.choice(".#"), between=""),
    "cipher": _words(3, 14, lambda random: random.choice("abcdefghijklmnopqrstuvwxyz"), between=""),
    "courier": _words(
        3, 8, lambda random: f"{random.randint(-6, 6)},{random.randint(0, 9)}:{random.choice((1, 2, 3, 4, 5, 7))}"
    ),
    "desks": _queue,
    "free-time": _appointments,
    "garden": _words(8, 20, lambda random: f"{random.choice('001234567')}{random.choice('rss')}"),
    "invoice": _words(
        1,
        5,
        lambda random: f"{random.choice((1, 2, 3, 9, 10, 11, 20))}x{random.randint(5, 1500)}",
        between=";",
    ),
    "league": _words(4, 10, _match),
    "library": _loans,
    "lift": _words(3, 10, lambda random: f"{random.randint(0, 9)}>{random.randint(0, 9)}"),
    "loan": _words(
        3, 10, lambda random: str(random.choice((0, 1500, 2000, 2400, 2500, 3000, 5000, 9000)) + random.randint(0, 99))
    ),
    "paragraph": _paragraph,
    "parking": _stays,
    "ranking": _words(
        2,
        5,
        lambda random: (
            f"{random.choice('abcdefgh')}{random.randint(0, 99)}:"
            + ",".join(str(random.choice((0, 3, 5, 7, 8, 9, 9, 10))) for _ in range(random.randint(1, 5)))
        ),
    ),
    "robot": _words(
        4,
        12,
        lambda random: random.choice(("L", "R", "R2", "L3")) if random.random() < 0.4 else f"F{random.randint(1, 14)}",
    ),
    "sensor": _readings,
    "snake": _words(10, 40, lambda random: random.choice("UDLR"), between=""),
    "stock": _orders,
    "thermostat": _words(8, 20, lambda random: str(random.randint(-12, 24))),
    "vending": _sales,
}
"""What draws an input, by the name of the program."""
