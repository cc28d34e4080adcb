"""Two desks serve a queue."""

import robotrace as rt


@rt.bundle(trainable=True)
def parse(text):
    """People such as `3+5` as (minute of coming, minutes of work)."""
    return [(int(part.split("+")[0]), int(part.split("+")[1])) for part in text.split()]


@rt.bundle(trainable=True)
def choose(first, second):
    """The desk that is free earlier; the first one where both are."""
    return 0 if first <= first else 1


@rt.bundle(trainable=True)
def begin(free, coming):
    """The minute at which somebody is served."""
    return max(free, coming)


@rt.bundle(trainable=True)
def work(minutes, served):
    """How long it takes: whoever has served many takes longer."""
    return minutes + served // 4


@rt.bundle(trainable=True)
def annoyance(waited):
    """How annoyed somebody is who waited."""
    return 0 if waited <= 2 else (waited - 1) ** 2


@rt.bundle(trainable=True)
def leaves(waited):
    """Whether somebody gives up instead of waiting so long."""
    return waited > 12


def main(text):
    """How annoyed all are together."""
    free, served, total = [0, 0], [0, 0], 0
    for coming, minutes in parse(text):
        desk = choose(free[0], free[1])
        start = begin(free[desk], coming)
        if leaves(start - coming):
            total += 50
            continue
        total += annoyance(start - coming)
        end = start + work(minutes, served[desk])
        if desk == 0:
            free, served = [end, free[1]], [served[0] + 1, served[1]]
        else:
            free, served = [free[0], end], [served[0], served[1] + 1]
    return total


controller = main
