"""A lending library: fines of a reader."""

import robotrace as rt


@rt.bundle(trainable=True)
def parse(text):
    """Loans such as `3-30d` as (day lent, day returned, kind: book or disc)."""
    return [(int(part[:-1].split("-")[0]), int(part[:-1].split("-")[1]), part[-1]) for part in text.split()]


@rt.bundle(trainable=True)
def allowed(kind):
    """The days that a thing may be kept."""
    return 21 if kind == "b" else 7


@rt.bundle(trainable=True)
def open_days(first, last):
    """The days in between on which the library is open: not at the end of the week."""
    return sum(1 for day in range(first, last) if day % 7 not in (5, 6))


@rt.bundle(trainable=True)
def fine(days, kind):
    """What late days cost; a disc costs more, and no thing more than it is worth."""
    return min(days * (2 if kind == "d" else 1), 15)


@rt.bundle(trainable=True)
def patience(offences):
    """By how many percent fines grow for those who are often late."""
    return 100 + 50 * (offences // 2)


@rt.bundle(trainable=True)
def forgive(owed):
    """Small debts are forgotten."""
    return 0 if owed < 3 else owed


def main(text):
    """What the reader owes."""
    owed, offences = 0, 0
    for lent, returned, kind in parse(text):
        late = open_days(lent + allowed(kind), returned)
        if late > 0:
            owed += fine(late, kind) * patience(offences) // 100
            offences += 1
        owed = forgive(owed)
    return owed
