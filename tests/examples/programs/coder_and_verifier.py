"""Two functions with an optimizer each: one writes code, the other a test of it, and neither may see the other's answers."""

import robotrace as rt


@rt.bundle(trainable=True)
def strange_sort_list(numbers):
    """The numbers in strange order: the smallest, the largest of the rest, the smallest of the rest, and so on."""
    return sorted(numbers)


@rt.bundle(trainable=True)
def verifier():
    """A list of numbers, and the same in strange order, to test a function with that sorts so.

    Strange order is the smallest, the largest of the rest, the smallest of the rest, and so on.
    """
    return [1, 2, 3], [1, 2, 3]


def attempt(numbers, expected):
    """Whether the numbers are sorted as expected, and what to say of it."""
    try:
        correct = strange_sort_list(numbers) == expected
    except rt.errors.ExecutionError as error:
        return error.node, str(error)
    return correct, "test case passed!" if correct else "test case failed!"


def passed(output):
    """Whether a comparison was made and held."""
    return output.error is None and bool(output)


def update(optimizer, output, feedback):
    """One step."""
    optimizer.zero_feedback()
    output.backward(feedback)
    optimizer.step()


def train(coders_chat, verifiers_chat, rounds=3, steps=3):
    """Let the coder satisfy the verifier, and the verifier learn where it was satisfied by wrong code."""
    coder = rt.OptoPrime(strange_sort_list.parameters(), chat=coders_chat)
    tester = rt.OptoPrime(verifier.parameters(), chat=verifiers_chat)
    for _ in range(rounds):
        for _ in range(steps):
            verdict, feedback = attempt(*verifier())
            if passed(verdict):
                break
            update(coder, verdict, feedback)
        if passed(attempt([1, 2, 3, 4], [1, 4, 2, 3])[0]):
            break
        update(tester, verdict, "This test passes a wrong function.")
    return strange_sort_list, verifier
