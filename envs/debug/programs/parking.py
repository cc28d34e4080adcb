"""A car park: what its cars pay."""

import robotrace as rt


@rt.bundle(trainable=True)
def parse(text):
    """Stays such as `600-745` as (minute of arrival, minute of leaving)."""
    return [(int(part.split("-")[0]), int(part.split("-")[1])) for part in text.split()]


@rt.bundle(trainable=True)
def counted(arrival, leaving):
    """The minutes that count: a short stop is free."""
    stay = leaving - arrival
    return 0 if stay <= 15 else stay


@rt.bundle(trainable=True)
def hours(minutes):
    """The hours that are begun."""
    return (minutes + 59) // 60


@rt.bundle(trainable=True)
def rate(arrival):
    """What an hour costs, by the time of arrival."""
    return 4 if 480 <= arrival < 1080 else 2


@rt.bundle(trainable=True)
def capped(amount):
    """No stay costs more than a day's ticket."""
    return min(amount, 24)


@rt.bundle(trainable=True)
def surcharge(inside):
    """What is added when the car park is nearly full."""
    return 3 if inside >= 4 else 0


@rt.bundle(trainable=True)
def still_inside(leavings, arrival):
    """When those leave that are still there as another one arrives."""
    return [leaving for leaving in leavings if leaving > arrival]


def main(text):
    """What all of them pay."""
    leavings, paid = [], 0
    for arrival, leaving in parse(text):
        leavings = still_inside(leavings, arrival)
        amount = capped(hours(counted(arrival, leaving)) * rate(arrival))
        paid += amount + surcharge(len(leavings))
        leavings = [*leavings, leaving]
    return paid
