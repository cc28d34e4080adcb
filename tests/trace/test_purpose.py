import functools

import pytest

from robotrace.trace import node
from robotrace.trace.purpose import purpose


def even(value):
    """An even number.

    Zero is one.
    """
    return value % 2 == 0


def odd(value):
    return value % 2 == 1


class Short:
    """A text of few letters."""

    def __call__(self, text):
        return len(text) < 9


class Wordless:
    __doc__ = None

    def __call__(self, value):
        return True


@pytest.mark.parametrize(
    ("check", "words"),
    [
        (even, "An even number"),
        (odd, "a value that passes odd()"),
        (Short(), "A text of few letters"),
        (Wordless(), "a value that passes a check of its own"),
        (functools.partial(even), "An even number"),
        (lambda n: n % 2 == 0, "a value that passes `lambda n: n % 2 == 0`"),
        (lambda e: e != "ß" and len(e) < 3, "a value that passes `lambda e: e != \"ß\" and len(e) < 3`"),
        ((lambda v: any(x > 0 for x in v)), "a value that passes `lambda v: any(x > 0 for x in v)`"),
        (lambda v: {"a": 1}[v] if v else False, "a value that passes `lambda v: {\"a\": 1}[v] if v else False`"),
        (lambda v: v, "a value that passes `lambda v: v`"),
        (eval("lambda n: n > 0"), "a value that passes a check of its own"),
    ],
)  # fmt: skip
def test_a_check_says_what_it_asks_for(check, words):
    assert purpose(check) == words


def test_a_lambda_over_several_lines_is_one_line():
    check = lambda n: (  # noqa: E731
        n > 0
        and n % 2 == 0
    )  # fmt: skip
    assert purpose(check) == "a value that passes `lambda n: n > 0 and n % 2 == 0`"


def test_a_long_lambda_is_not_shown():
    names = lambda name: (  # noqa: E731
        name in ("shoulder_pan", "shoulder_lift", "elbow", "wrist_1", "wrist_2", "wrist_3")
        or name in ("finger_left", "finger_right", "thumb")
    )  # fmt: skip
    assert purpose(names) == "a value that passes a check of its own"


def test_a_parameter_says_all_that_it_asks_for():
    number = node(4, name="n", trainable=True, bounds=(0, 10), check=even)
    assert number.constraint == "an integer from 0 to 10, An even number"
