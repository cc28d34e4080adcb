"""Feedback on several outputs at once: as one sum, and where feedback does not add up, on each output."""

import robotrace as rt

POINTS = [(x, 2 * x - 3) for x in (3, 2, 1, 5, 4)]
LISTS = {(1, 2, 3, 4): [1, 4, 2, 3], (5, 5, 5, 5): [5, 5, 5, 5], (): [], (9, 8, 7, 6, 5, 4): [4, 9, 5, 8, 6, 7]}


@rt.bundle(trainable=True)
def line(x):
    """A linear predictor."""
    return 0


@rt.bundle
def loss(predicted, y):
    """The squared error."""
    return (predicted - y) ** 2


@rt.bundle(trainable=True)
def strange_sort_list(numbers):
    """The numbers in strange order: the smallest, the largest of the rest, the smallest of the rest, and so on."""
    return sorted(numbers)


def train_on_sum(chat, iterations=15, points=POINTS):
    """Minimize the sum of the losses; the losses that were seen."""
    optimizer = rt.OptoPrime(line.parameters(), chat=chat)
    losses = []
    for _ in range(iterations):
        try:
            target, feedback = sum(loss(line(x), y) for x, y in points), "Minimize the loss."
            losses.append(target.data)
        except rt.errors.ExecutionError as error:
            target, feedback = error.node, str(error)
        optimizer.zero_feedback()
        target.backward(feedback)
        optimizer.step()
    return losses


def train_on_each(chat):
    """One step from what is said on each of four outputs."""
    optimizer = rt.OptoPrime(strange_sort_list.parameters(), chat=chat)
    said = {}
    for numbers, expected in LISTS.items():
        try:
            correct = strange_sort_list(list(numbers)) == expected
            said[correct] = "test case passed!" if correct else "test case failed!"
        except rt.errors.ExecutionError as error:
            said[error.node] = str(error)
    optimizer.zero_feedback()
    rt.backward(said)
    return optimizer.step()
