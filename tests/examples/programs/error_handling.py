"""What raises is feedback: a constraint that is only found by breaking it."""

import robotrace as rt


def check(a):
    """Refuse what is too small."""
    if a < 0.1:
        raise ValueError("Input must be greater than 0.1")


@rt.bundle
def objective(a):
    """(a + 1)²."""
    check(a)
    return (a + 1) ** 2


def train(chat, iterations):
    """Minimize the objective over a; each value of a that was tried."""
    a = rt.node(-1.0, trainable=True, name="a")
    optimizer = rt.OptoPrime([a], chat=chat, memory=5)
    tried = [a.data]
    for _ in range(iterations):
        try:
            target, feedback = objective(a), "Minimize the objective."
        except rt.errors.ExecutionError as error:
            target, feedback = error.node, str(error)
        optimizer.zero_feedback()
        target.backward(feedback)
        optimizer.step()
        tried.append(a.data)
    return tried
