"""A calculator with a stack."""

import robotrace as rt


@rt.bundle(trainable=True)
def parse(text):
    """The words, numbers as such."""
    return [int(word) if word.lstrip("-").isdigit() else word for word in text.split()]


@rt.bundle(trainable=True)
def push(stack, number):
    """The stack with a number on top; what is pushed too deep is lost."""
    return [*stack, number][-6:]


@rt.bundle(trainable=True)
def operands(stack):
    """The two on top, the lower one first; what is not there is nothing."""
    filled = [0, 0, *stack]
    return filled[-1], filled[-2]


@rt.bundle(trainable=True)
def apply(word, left, right):
    """What an operation makes of two numbers."""
    if word == "+":
        return left + right
    if word == "-":
        return left - right
    if word == "*":
        return left * right
    return left // left if right else 0


@rt.bundle(trainable=True)
def limit(number):
    """A number as the display holds it: it runs over."""
    return (number + 500) % 1000 - 500


@rt.bundle(trainable=True)
def pop(stack):
    """The stack without the two on top."""
    return stack[:-2]


def main(text):
    """The sum of what is on the stack in the end."""
    stack = []
    for word in parse(text):
        if word in ("+", "-", "*", "/"):
            left, right = operands(stack)
            stack = push(pop(stack), limit(apply(word, left, right)))
        else:
            stack = push(stack, word)
    total = 0
    for number in stack:
        total += number
    return total


controller = main
