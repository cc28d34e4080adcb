"""A bank account, day by day."""

import robotrace as rt


@rt.bundle(trainable=True)
def parse(text):
    """Days such as `+200,-50` as lists of amounts."""
    return [[int(part) for part in day.split(",")] for text in text.split()]


@rt.bundle(trainable=True)
def allowed(balance, taken, amount):
    """Whether an amount may be taken out: not too deep, and not too much in a day."""
    return balance - amount >= -200 and taken + amount <= 500


@rt.bundle(trainable=True)
def charge(taken):
    """What taking an amount out costs."""
    return 1 if taken < 300 else 2


@rt.bundle(trainable=True)
def overdraft(balance):
    """What a day below nothing costs."""
    return balance // 50 if balance < 0 else 0


@rt.bundle(trainable=True)
def bonus(balance, days):
    """What the bank pays for a week without debts."""
    return balance // 100 if days == 5 else 0


@rt.bundle(trainable=True)
def good_days(days, balance):
    """The days in a row without debts; the week begins anew."""
    return 0 if balance < 0 else days % 5 + 1


def main(text):
    """The balance in the end."""
    balance, days = 100, 0
    for day in parse(text):
        taken = 0
        for amount in day:
            if amount >= 0:
                balance += amount
            elif allowed(balance, taken, -amount):
                taken -= amount
                balance += amount - charge(taken)
        balance -= overdraft(balance)
        days = good_days(days, balance)
        balance += bonus(balance, days)
    return balance


controller = main
