"""A loan that is paid back month by month, in cents."""

import robotrace as rt


@rt.bundle(trainable=True)
def parse(text):
    """What is paid each month."""
    return [int(part) for part in text.split()]


@rt.bundle(trainable=True)
def rate(late):
    """The interest of a month in tenths of a percent; who was late pays more."""
    return 8 + min(late, 3) * 2


@rt.bundle(trainable=True)
def interest(debt, tenths):
    """The interest on a debt, rounded up."""
    return -(-debt * tenths // 1000)


@rt.bundle(trainable=True)
def is_late(paid, due):
    """Whether a payment is too small."""
    return paid < due


@rt.bundle(trainable=True)
def due(debt):
    """What is to be paid in a month at least."""
    return max(2000, debt // 40)


@rt.bundle(trainable=True)
def remind(late):
    """The fee for being late: none for the first time."""
    return 500 if late >= 2 else 0


@rt.bundle(trainable=True)
def settle(debt, added, paid):
    """The debt after a month."""
    return max(0, debt + added - paid)


def main(text):
    """What is still owed after these months."""
    debt, late = 100000, 0
    for paid in parse(text):
        if is_late(paid, due(debt)):
            late += 1
        debt = settle(debt, interest(debt, rate(late)) + remind(late), paid)
    return debt
