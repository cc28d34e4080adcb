"""A vending machine with coins and a few shelves."""

import robotrace as rt


@rt.bundle(trainable=True)
def parse(text):
    """What is done: coins such as `50`, choices such as `A`."""
    return [int(part) if part.isdigit() else part for part in text.split()]


@rt.bundle(trainable=True)
def accepts(coin):
    """Whether the machine takes a coin."""
    return coin in (10, 20, 50, 100, 200)


@rt.bundle(trainable=True)
def price(shelf, sold):
    """What a shelf's things cost; what sells well becomes dearer."""
    return {"A": 120, "B": 150, "C": 80}[shelf] + 10 * (sold // 3)


@rt.bundle(trainable=True)
def change(credit):
    """The number of coins that are given back, the largest first."""
    coins = 0
    for coin in (200, 100, 50, 20, 10):
        coins += credit // coin
        credit %= coin
    return coins


@rt.bundle(trainable=True)
def keeps(credit):
    """What stays for the next choice: a small rest is given back."""
    return credit if credit >= 80 else 0


@rt.bundle(trainable=True)
def tally(earned, paid, coins):
    """The till after a sale; each coin given back is work."""
    return earned + paid - coins


def main(text):
    """What the machine has earned in the end."""
    credit, earned, sold = 0, 0, 0
    for done in parse(text):
        if done not in ("A", "B", "C"):
            if accepts(done):
                credit += done
            continue
        cost = price(done, sold)
        if credit >= cost:
            sold += 1
            left = credit - cost
            credit = keeps(left)
            earned = tally(earned, cost, change(left - credit))
    return earned
