"""A function that is rewritten until a test of it passes."""

import robotrace as rt


@rt.bundle(trainable=True)
def strange_sort_list(numbers):
    """The numbers in strange order: the smallest, the largest of the rest, the smallest of the rest, and so on.

    strange_sort_list([1, 2, 3, 4]) == [1, 4, 2, 3]
    strange_sort_list([5, 5, 5, 5]) == [5, 5, 5, 5]
    strange_sort_list([]) == []
    """
    return sorted(numbers)


def train(chat, epochs=2):
    """Train until [1, 2, 3, 4] is sorted strangely."""
    optimizer = rt.OptoPrime(strange_sort_list.parameters(), chat=chat)
    for _ in range(epochs):
        try:
            correct = strange_sort_list([1, 2, 3, 4]) == [1, 4, 2, 3]
            feedback = "test case failed!"
        except rt.errors.ExecutionError as error:
            correct, feedback = error.node, str(error)
        else:
            if correct:
                break
        optimizer.zero_feedback()
        correct.backward(feedback)
        optimizer.step()
    return strange_sort_list
