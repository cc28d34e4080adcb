"""What a customer pays, in cents."""

import robotrace as rt


@rt.bundle(trainable=True)
def parse(text):
    """Lines such as `3x1000;2x800` as (quantity, price)."""
    return [(int(line.split("x")[0]), int(line.split("x")[1])) for line in text.split(";")]


@rt.bundle(trainable=True)
def line_total(quantity, price):
    """One line: large quantities cost less a piece, rounded down in the customer's favour."""
    total = quantity * price
    return total - total * 5 // 100 if quantity >= 10 else total


@rt.bundle(trainable=True)
def discount(subtotal):
    """What is taken off large orders."""
    return subtotal // 10000 * 300


@rt.bundle(trainable=True)
def shipping(subtotal):
    """What sending it costs."""
    return 900 if subtotal < 5000 else 400


@rt.bundle(trainable=True)
def tax(amount):
    """The tax on an amount, rounded down."""
    return amount * 20 // 100


def main(text):
    """All lines, less the discount, with shipping, and tax on all of it."""
    subtotal = 0
    for quantity, price in parse(text):
        subtotal += line_total(quantity, price)
    amount = subtotal - discount(subtotal) + shipping(subtotal)
    return amount + tax(amount)
