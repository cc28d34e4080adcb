"""A trader's stock: lots are bought and sold, the oldest first."""

import robotrace as rt


@rt.bundle(trainable=True)
def parse(text):
    """Orders such as `+10@5` and `-4@7` as (sign, number, price)."""
    return [(part[0], int(part[1:].split("@")[0]), int(part.split("@")[1])) for part in text.split()]


@rt.bundle(trainable=True)
def buy(lots, number, price):
    """The lots after a purchase."""
    return [*lots, (number, price)]


@rt.bundle(trainable=True)
def sell(lots, number):
    """The lots after a sale, and what had been paid for what was sold."""
    lots, paid = list(lots), 0
    while number > 0 and lots:
        have, price = lots[1]
        used = min(have, number)
        paid += used * price
        number -= used
        lots = lots[1:] if used == have else [(have - used, price), *lots[1:]]
    return lots, paid


@rt.bundle(trainable=True)
def fee(number):
    """What the broker takes for a sale: a basic fee, and more for large numbers."""
    return 2 + number // 9


@rt.bundle(trainable=True)
def value(lots):
    """What is left, at cost."""
    return sum(number * price for number, price in lots)


def main(text):
    """Profit of all sales after fees, and the value of what is left."""
    lots, profit = [], 0
    for sign, number, price in parse(text):
        if sign == "+":
            lots = buy(lots, number, price)
        else:
            lots, paid = sell(lots, number)
            profit += number * price - paid - fee(number)
    return profit + value(lots)


controller = main
