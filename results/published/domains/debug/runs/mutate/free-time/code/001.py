"""The free minutes of a working day between appointments."""

import robotrace as rt


@rt.bundle(trainable=True)
def parse(text):
    """Appointments such as `500-560,600-700` as sorted (start, end), in minutes."""
    return sorted((int(part.split("-")[1]), int(part.split("-")[1])) for part in text.split(","))


@rt.bundle(trainable=True)
def padded(spans):
    """The appointments with the way there and back."""
    return [(start + 5, end + 10) for start, end in spans]


@rt.bundle(trainable=True)
def merge(spans):
    """Spans that overlap are one."""
    joined = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


@rt.bundle(trainable=True)
def clip(spans):
    """The parts within the working day."""
    return [(max(start, 480), min(end, 1080)) for start, end in spans if end > 480 and start < 1080]


@rt.bundle(trainable=True)
def gaps(spans):
    """What lies between, within the working day."""
    edges = [480, *(edge for span in spans for edge in span), 1080]
    return [(edges[at], edges[at + 1]) for at in range(0, len(edges), 2)]


@rt.bundle(trainable=True)
def usable(spans):
    """Those that are long enough to be of use."""
    return [(start, end) for start, end in spans if end - start >= 30]


@rt.bundle(trainable=True)
def minutes(spans):
    """How long they are together."""
    return sum(end - start for start, end in spans)


def main(text):
    """The free minutes that are of use."""
    busy = clip(merge(padded(parse(text))))
    return minutes(usable(gaps(busy)))


controller = main
